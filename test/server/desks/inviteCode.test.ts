import { expect, test } from 'vitest';
import { canonicalCode, newCode, shownCode } from '../../../server/desks/inviteCode.ts';

test.each(['7K201-M40RA', '7k201m40ra', ' 7K201 M40RA ', '7K2OI-M4ORA', '7k2ol-m4ora'])(
  '%s is read as it was shown',
  (typed) => {
    expect(canonicalCode(typed)).toBe('7K201M40RA');
  },
);

test('a code that is shown is read as the code that is kept', () => {
  const codes = Array.from({ length: 200 }, newCode);
  expect(codes.map((code) => canonicalCode(shownCode(code)))).toEqual(codes);
});
