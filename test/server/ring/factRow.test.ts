import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { EpochMs } from '../../../protocol/call.ts';
import { RingFact, wordOfFact } from '../../../protocol/fact.ts';
import { readFact, readFacts, writtenFact, writtenFacts } from '../../../server/ring/factRow.ts';
import { ringFacts } from '../../builders/facts.ts';

test.each(Object.entries(ringFacts))('what is written as %s is read back as it was', (_what, facts) => {
  fc.assert(
    fc.property(facts, (fact) => {
      expect(RingFact.parse(fact)).toEqual(fact);
      const row = writtenFact(fact);
      expect(readFact(JSON.parse(JSON.stringify(row)))).toEqual(fact);
    }),
  );
});

test.each(Object.entries(ringFacts))('facts of one moment with %s are read back as they were', (_what, facts) => {
  const at = EpochMs.parse(1_700_000_000_000);
  fc.assert(
    fc.property(facts, (fact) => {
      expect(readFacts(writtenFacts([fact, fact], at))).toEqual([
        { at, fact },
        { at, fact },
      ]);
    }),
    { numRuns: 20 },
  );
});

test.each([null, '', 'x', '{}', '[1]'])('a text that holds no facts (%j) is none, and no error', (text) => {
  expect(readFacts(text)).toEqual([]);
});

describe('a fact in the journal', () => {
  it('has the word that scripts and questions of the journal know', () => {
    const desk = 'north';
    const words = [
      { what: 'proved', desk, stage: 'sounding', around: null },
      { what: 'door', desk, door: 'Gate', outcome: 'accepted' },
      { what: 'other-door', desk, door: 'Garage', outcome: 'unknown' },
      { what: 'panel-conflict', panelId: 7 },
      { what: 'delivery-conflict', fields: ['unit'] },
      { what: 'ended', desk: null, reason: 'timed-out', rang: 'rang' },
    ].map((fact) => writtenFact(RingFact.parse(fact)).what);
    expect(words).toEqual(['sounding', 'door-accepted', 'other-door-unknown', 'conflict', 'conflict', 'ended']);
  });

  it('has no detail where it has no fields, and its fields by their names where it has', () => {
    expect(writtenFact({ what: 'not-known' })).toEqual({ what: 'not-known', desk: null, detail: null });
    expect(writtenFact({ what: 'sent', seats: 2 })).toEqual({ what: 'sent', desk: null, detail: '{"seats":2}' });
  });

  it('tells a desk that proved a stage from one that did the same', () => {
    const row = { what: 'silenced', desk: 'north' };
    expect(readFact({ ...row, detail: null })).toEqual({ what: 'silenced', desk: 'north' });
    expect(readFact({ ...row, detail: '{"what":"proved","stage":"silenced","around":null}' })).toEqual({
      what: 'proved',
      desk: 'north',
      stage: 'silenced',
      around: null,
    });
  });
});

/** As relays wrote them before facts had fields. */
const old: readonly (readonly [word: string, desk: string | null, detail: string | null])[] = [
  ['received', null, null],
  ['received', null, 'details unreadable'],
  ['received', 'north', null],
  ['webhook-missing', null, "found in ButterflyMX's list of calls"],
  ['routed', null, '2 desks: north, south'],
  ['left-out', 'north', 'cannot be heard: stepped-away'],
  ['sent', null, '2 seats'],
  ['sounding', 'north', 'to Speakers, volume 100 %'],
  ['sounding', 'north', null],
  ['sounding', 'north', ''],
  ['door-sent', 'north', 'Gate'],
  ['door-accepted', 'north', 'Gate'],
  ['ended', 'north', 'hung-up'],
  ['ended', null, 'too old to ring'],
  ['vendor-status', null, '{}'],
  ['vendor-status', null, 'null'],
  ['vendor-status', null, '7'],
  ['vendor-status', null, '{"what":"not-known"}'],
  ['claimed', 'north', '["talk"]'],
  ['a word of the future', null, '{"seats":2}'],
];

test.each(old)('an old line is read as it was written: %s %s %s', (word, desk, detail) => {
  const fact = readFact({ what: word, desk, detail });
  expect(fact).toEqual({ what: 'old', word, desk, detail });
  expect(wordOfFact(fact)).toBe(word);
});

test('an old line that says no more than its word is the fact that it is today', () => {
  expect(readFact({ what: 'activating', desk: 'north', detail: null })).toEqual({ what: 'activating', desk: 'north' });
});

test('no line of any journal fails to be read', () => {
  const column = fc.option(fc.oneof(fc.string(), fc.json()));
  const words = fc.oneof(fc.string(), fc.constantFrom(...Object.keys(ringFacts), 'old', 'sounding', 'conflict'));
  const desk = fc.option(fc.stringMatching(/^[a-z]{1,8}$/));
  fc.assert(
    fc.property(words, desk, column, (what, by, detail) => {
      expect(wordOfFact(readFact({ what, desk: by, detail }))).toBe(what);
    }),
  );
});
