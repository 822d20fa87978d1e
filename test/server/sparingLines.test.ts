import { expect, test } from 'vitest';
import { sparingLines } from '../../server/sparingLines.ts';
import { manualClock } from '../fakes/manualClock.ts';

function someLines(most: number) {
  const clock = manualClock();
  const lines: object[] = [];
  const write = sparingLines((fields) => void lines.push(fields), { now: () => clock.moment().mono, most });
  return { clock, lines, provoke: (about: string) => write({ about, fields: { about }, words: 'somebody knocks' }) };
}

test('what is provoked again and again is written a few times a minute, and then how often it was left out', () => {
  const { clock, lines, provoke } = someLines(2);
  for (let again = 0; again < 10; again += 1) provoke('a');
  expect(lines).toEqual([{ about: 'a' }, { about: 'a' }]);
  clock.pass(60_000);
  provoke('a');
  clock.pass(60_000);
  provoke('a');
  expect(lines.slice(2)).toEqual([{ about: 'a', leftOut: 8 }, { about: 'a' }]);
});

test('one that is loud keeps no other from being told', () => {
  const { lines, provoke } = someLines(1);
  for (const about of ['a', 'a', 'b']) provoke(about);
  expect(lines).toEqual([{ about: 'a' }, { about: 'b' }]);
});

test('whoever comes under ever new names fills neither the log nor the memory, and a minute later others are told again', () => {
  const { clock, lines, provoke } = someLines(1);
  for (let name = 0; name < 5_000; name += 1) provoke(`${name}`);
  expect(lines).toHaveLength(200);
  clock.pass(60_000);
  provoke('an honest one');
  expect(lines.at(-1)).toEqual({ about: 'an honest one' });
});
