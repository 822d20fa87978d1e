import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Timeline } from '../../../protocol/admin.ts';
import { EpochMs } from '../../../protocol/call.ts';
import { Fact } from '../../../protocol/fact.ts';
import { writtenFact } from '../../../server/ring/factRow.ts';
import { timelineOf } from '../../../server/ring/timeline.ts';
import { detailOf } from '../../../server/ring/timelineWords.ts';
import { aCallLine } from '../../builders/callLine.ts';
import { ringFacts } from '../../builders/facts.ts';

/** Facts as they are told: an example of each form that has words of its own. */
const told: readonly (readonly [fact: object, detail: string | null])[] = [
  [{ what: 'authenticated', hook: 'k7' }, 'by the key of hook k7'],
  [{ what: 'listed' }, "found in ButterflyMX's list of calls"],
  [{ what: 'stored', times: 1 }, null],
  [{ what: 'stored', times: 3 }, 'delivered 3 times'],
  [
    { what: 'not-rung', unit: '1204', because: 'unit-not-named' },
    'it was for apartment 1204, which is not among those that ring here',
  ],
  [
    { what: 'not-rung', unit: null, because: 'front-desk-only' },
    'it was for a resident, and this site rings for the front desk only',
  ],
  [{ what: 'not-rung', unit: null, because: 'nothing-kept' }, 'it was not for the front desk'],
  [{ what: 'received', reading: 'whole' }, null],
  [{ what: 'received', reading: 'unclear' }, "may be a door's log"],
  [{ what: 'received', reading: 'unreadable' }, 'details unreadable'],
  [{ what: 'webhook-missing' }, "found in ButterflyMX's list of calls"],
  [{ what: 'routed', count: 1, desks: ['north'] }, '1 desk: north'],
  [{ what: 'routed', count: 2, desks: ['north', 'south'] }, '2 desks: north, south'],
  [{ what: 'routed', count: 21, desks: [] }, '21 desks'],
  [{ what: 'left-out', desk: 'north', because: 'not-connected' }, 'not connected'],
  [{ what: 'left-out', desk: 'north', because: 'stepped-away' }, 'cannot be heard: stepped-away'],
  [{ what: 'sent', seats: 1 }, '1 seat'],
  [{ what: 'sent', seats: 2 }, '2 seats'],
  [{ what: 'unheard', seconds: 3, followedBy: 'sent-again' }, 'no desk sounded within 3 s; sent again'],
  [{ what: 'unheard', seconds: 6, followedBy: 'alarm' }, 'no desk sounded within 6 s; alarm'],
  [{ what: 'proved', desk: 'north', stage: 'shown', around: null }, null],
  [
    {
      what: 'proved',
      desk: 'north',
      stage: 'sounding',
      around: { visible: false, output: 'Speakers', volume: 0.5, doNotDisturb: true },
    },
    'page not visible, to Speakers, volume 50 %, do not disturb',
  ],
  [{ what: 'status-told', status: 'canceled', by: 'guid' }, 'canceled'],
  [{ what: 'status-told', status: 'canceled', by: 'number' }, 'canceled, by its number alone'],
  [{ what: 'vendor-status', status: 'canceled' }, 'canceled'],
  [{ what: 'vendor-status', status: null }, 'no answer'],
  [{ what: 'confirmed', panelId: null }, null],
  [{ what: 'confirmed', panelId: 40217 }, 'at panel 40217'],
  [{ what: 'rings-on', status: 'initializing' }, 'initializing'],
  [{ what: 'rings-again' }, 'ButterflyMX says that the visitor still waits'],
  [{ what: 'panel-conflict', panelId: 7 }, 'the webhook told of panel 7'],
  [{ what: 'delivery-conflict', fields: ['panel', 'unit'] }, 'a later delivery tells another panel, unit'],
  [{ what: 'joined', fields: ['guid', 'unit'] }, 'guid, unit'],
  [{ what: 'vendor-not-told', notice: 'call_ended', failure: 'slow' }, 'call_ended: slow'],
  [{ what: 'picture', bytes: 9, tries: 1, isTorn: false }, 'fetched: 9 bytes'],
  [
    { what: 'picture', bytes: 9, tries: 2, isTorn: true },
    'fetched, tried 2 times: 9 bytes, torn, shown as far as it goes',
  ],
  [{ what: 'no-picture', because: 'slow', beside: null, tries: 1 }, 'its host did not send it in time'],
  [
    { what: 'no-picture', because: 'refused', beside: 'HTTP 403', tries: 7 },
    'its host refuses it (HTTP 403), tried 7 times',
  ],
  [{ what: 'claimed', desk: 'north', purpose: 'door' }, 'door'],
  [{ what: 'claimed', desk: 'north', purpose: 'take-over' }, 'took over'],
  [{ what: 'lease-ended', desk: 'north' }, 'no connected session in time'],
  [{ what: 'granted', desk: 'north', provider: 'twilio' }, 'twilio'],
  [{ what: 'connection-failed', desk: 'north', because: { kind: 'told-by-desk' } }, null],
  [
    { what: 'connection-failed', desk: 'north', because: { kind: 'not-our-account' } },
    'the call is not for our account',
  ],
  [
    { what: 'connection-failed', desk: 'north', because: { kind: 'no-longer-ringing', status: 'canceled' } },
    'ButterflyMX says canceled',
  ],
  [
    { what: 'connection-failed', desk: 'north', because: { kind: 'provider-unsupported' } },
    'media of a kind that desks cannot join',
  ],
  [{ what: 'connection-failed', desk: 'north', because: { kind: 'vendor-failed', failure: 'gone' } }, 'vendor gone'],
  [{ what: 'seat-gone', desk: 'north', ending: 'none' }, null],
  [{ what: 'seat-gone', desk: 'north', ending: 'claim' }, 'its page did not come back'],
  [{ what: 'seat-gone', desk: 'north', ending: 'talk' }, 'it did not come back'],
  [{ what: 'ended', desk: null, reason: 'timed-out', rang: 'rang' }, 'timed-out'],
  [{ what: 'ended', desk: null, reason: 'timed-out', rang: 'too-old' }, 'too old to ring'],
  [{ what: 'ended', desk: null, reason: 'visitor-left', rang: 'before-it-rang' }, 'visitor-left before it could ring'],
  [{ what: 'door', desk: 'north', door: 'Gate', outcome: 'accepted' }, 'Gate'],
  [{ what: 'old', word: 'sent', desk: null, detail: '2 seats' }, '2 seats'],
];

test.each(told)('%j is told to a person', (fact, detail) => {
  expect(detailOf(Fact.parse(fact))).toBe(detail);
});

test('a script reads of every fact its word, its desk and text, and its fields beside them', () => {
  fc.assert(
    fc.property(fc.oneof(...Object.values(ringFacts)), (fact) => {
      const at = EpochMs.parse(1_000);
      const { facts } = Timeline.parse(
        JSON.parse(JSON.stringify(timelineOf({ call: aCallLine(), facts: [{ at, fact }], rangMs: null }))),
      );
      const { what, desk } = writtenFact(fact);
      expect(facts).toEqual([{ at, what, desk, detail: detailOf(fact), fact }]);
    }),
  );
});

test('a script reads an old line as it was written', () => {
  const fact = Fact.parse({ what: 'old', word: 'routed', desk: null, detail: '2 desks: north, south' });
  const { facts } = timelineOf({ call: aCallLine(), facts: [{ at: EpochMs.parse(1), fact }], rangMs: null });
  expect(facts).toMatchObject([{ what: 'routed', desk: null, detail: '2 desks: north, south' }]);
});
