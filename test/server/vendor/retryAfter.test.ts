import { expect, test } from 'vitest';
import { longestWaitMs, retryAfterMs } from '../../../server/vendor/retryAfter.ts';

const sent = 'Tue, 24 Nov 2026 07:02:00 GMT';

test.each([
  ['5', 5_000],
  [' 30 ', 30_000],
  ['0', 0],
  ['86400', longestWaitMs],
  ['9'.repeat(40), longestWaitMs],
  ['Tue, 24 Nov 2026 07:02:20 GMT', 20_000],
  ['Tue, 24 Nov 2026 07:01:00 GMT', 0],
  ['Wed, 25 Nov 2026 07:02:00 GMT', longestWaitMs],
  ['soon', null],
  ['-5', null],
  ['1.5', null],
  ['', null],
])('Retry-After %j asks us to wait %j ms', (written, ms) => {
  expect(retryAfterMs(new Headers({ 'retry-after': written, date: sent }))).toBe(ms);
});

test('an answer that says nothing, or a date beside none, asks nothing', () => {
  expect(retryAfterMs(new Headers())).toBeNull();
  expect(retryAfterMs(new Headers({ 'retry-after': sent }))).toBeNull();
});
