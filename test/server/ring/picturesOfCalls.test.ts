import { expect, test } from 'vitest';
import { CallId, SnapshotId } from '../../../protocol/call.ts';
import { err } from '../../../protocol/result.ts';
import type { PictureOutcome, WantedPicture } from '../../../server/ring/ports.ts';
import { switchboard } from '../../../server/ring/switchboard.ts';
import { detailOf } from '../../../server/ring/timelineWords.ts';
import { aRingCall, byHook, site, windowMs } from '../../builders/ring.ts';
import { manualClock } from '../../fakes/manualClock.ts';
import { memoryJournal } from '../../fakes/memoryJournal.ts';

const snapshot = SnapshotId.parse('s'.repeat(24));
const none: PictureOutcome = { kind: 'none', because: 'refused', beside: 'HTTP 403', tries: 1 };
const taken: PictureOutcome = { kind: 'taken', snapshot, bytes: 48_213, tries: 1, isTorn: false };

/** A call that rings, with these addresses of its picture, each delivered; what is asked for ends as `end` says. */
async function aCall(...addresses: readonly (string | null)[]) {
  const clock = manualClock();
  const journal = memoryJournal(clock);
  const asked: (WantedPicture & { readonly end: (outcome: PictureOutcome) => void })[] = [];
  const board = switchboard({
    journal,
    intercom: { callStatus: async () => err('slow'), notify: async () => err('slow'), guidOf: async () => null },
    takeSnapshot: (wanted) => new Promise((end) => void asked.push({ ...wanted, end })),
    attendanceOf: () => ({ present: [], leftOut: [] }),
    canBeChecked: () => true,
    clock,
    windowMs,
    reportUnwritable: () => {},
  });
  const { id: call, site: _site, receivedAt: _receivedAt, snapshot: _snapshot, ...facts } = aRingCall();
  for (const imageUrl of addresses) {
    const reading = { kind: 'call', facts, imageUrl, status: null } as const;
    board.arrive({ site, reading, received: clock.moment(), ...byHook, knownAs: [], begun: null });
  }
  const told = () =>
    journal.facts.flatMap(({ fact }) => (/picture/.test(fact.what) ? [`${fact.what}: ${detailOf(fact)}`] : []));
  const shown = async () => (await board.find([site], call))?.ring.call.snapshot;
  return { board, call, asked, told, shown, clock };
}
const address = 'https://pictures.example/cache/a.jpeg?signature=1';
const medium = 'https://pictures.example/medium/a.jpeg';

test('what became of a picture stands in the call’s timeline, whether it came or not', async () => {
  const { board, call, asked, told, shown, clock } = await aCall(address);
  asked[0]?.end(none);
  await expect.poll(told).toEqual(['no-picture: its host refuses it (HTTP 403)']);
  clock.pass(2_000);
  board.offerPicture(site, call, medium);
  asked[1]?.end(taken);
  await expect.poll(shown).toBe(snapshot);
  expect(told()).toEqual(['no-picture: its host refuses it (HTTP 403)', 'picture: fetched: 48213 bytes']);
});

test('the vendor’s answer is a second source once the delivery’s picture has had its time; the first that comes ends both', async () => {
  const { board, call, asked, shown, clock } = await aCall(address);
  board.offerPicture(site, call, medium);
  const early = asked.length;
  clock.pass(2_000);
  board.offerPicture(site, call, medium);
  board.offerPicture(site, call, `${medium}?signature=2`);
  const before = asked.map(({ stillWanted }) => stillWanted());
  asked[1]?.end(taken);
  await expect.poll(shown).toBe(snapshot);
  expect({ early, before, after: asked.map(({ stillWanted }) => stillWanted()) }).toEqual({
    early: 1,
    before: [true, true],
    after: [false, false],
  });
});

test('the vendor’s answer is the first source where no delivery names a picture', async () => {
  const { board, call, asked } = await aCall(null);
  board.offerPicture(site, call, medium);
  expect(asked.map((wanted) => wanted.address)).toEqual([medium]);
});

test('a picture that is told again under another signature is not asked for twice', async () => {
  const { asked } = await aCall(address, address, `${address}2`);
  expect(asked.map((wanted) => wanted.address)).toEqual([address]);
});

test('whoever tells ever new pictures of one call is soon not believed; the vendor’s answer is', async () => {
  const { board, call, asked, clock } = await aCall(
    ...Array.from({ length: 9 }, (_, index) => `https://pictures.example/${index}.jpeg`),
  );
  const before = asked.length;
  clock.pass(2_000);
  board.offerPicture(site, call, address);
  expect({ before, after: asked.length }).toEqual({ before: 4, after: 5 });
});

test('a call that has its picture is offered no other', async () => {
  const { board, call, asked, shown, clock } = await aCall(address);
  asked[0]?.end(taken);
  await expect.poll(shown).toBe(snapshot);
  clock.pass(2_000);
  board.offerPicture(site, call, medium);
  expect(asked.length).toBe(1);
});

test('a call that is over is offered none, and an unknown one neither', async () => {
  const { board, call, asked } = await aCall(address);
  await board.tell([site], call, { kind: 'vendor-status', status: 'canceled' });
  board.offerPicture(site, call, medium);
  board.offerPicture(site, CallId.parse('unknown'), medium);
  expect({ asked: asked.length, wanted: asked[0]?.stillWanted() }).toEqual({ asked: 1, wanted: false });
});
