import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { CallId, SiteId } from '../../../protocol/call.ts';
import type { PictureFailure } from '../../../protocol/fact.ts';
import { err, ok } from '../../../protocol/result.ts';
import { makeLog } from '../../../server/log.ts';
import type { PictureOutcome } from '../../../server/ring/ports.ts';
import type { FetchPicture } from '../../../server/snapshots/fetchPicture.ts';
import { noPicture } from '../../../server/snapshots/noPicture.ts';
import { reencode } from '../../../server/snapshots/reencode.ts';
import { snapshotStore } from '../../../server/snapshots/store.ts';
import { makeTakeSnapshot } from '../../../server/snapshots/takeSnapshot.ts';
import { manualClock } from '../../fakes/manualClock.ts';
import { aFolder } from '../aFolder.ts';

const jpeg = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'teal' } })
  .jpeg()
  .toBuffer();
const settled = () => new Promise<void>((resolve) => void setImmediate(() => setImmediate(resolve)));

const torn = readFileSync(join(import.meta.dirname, '../../vectors/snapshot-cut-at-80-percent.jpg'));
const failed = (because: PictureFailure, detail: string | null = null) => err(noPicture(because, detail));
const site = SiteId.parse('harbor-house');
const call = CallId.parse('call-1');

type Answer = Awaited<ReturnType<FetchPicture>>;

/** A visitor's picture that is answered for as told, the last answer for good; time moves by `wait`. Decoded here and not in a process. */
function aPicture(answers: readonly Answer[], dataDir = aFolder()) {
  const clock = manualClock();
  const asked: number[] = [];
  const start = clock.moment().mono;
  const outcomes: string[] = [];
  const take = makeTakeSnapshot({
    fetchPicture: async () => {
      asked.push(clock.moment().mono - start);
      return answers[Math.min(asked.length, answers.length) - 1] ?? failed('slow');
    },
    decoder: {
      decode: async (bytes, how) => {
        const picture = await reencode(bytes, how);
        return picture.ok ? { kind: 'picture', ...picture.value } : { kind: 'none', ...picture.error };
      },
    },
    store: snapshotStore(dataDir, clock),
    clock,
    log: makeLog('silent'),
    observe: (outcome) => void outcomes.push(outcome),
  });
  /** Real decoding takes its own time: the clock moves only while the next try is waited for. */
  const takeFor = async (ms: number, stillWanted = () => true): Promise<PictureOutcome | null> => {
    let outcome: PictureOutcome | null = null;
    const taking = take({ site, call, address: 'https://pictures.example/a.jpg', stillWanted }).then((told) => {
      outcome = told;
    });
    for (let passed = 0; passed < ms && outcome === null; passed += 500) {
      while (clock.waiting() === 0 && outcome === null) await settled();
      clock.pass(500);
      await settled();
    }
    if (outcome !== null) await taking;
    return outcome;
  };
  return { takeFor, clock, asked, outcomes, dataDir };
}

describe('taking a snapshot', () => {
  it('keeps the picture under a name of its own, and tells its size', async () => {
    const { takeFor, dataDir } = aPicture([ok(jpeg)]);
    const outcome = await takeFor(1_000);
    const [file] = readdirSync(join(dataDir, 'snapshots'));
    expect(outcome).toEqual({
      kind: 'taken',
      snapshot: file?.replace('.jpg', ''),
      bytes: jpeg.length,
      tries: 1,
      isTorn: false,
    });
  });

  it('asks again after 1, 3 and 8 seconds, then every ten, for as long as it is wanted', async () => {
    const { takeFor, asked, clock } = aPicture([failed('refused', 'HTTP 404')]);
    const until = clock.moment().mono + 45_000;
    const outcome = await takeFor(60_000, () => clock.moment().mono < until);
    expect({ outcome, asked }).toEqual({
      outcome: { kind: 'none', because: 'refused', beside: 'HTTP 404', tries: 7 },
      asked: [0, 1_000, 4_000, 12_000, 22_000, 32_000, 42_000],
    });
  });

  it('ends some day in a talk of hours', async () => {
    const { takeFor, asked } = aPicture([failed('refused', 'HTTP 404')]);
    const outcome = await takeFor(7_200_000);
    expect({ kind: outcome?.kind, tries: asked.length }).toEqual({ kind: 'none', tries: 34 });
  });

  it('gives the picture that came late, and says how late', async () => {
    const { takeFor } = aPicture([failed('refused'), failed('slow'), ok(jpeg)]);
    expect(await takeFor(6_000)).toMatchObject({
      kind: 'taken',
      bytes: jpeg.length,
      tries: 3,
    });
  });

  it('shows a torn picture as far as it goes once it has not grown, and says so', async () => {
    const { takeFor, asked } = aPicture([ok(torn)]);
    expect({ outcome: await takeFor(20_000), asked }).toMatchObject({
      outcome: { kind: 'taken', bytes: torn.length, tries: 2, isTorn: true },
      asked: [0, 1_000],
    });
  });

  it('waits for the rest of a picture that still grows, until the third try', async () => {
    const pieces = [0.6, 0.7, 0.8].map((share) => ok(torn.subarray(0, torn.length * share)));
    const { takeFor, asked } = aPicture(pieces);
    expect({ outcome: await takeFor(20_000), asked }).toMatchObject({
      outcome: { kind: 'taken' },
      asked: [0, 1_000, 4_000],
    });
  });

  it('takes the whole picture when it came after a torn one', async () => {
    const { takeFor } = aPicture([ok(torn), ok(jpeg)]);
    expect(await takeFor(20_000)).toMatchObject({ bytes: jpeg.length, tries: 2, isTorn: false });
  });

  it('asks no more once the call has ended', async () => {
    const { takeFor, asked, clock } = aPicture([failed('refused')]);
    const until = clock.moment().mono + 2_000;
    const outcome = await takeFor(20_000, () => clock.moment().mono < until);
    expect({ kind: outcome?.kind, asked }).toEqual({ kind: 'none', asked: [0, 1_000] });
  });

  it('does not ask for a picture whose call was over before its turn', async () => {
    const { takeFor, asked } = aPicture([ok(jpeg)]);
    expect({ outcome: await takeFor(1_000, () => false), asked }).toMatchObject({
      outcome: { kind: 'none', because: 'not-asked' },
      asked: [],
    });
  });

  it.each([
    'address-refused',
    'host-refused',
    'inner-address',
    'too-large',
    'too-many-pixels',
    'form-refused',
    'too-costly',
  ] as const)('does not ask again after %s', async (failure) => {
    const { takeFor, asked } = aPicture([failed(failure)]);
    await takeFor(20_000);
    expect(asked).toEqual([0]);
  });

  it('has none when the picture cannot be stored', async () => {
    const { takeFor, outcomes } = aPicture([ok(jpeg)], '/dev/null/no-folder');
    expect({ outcome: await takeFor(1_000), outcomes }).toMatchObject({
      outcome: { kind: 'none', because: 'not-kept' },
      outcomes: ['not-kept'],
    });
  });

  it('fetches no more pictures at once than there is room for', async () => {
    const begun: (() => void)[] = [];
    const take = makeTakeSnapshot({
      fetchPicture: () => new Promise((resolve) => void begun.push(() => resolve(failed('host-refused')))),
      decoder: { decode: async () => ({ kind: 'none', because: 'no-picture', detail: null }) },
      store: snapshotStore(aFolder(), manualClock()),
      clock: manualClock(),
      log: makeLog('silent'),
      observe: () => {},
    });
    const wanted = { site, call, address: 'https://pictures.example/a.jpg', stillWanted: () => true };
    const all = [1, 2, 3, 4, 5, 6].map(() => take(wanted));
    await settled();
    const before = begun.length;
    begun[0]?.();
    await settled();
    const after = begun.length;
    for (let next = 1; next < 6; next++) {
      begun[next]?.();
      await settled();
    }
    await Promise.all(all);
    expect({ before, after }).toEqual({ before: 4, after: 5 });
  });
});
