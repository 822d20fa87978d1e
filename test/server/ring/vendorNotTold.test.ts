import { expect, test } from 'vitest';
import { err } from '../../../protocol/result.ts';
import { switchboard } from '../../../server/ring/switchboard.ts';
import { answeredBy, aRingCall, byHook, north, site, windowMs } from '../../builders/ring.ts';
import { manualClock } from '../../fakes/manualClock.ts';
import { memoryJournal } from '../../fakes/memoryJournal.ts';

test('what ButterflyMX did not take stands in the call’s timeline, and is not said again', async () => {
  const clock = manualClock();
  const journal = memoryJournal(clock);
  const said: string[] = [];
  const board = switchboard({
    journal,
    intercom: {
      callStatus: async () => err('slow'),
      notify: async (notice) => {
        said.push(notice);
        return err(notice === 'call_accepted' ? 'refused' : 'slow');
      },
      guidOf: async () => null,
    },
    takeSnapshot: async () => ({ kind: 'none', because: 'refused', detail: 'its host refuses it' }),
    attendanceOf: () => ({ present: [], leftOut: [] }),
    canBeChecked: () => true,
    clock,
    windowMs,
    reportUnwritable: () => {},
  });
  const { id, site: _site, receivedAt: _receivedAt, snapshot: _snapshot, ...facts } = aRingCall();
  const reading = { kind: 'call', facts, imageUrl: null, status: null } as const;
  board.arrive({ site, reading, received: clock.moment(), ...byHook, knownAs: [], recorded: true });
  await board.tell([site], id, answeredBy(north));
  await board.tell([site], id, { kind: 'activating', by: north });
  await board.tell([site], id, { kind: 'connected', by: north });
  await board.tell([site], id, { kind: 'hung-up', by: north, because: null });

  await expect
    .poll(() => journal.facts.flatMap(({ fact }) => (fact.what === 'vendor-not-told' ? [fact.detail] : [])))
    .toEqual(['call_accepted: refused', 'call_ended: slow']);
  expect(said).toEqual(['call_accepted', 'call_ended']);
});
