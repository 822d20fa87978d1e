import { expect, test } from 'vitest';
import { hookBuckets } from '../../../server/intake/hookBucket.ts';
import { manualClock } from '../../fakes/manualClock.ts';

const taken = (take: (hook: string) => boolean, times: number, hook = 'one') =>
  Array.from({ length: times }, () => take(hook));

test('one more than the burst is a flood, and the bucket fills again with time', () => {
  const clock = manualClock();
  const { take } = hookBuckets(clock, { burst: 3, perSecond: 2 });
  expect(taken(take, 4)).toEqual([true, true, true, false]);
  clock.pass(1_000);
  expect(taken(take, 3)).toEqual([true, true, false]);
});

test('no time fills it beyond its burst', () => {
  const clock = manualClock();
  const { take } = hookBuckets(clock, { burst: 2, perSecond: 5 });
  take('one');
  clock.pass(60_000);
  expect(taken(take, 3)).toEqual([true, true, false]);
});

test('a webhook’s flood fills no other’s bucket', () => {
  const { take } = hookBuckets(manualClock(), { burst: 1, perSecond: 1 });
  taken(take, 5);
  expect(take('another')).toBe(true);
});

test.each([
  { burst: 0, perSecond: 5 },
  { burst: 60, perSecond: 0 },
])('$burst at once and $perSecond a second: 0 turns it off', (size) => {
  const { take } = hookBuckets(manualClock(), size);
  expect(taken(take, 500)).not.toContain(false);
});
