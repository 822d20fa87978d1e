import { expect, test } from 'vitest';
import { err } from '../../../protocol/result.ts';
import { switchboard } from '../../../server/ring/switchboard.ts';
import { aRingCall, byHook, site, windowMs } from '../../builders/ring.ts';
import { manualClock } from '../../fakes/manualClock.ts';
import { memoryJournal } from '../../fakes/memoryJournal.ts';

/** Forty calls of one number, as a thief with the key makes them. */
async function aCrowd() {
  const clock = manualClock();
  const journal = memoryJournal(clock);
  let asked = 0;
  const board = switchboard({
    journal,
    intercom: {
      callStatus: async () => {
        asked += 1;
        return err('slow');
      },
      notify: async () => err('slow'),
      guidOf: async () => null,
    },
    takeSnapshot: async () => ({ kind: 'none', because: 'refused', detail: 'its host refuses it' }),
    attendanceOf: () => ({ present: [], leftOut: [] }),
    canBeChecked: () => true,
    clock,
    windowMs,
    reportUnwritable: () => {},
  });
  const { id: _id, site: _site, receivedAt: _receivedAt, snapshot: _snapshot, ...facts } = aRingCall();
  const about = { site, received: clock.moment(), ...byHook, knownAs: [], recorded: true } as const;
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
