import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { err, ok } from '../../../protocol/result.ts';
import { makeLog } from '../../../server/log.ts';
import type { FetchPicture } from '../../../server/snapshots/fetchPicture.ts';
import { snapshotStore } from '../../../server/snapshots/store.ts';
import { makeTakeSnapshot } from '../../../server/snapshots/takeSnapshot.ts';
import { manualClock } from '../../fakes/manualClock.ts';
import { aFolder } from '../aFolder.ts';

const jpeg = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'teal' } })
  .jpeg()
  .toBuffer();
const settled = () => new Promise<void>((resolve) => void setImmediate(() => setImmediate(resolve)));

type Answer = Awaited<ReturnType<FetchPicture>>;

/** A visitor's picture that is answered for as told, the last answer for good; time moves by `wait`. */
function aPicture(answers: readonly Answer[], dataDir = aFolder()) {
  const clock = manualClock();
  const asked: number[] = [];
  const start = clock.moment().mono;
  const outcomes: string[] = [];
  const take = makeTakeSnapshot({
    fetchPicture: async () => {
      asked.push(clock.moment().mono - start);
      return answers[Math.min(asked.length, answers.length) - 1] ?? err('slow');
    },
    store: snapshotStore(dataDir, clock),
    clock,
    log: makeLog('silent'),
    observe: (outcome) => void outcomes.push(outcome),
  });
  const wait = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 500) {
      await settled();
      clock.pass(500);
    }
  };
  return {
    take: (stillWanted: () => boolean) => take('https://pictures.example/a.jpg', stillWanted),
    wait,
    asked,
    outcomes,
    dataDir,
  };
}

describe('taking a snapshot', () => {
  it('keeps the picture under a name of its own', async () => {
    const { take, dataDir } = aPicture([ok(jpeg)]);
    const id = await take(() => true);
    expect(readdirSync(join(dataDir, 'snapshots'))).toEqual([`${id}.jpg`]);
  });

  it('asks again after 1, 3 and 8 seconds while the call rings, then never', async () => {
    const { take, wait, asked } = aPicture([err('refused')]);
    const taken = take(() => true);
    await wait(60_000);
    expect({ id: await taken, asked }).toEqual({ id: null, asked: [0, 1_000, 4_000, 12_000] });
  });

  it('gives the picture that came late', async () => {
    const { take, wait } = aPicture([err('refused'), err('slow'), ok(jpeg)]);
    const taken = take(() => true);
    await wait(5_000);
    expect(await taken).not.toBeNull();
  });

  it('asks no more once the call has ended', async () => {
    const { take, wait, asked } = aPicture([err('refused')]);
    let rings = true;
    const taken = take(() => rings);
    await wait(2_000);
    rings = false;
    await wait(20_000);
    expect({ id: await taken, asked }).toEqual({ id: null, asked: [0, 1_000] });
  });

  it.each(['address-refused', 'host-refused', 'inner-address', 'too-large'] as const)(
    'does not ask again after %s',
    async (failure) => {
      const { take, asked } = aPicture([err(failure)]);
      await take(() => true);
      expect(asked).toEqual([0]);
    },
  );

  it('has none when the picture cannot be stored', async () => {
    const { take, outcomes } = aPicture([ok(jpeg)], '/dev/null/no-folder');
    expect({ id: await take(() => true), outcomes }).toEqual({ id: null, outcomes: ['not-kept'] });
  });
});
