import { expect, test } from 'vitest';
import { SiteId } from '../../../protocol/call.ts';
import type { MissedCalls } from '../../../protocol/pastCall.ts';
import { makeMissed } from '../../../server/hub/missed.ts';
import { manualClock } from '../../fakes/manualClock.ts';

const site = SiteId.parse('harbor-house');

test('a read of missed calls that takes its time keeps no desk out, and is shown when it came', async () => {
  const clock = manualClock();
  const shown: MissedCalls[] = [];
  const read = Promise.withResolvers<MissedCalls>();
  const missed = makeMissed({ read: () => read.promise, show: (list) => void shown.push(list), clock });
  let isIn = false;
  const admitted = missed.readNew([site]).then(() => {
    isIn = true;
  });
  clock.pass(99);
  await Promise.resolve();
  expect(isIn).toBe(false);
  clock.pass(1);
  await admitted;
  expect([missed.of(site).count, shown]).toEqual([0, []]);
  read.resolve({ site, calls: [], count: 3 });
  await expect.poll(() => shown).toEqual([{ site, calls: [], count: 3 }]);
  expect(missed.of(site).count).toBe(3);
});
