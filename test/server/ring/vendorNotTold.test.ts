import { expect, test } from 'vitest';
import { err } from '../../../protocol/result.ts';
import { detailOf } from '../../../server/ring/timelineWords.ts';
import { answeredBy, aRingCall, byHook, north, site } from '../../builders/ring.ts';
import { aSwitchboard } from '../../builders/switchboard.ts';

test('what ButterflyMX did not take stands in the call’s timeline, and is not said again', async () => {
  const said: string[] = [];
  const { board, journal, clock } = aSwitchboard({
    notify: async (notice) => {
      said.push(notice);
      return err(notice === 'call_accepted' ? 'refused' : 'slow');
    },
  });
  const { id, site: _site, receivedAt: _receivedAt, snapshot: _snapshot, ...facts } = aRingCall();
  const reading = { kind: 'call', facts, imageUrl: null, status: null } as const;
  board.arrive({ site, reading, received: clock.moment(), ...byHook, knownAs: [], begun: null });
  await board.tell([site], id, answeredBy(north));
  await board.tell([site], id, { kind: 'activating', by: north });
  await board.tell([site], id, { kind: 'connected', by: north });
  await board.tell([site], id, { kind: 'hung-up', by: north, because: null });

  await expect
    .poll(() => journal.facts.flatMap(({ fact }) => (fact.what === 'vendor-not-told' ? [detailOf(fact)] : [])))
    .toEqual(['call_accepted: refused', 'call_ended: slow']);
  expect(said).toEqual(['call_accepted', 'call_ended']);
});
