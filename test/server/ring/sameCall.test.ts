import { expect, test } from 'vitest';
import { CallId } from '../../../protocol/call.ts';
import { aRingCall, byHook, site } from '../../builders/ring.ts';
import { aSwitchboard } from '../../builders/switchboard.ts';

test('of two rings that are proven to be one call the one that ButterflyMX confirmed stays, though a thief’s was there first', async () => {
  let guidOfNumber: string | null = null;
  const { board, clock } = aSwitchboard({ guidOf: async () => guidOfNumber });
  const { id: _id, site: _site, receivedAt: _receivedAt, snapshot: _snapshot, ...facts } = aRingCall();
  const told = (guid: string | null, vendorId: number | null) => {
    const reading = { kind: 'call', facts: { ...facts, guid, vendorId }, imageUrl: null, status: null } as const;
    board.arrive({ site, reading, received: clock.moment(), ...byHook, knownAs: [], begun: null });
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
