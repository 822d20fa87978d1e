import { expect, test } from 'vitest';
import { err } from '../../../protocol/result.ts';
import { aRingCall, byHook, site } from '../../builders/ring.ts';
import { aSwitchboard } from '../../builders/switchboard.ts';

/** Forty calls of one number, as a thief with the key makes them. */
async function aCrowd() {
  let asked = 0;
  const { board, journal, clock } = aSwitchboard({
    callStatus: async () => {
      asked += 1;
      return err('slow');
    },
  });
  const { id: _id, site: _site, receivedAt: _receivedAt, snapshot: _snapshot, ...facts } = aRingCall();
  const about = { site, received: clock.moment(), ...byHook, knownAs: [], begun: null } as const;
  for (let index = 0; index < 40; index++) {
    const one = { ...facts, guid: `crowd-${index}`, vendorId: 4_711 };
    board.arrive({ ...about, reading: { kind: 'call', facts: one, imageUrl: null, status: null } });
  }
  const say = (status: string, guid: string | null) => {
    const told = { ...facts, guid, vendorId: 4_711 };
    board.arrive({ ...about, reading: { kind: 'status', facts: told, imageUrl: null, status } });
  };
  await expect.poll(() => journal.steps.length).toBe(40);
  const noted = () => journal.facts.filter(({ fact }) => fact.what === 'status-told').length;
  return { say, noted, asked: () => asked, alive: () => board.rings([site]).length };
}

test('a status by number alone, told again and again, is noted once for each call, ends none and asks nothing', async () => {
  const { say, noted, asked, alive } = await aCrowd();
  for (let time = 0; time < 15; time++) say('canceled', null);
  await expect.poll(noted).toBe(40);
  expect([asked(), alive()]).toEqual([0, 40]);
});

test('of the words that one call is told only the first are kept', async () => {
  const { say, noted } = await aCrowd();
  for (let time = 0; time < 50; time++) say(`made_up_${time}`, 'crowd-7');
  await expect.poll(noted).toBe(12);
});
