import { expect, test } from 'vitest';
import { CallId } from '../../../protocol/call.ts';
import { err } from '../../../protocol/result.ts';
import { switchboard } from '../../../server/ring/switchboard.ts';
import { aRingCall, byHook, site, windowMs } from '../../builders/ring.ts';
import { manualClock } from '../../fakes/manualClock.ts';
import { memoryJournal } from '../../fakes/memoryJournal.ts';

test('of two rings that are proven to be one call the one that ButterflyMX confirmed stays, though a thief’s was there first', async () => {
  const clock = manualClock();
  let guidOfNumber: string | null = null;
  const board = switchboard({
    journal: memoryJournal(clock),
    intercom: {
      callStatus: async () => err('slow'),
      notify: async () => err('slow'),
      guidOf: async () => guidOfNumber,
    },
    takeSnapshot: async () => ({ kind: 'none', because: 'refused', detail: 'its host refuses it' }),
    attendanceOf: () => ({ present: [], leftOut: [] }),
    canBeChecked: () => true,
    clock,
    windowMs,
    reportUnwritable: () => {},
  });
  const { id: _id, site: _site, receivedAt: _receivedAt, snapshot: _snapshot, ...facts } = aRingCall();
  const told = (guid: string | null, vendorId: number | null) => {
    const reading = { kind: 'call', facts: { ...facts, guid, vendorId }, imageUrl: null, status: null } as const;
    board.arrive({ site, reading, received: clock.moment(), ...byHook, knownAs: [], recorded: true });
  };
  const phases = () => board.rings([site]).map(({ call }) => String(call));
  told(null, 4_711);
  clock.pass(100);
  told('the-real-one', null);
  await expect.poll(phases).toEqual(['id:4711', 'the-real-one']);
  await board.tell([site], CallId.parse('the-real-one'), { kind: 'confirmed', panelId: 1, panel: 'Lobby' });
  guidOfNumber = 'the-real-one';
  clock.pass(2_000);
  await expect.poll(phases).toEqual(['the-real-one']);
});
