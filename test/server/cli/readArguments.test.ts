import { expect, test } from 'vitest';
import { readArguments } from '../../../server/cli/readArguments.ts';

const given = (...typed: readonly string[]) => {
  const read = readArguments(typed);
  return read.ok && read.value.kind === 'run' ? read.value.given : read;
};

test.each(['-abc', '--abc', '-xjson', '-'])('a value that begins like an option is a value: %s', (value) => {
  expect(given('connect', '--state', value, '--code', value)).toMatchObject({ state: value, code: value });
});

test('an option that lacks its value does not swallow the next option', () => {
  expect(given('connect', '--state', '--code', 'abc')).toMatchObject({ ok: false });
});
