import { expect, test } from 'vitest';
import { CallLine, Fact } from '../../../protocol/admin.ts';
import { sentenceFor } from '../../../server/ring/sentence.ts';

const aLine = (changes: object): CallLine =>
  CallLine.parse({
    id: 'call-1',
    site: 'harbor-house',
    panel: 'Front entrance',
    unit: null,
    recipient: { kind: 'frontDesk' },
    phase: 'ended',
    reason: 'timed-out',
    receivedAt: 1_000,
    endedAt: 41_000,
    by: null,
    snapshot: null,
    ...changes,
  });
const facts = (...whats: readonly (readonly [what: string, desk?: string | null, detail?: string])[]) =>
  whats.map(([what, desk = null, detail = null]) => Fact.parse({ at: 1_000, what, desk, detail }));
const rang = (count: number) => ['routed', null, `${count} ${count === 1 ? 'desk' : 'desks'}`] as const;

test.each([
  [
    'desks that sounded, and an answer',
    aLine({ reason: 'hung-up', by: 'North desk' }),
    facts(rang(2), ['sounding', 'north'], ['sounding', 'south'], ['sounding', 'south']),
    12_300,
    'Front entrance sounded at 2 desks for 12 s; North desk answered and hung up.',
  ],
  [
    'a desk that showed it without a sound',
    aLine({ reason: 'timed-out' }),
    facts(rang(1), ['received', 'north'], ['shown', 'north']),
    40_000,
    'Front entrance was shown at 1 desk for 40 s, but no desk proved that it sounded; nobody answered.',
  ],
  [
    'desks that proved nothing',
    aLine({ reason: 'visitor-left' }),
    facts(rang(3)),
    5_000,
    'Front entrance was sent to 3 desks for 5 s, but none proved that it rang; the visitor left.',
  ],
  [
    'no desk at all',
    aLine({ reason: 'timed-out' }),
    facts(rang(0)),
    40_000,
    'Front entrance rang nobody: no desk was connected; nobody answered.',
  ],
  [
    'a call that came too late',
    aLine({}),
    facts(['received'], ['ended', null, 'too old to ring']),
    0,
    'Front entrance came too late to ring; nobody answered.',
  ],
  [
    'a call that nobody could read',
    aLine({ panel: 'Someone is calling, details unreadable' }),
    facts(['received', null, 'details unreadable'], rang(1), ['sounding', 'north']),
    40_000,
    'A call of which nothing could be read sounded at 1 desk for 40 s; nobody answered.',
  ],
  [
    'a talk under way',
    aLine({ phase: 'talking', reason: null, endedAt: null, by: 'North desk' }),
    facts(rang(1), ['sounding', 'north']),
    3_000,
    'Front entrance sounded at 1 desk for 3 s; North desk is talking.',
  ],
  [
    'a door that the log shows open',
    aLine({ reason: 'door-opened', by: 'North desk' }),
    facts(rang(1), ['sounding', 'north'], ['door-confirmed', 'north', 'Front entrance']),
    3_000,
    'Front entrance sounded at 1 desk for 3 s; North desk opened the door.',
  ],
  [
    'a door of which no log tells',
    aLine({ reason: 'door-opened', by: 'North desk' }),
    facts(rang(1), ['sounding', 'north']),
    3_000,
    'Front entrance sounded at 1 desk for 3 s; North desk asked for the door, which ButterflyMX accepted.',
  ],
  [
    'a door that the log does not show open',
    aLine({ reason: 'door-opened', by: 'North desk' }),
    facts(rang(1), ['sounding', 'north'], ['door-not-confirmed', 'north', 'Front entrance']),
    3_000,
    "Front entrance sounded at 1 desk for 3 s; North desk asked for the door, and ButterflyMX's log did not show that it opened.",
  ],
])('%s is told in one sentence', (_what, line, happened, rangMs, sentence) => {
  expect(sentenceFor(line, happened, rangMs)).toBe(sentence);
});
