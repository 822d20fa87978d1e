import { expect, test } from 'vitest';
import type { CallLine } from '../../../protocol/admin.ts';
import { DeskId } from '../../../protocol/call.ts';
import type { Fact } from '../../../protocol/fact.ts';
import type { ReceiptStage } from '../../../protocol/proof.ts';
import { readFact } from '../../../server/ring/factRow.ts';
import { sentenceFor } from '../../../server/ring/sentence.ts';
import { aCallLine as aLine } from '../../builders/callLine.ts';

const [north, south] = [DeskId.parse('north'), DeskId.parse('south')];
const rang = (count: number): Fact => ({ what: 'routed', count, desks: [] });
const proved = (desk: DeskId, stage: ReceiptStage): Fact => ({ what: 'proved', desk, stage, around: null });
const press = { desk: north, door: 'Front entrance' };

test.each<readonly [what: string, line: CallLine, facts: readonly Fact[], rangMs: number | null, sentence: string]>([
  [
    'desks that sounded, and an answer',
    aLine({ reason: 'hung-up', by: 'North desk' }),
    [rang(2), proved(north, 'sounding'), proved(south, 'sounding'), proved(south, 'sounding')],
    12_300,
    'Front entrance sounded at 2 desks for 12 s; North desk answered and hung up.',
  ],
  [
    'a desk that showed it without a sound',
    aLine({ reason: 'timed-out' }),
    [rang(1), proved(north, 'received'), proved(north, 'shown')],
    40_000,
    'Front entrance was shown at 1 desk for 40 s, but no desk proved that it sounded; nobody answered.',
  ],
  [
    'desks that proved nothing',
    aLine({ reason: 'visitor-left' }),
    [rang(3)],
    5_000,
    'Front entrance was sent to 3 desks for 5 s, but none proved that it rang; the visitor left.',
  ],
  [
    'no desk at all',
    aLine({ reason: 'timed-out' }),
    [rang(0)],
    40_000,
    'Front entrance rang nobody: no desk was connected; nobody answered.',
  ],
  [
    'a call that came too late',
    aLine({}),
    [
      { what: 'received', reading: 'whole' },
      { what: 'ended', desk: null, reason: 'timed-out', rang: 'too-old' },
    ],
    0,
    'Front entrance came too late to ring; nobody answered.',
  ],
  [
    'a call that nobody could read',
    aLine({ panel: 'Someone is calling, details unreadable' }),
    [{ what: 'received', reading: 'unreadable' }, rang(1), proved(north, 'sounding')],
    40_000,
    'A call of which nothing could be read sounded at 1 desk for 40 s; nobody answered.',
  ],
  [
    'a talk under way',
    aLine({ phase: 'talking', reason: null, endedAt: null, by: 'North desk' }),
    [rang(1), proved(north, 'sounding')],
    3_000,
    'Front entrance sounded at 1 desk for 3 s; North desk is talking.',
  ],
  [
    'a door that the log shows open',
    aLine({ reason: 'door-opened', by: 'North desk' }),
    [rang(1), proved(north, 'sounding'), { what: 'door-confirmed', ...press }],
    3_000,
    'Front entrance sounded at 1 desk for 3 s; North desk opened the door.',
  ],
  [
    'a door of which no log tells',
    aLine({ reason: 'door-opened', by: 'North desk' }),
    [rang(1), proved(north, 'sounding')],
    3_000,
    'Front entrance sounded at 1 desk for 3 s; North desk asked for the door, which ButterflyMX accepted.',
  ],
  [
    'a door that the log does not show open',
    aLine({ reason: 'door-opened', by: 'North desk' }),
    [rang(1), proved(north, 'sounding'), { what: 'door-not-confirmed', ...press }],
    3_000,
    "Front entrance sounded at 1 desk for 3 s; North desk asked for the door, and ButterflyMX's log did not show that it opened.",
  ],
  [
    'a call that no webhook told of, late',
    aLine({ reason: 'visitor-left' }),
    [{ what: 'webhook-missing' }, rang(1), proved(north, 'sounding')],
    5_000,
    'Front entrance was told by no webhook, rang late and sounded at 1 desk for 5 s; the visitor left.',
  ],
  [
    'a call that its site does not let ring',
    aLine({ reason: 'not-rung' }),
    [{ what: 'not-rung', unit: '1204', because: 'unit-not-named' }],
    null,
    'Front entrance did not ring: it was for apartment 1204, which is not among those that ring here.',
  ],
])('%s is told in one sentence', (_what, line, happened, rangMs, sentence) => {
  expect(sentenceFor(line, happened, rangMs)).toBe(sentence);
});

/** The same facts in the English of a journal that an older relay wrote. */
const lines = (...written: readonly (readonly [what: string, desk?: string | null, detail?: string])[]) =>
  written.map(([what, desk = null, detail = null]) => readFact({ what, desk, detail }));
const wasRung = (count: number) => ['routed', null, `${count} ${count === 1 ? 'desk' : 'desks'}`] as const;

test.each([
  [
    'desks that sounded, and an answer',
    aLine({ reason: 'hung-up', by: 'North desk' }),
    lines(wasRung(2), ['sounding', 'north'], ['sounding', 'south'], ['sounding', 'south']),
    12_300,
    'Front entrance sounded at 2 desks for 12 s; North desk answered and hung up.',
  ],
  [
    'a desk that showed it without a sound',
    aLine({ reason: 'timed-out' }),
    lines(wasRung(1), ['received', 'north'], ['shown', 'north']),
    40_000,
    'Front entrance was shown at 1 desk for 40 s, but no desk proved that it sounded; nobody answered.',
  ],
  [
    'desks that proved nothing',
    aLine({ reason: 'visitor-left' }),
    lines(wasRung(3)),
    5_000,
    'Front entrance was sent to 3 desks for 5 s, but none proved that it rang; the visitor left.',
  ],
  [
    'no desk at all',
    aLine({ reason: 'timed-out' }),
    lines(wasRung(0)),
    40_000,
    'Front entrance rang nobody: no desk was connected; nobody answered.',
  ],
  [
    'a call that came too late',
    aLine({}),
    lines(['received'], ['ended', null, 'too old to ring']),
    0,
    'Front entrance came too late to ring; nobody answered.',
  ],
  [
    'a call that nobody could read',
    aLine({ panel: 'Someone is calling, details unreadable' }),
    lines(['received', null, 'details unreadable'], wasRung(1), ['sounding', 'north']),
    40_000,
    'A call of which nothing could be read sounded at 1 desk for 40 s; nobody answered.',
  ],
  [
    'a talk under way',
    aLine({ phase: 'talking', reason: null, endedAt: null, by: 'North desk' }),
    lines(wasRung(1), ['sounding', 'north']),
    3_000,
    'Front entrance sounded at 1 desk for 3 s; North desk is talking.',
  ],
  [
    'a door that the log shows open',
    aLine({ reason: 'door-opened', by: 'North desk' }),
    lines(wasRung(1), ['sounding', 'north'], ['door-confirmed', 'north', 'Front entrance']),
    3_000,
    'Front entrance sounded at 1 desk for 3 s; North desk opened the door.',
  ],
  [
    'a door of which no log tells',
    aLine({ reason: 'door-opened', by: 'North desk' }),
    lines(wasRung(1), ['sounding', 'north']),
    3_000,
    'Front entrance sounded at 1 desk for 3 s; North desk asked for the door, which ButterflyMX accepted.',
  ],
  [
    'a door that the log does not show open',
    aLine({ reason: 'door-opened', by: 'North desk' }),
    lines(wasRung(1), ['sounding', 'north'], ['door-not-confirmed', 'north', 'Front entrance']),
    3_000,
    "Front entrance sounded at 1 desk for 3 s; North desk asked for the door, and ButterflyMX's log did not show that it opened.",
  ],
])('%s is told from an old journal in the same sentence', (_what, line, happened, rangMs, sentence) => {
  expect(sentenceFor(line, happened, rangMs)).toBe(sentence);
});
