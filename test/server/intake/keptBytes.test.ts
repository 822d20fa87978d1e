import { expect, test } from 'vitest';
import { keptBytes } from '../../../server/intake/keptBytes.ts';
import { manualClock } from '../../fakes/manualClock.ts';

const dayMs = 86_400_000;

test('of one webhook no more is kept in a day than it may fill, of another still all, and of the first again the next day', () => {
  const clock = manualClock();
  const mayKeep = keptBytes(clock, 100);
  expect([mayKeep('leaked', 60), mayKeep('leaked', 40), mayKeep('leaked', 1)]).toEqual([true, true, false]);
  expect(mayKeep('good', 100)).toBe(true);
  clock.pass(dayMs);
  expect(mayKeep('leaked', 100)).toBe(true);
});
