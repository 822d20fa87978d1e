import { describe, expect, it, test } from 'vitest';
import { addressGroup } from '../../../server/http/addressGroup.ts';
import { countFailures, waitInWords } from '../../../server/http/failures.ts';
import { manualClock } from '../../fakes/manualClock.ts';

function someFailures() {
  const clock = manualClock();
  return { clock, ...countFailures({ most: 3, windowMs: 600_000, now: () => clock.moment().mono }) };
}

describe('wrong guesses of one address', () => {
  it('are told to wait from the fourth on, for as long as it is true', () => {
    const { clock, failed } = someFailures();
    const waits = [1, 2, 3, 4].map(() => failed('203.0.113.7'));
    clock.pass(590_000);
    expect([...waits, failed('203.0.113.7')]).toEqual([0, 0, 0, 600_000, 10_000]);
    clock.pass(10_000);
    expect(failed('203.0.113.7')).toBe(0);
  });

  it('are nobody else’s', () => {
    const { failed } = someFailures();
    for (let guess = 0; guess < 9; guess += 1) failed('203.0.113.7');
    expect(failed('203.0.113.8')).toBe(0);
  });

  it('count together for one household of IPv6, however many addresses it takes', () => {
    const { failed } = someFailures();
    const waits = [1, 2, 3, 4].map((host) => failed(`2001:db8:0:1::${host}`));
    expect([waits.at(-1), failed('2001:db8:0:2::1')]).toEqual([600_000, 0]);
  });

  it('from ever new addresses fill no memory: the oldest are forgotten', () => {
    const { failed } = someFailures();
    for (let guess = 0; guess < 3; guess += 1) failed('203.0.113.7');
    for (let made = 0; made < 10_000; made += 1) failed(`10.0.${made >> 8}.${made & 255}`);
    expect(failed('203.0.113.7')).toBe(0);
  });
});

test.each([
  ['203.0.113.7', '::ffff:203.0.113.7'],
  ['2001:db8:0:1::1', '2001:0db8:0000:0001:ffff::9'],
])('%s and %s count as one', (one, other) => {
  expect(addressGroup(one)).toBe(addressGroup(other));
});

test.each([
  [1, 'a minute'],
  [60_000, 'a minute'],
  [60_001, '2 minutes'],
  [600_000, '10 minutes'],
])('a wait of %d ms is told as %s', (ms, words) => {
  expect(waitInWords(ms)).toBe(words);
});
