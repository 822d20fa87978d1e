import { expect, test } from 'vitest';
import { numbered } from '../../../server/store/numbered.ts';

test('names become numbers in the order in which they first stand', () => {
  expect(numbered('select * from calls where site = :site and call = :call', '$')).toEqual({
    sql: 'select * from calls where site = $1 and call = $2',
    names: ['site', 'call'],
  });
});

test('a name that stands twice has one number', () => {
  expect(numbered('values (:at, :by, :at, :at0, :from_revision)', '$')).toEqual({
    sql: 'values ($1, $2, $1, $3, $4)',
    names: ['at', 'by', 'at0', 'from_revision'],
  });
});

test('quoted text is left as it is, whatever stands in it', () => {
  expect(
    numbered(`where a like 'call %' and b = ':no' and c = 'it''s :not' and d = :yes and e = '"outcome":"x"'`, '$'),
  ).toEqual({
    sql: `where a like 'call %' and b = ':no' and c = 'it''s :not' and d = $1 and e = '"outcome":"x"'`,
    names: ['yes'],
  });
});

test('a cast is none', () => {
  expect(numbered('select :number::text, count(*)::bigint', '$')).toEqual({
    sql: 'select $1::text, count(*)::bigint',
    names: ['number'],
  });
});

test('a statement without names has none', () => {
  expect(numbered('select 1', '$')).toEqual({ sql: 'select 1', names: [] });
});
