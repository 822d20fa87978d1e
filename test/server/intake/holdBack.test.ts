import { expect, test } from 'vitest';
import { holdBack } from '../../../server/intake/holdBack.ts';
import type { Delivered } from '../../../server/intake/receive.ts';
import { aRingCall, at, byHook, site } from '../../builders/ring.ts';

const { id: _id, site: _site, receivedAt: _receivedAt, snapshot: _snapshot, ...facts } = aRingCall();

/** What waits, and what of it rang, beside lists that answer or do not. */
function aFlooded({ canBeChecked = true, namesOurs = true, reads = true } = {}) {
  const waiting: (() => void)[] = [];
  const rang: Delivered[] = [];
  const held = holdBack({
    withheld: { hold: ({ ring }) => void waiting.push(ring), canHold: () => true },
    listed: { doubted: () => {}, reads: () => reads },
    canBeChecked: () => canBeChecked,
    namesOurs: () => namesOurs,
    windowMs: 40_000,
    tellSwitchboard: (arrival) => void rang.push(arrival),
  });
  return { ...held, rang, listName: () => waiting.map((ring) => ring()) };
}

test('a call that ButterflyMX’s list names rings, whatever end a delivery of a leaked key told of it', () => {
  const flooded = aFlooded();
  const reading = { kind: 'call', facts, imageUrl: null, status: 'connecting_sip' } as const;
  flooded.holdBack({ site, reading, received: at(0), ...byHook, knownAs: [], begun: null });
  expect(flooded.rang).toEqual([]);
  flooded.listName();
  expect(flooded.rang.map((arrival) => arrival.reading)).toEqual([{ ...reading, status: null }]);
});

test.each([
  ['an account that may have been called can be asked, and it names a unit of ours', {}, true],
  ['it names nobody of ours, and the building’s list is read', { namesOurs: false }, true],
  ['it names nobody of ours, and no list of the building is read', { namesOurs: false, reads: false }, false],
  ['nobody who may have been called can be asked', { canBeChecked: false }, false],
])('a call may wait or not where %s', (_where, allowed, waits) => {
  expect(aFlooded(allowed).canWait(site, facts)).toBe(waits);
});
