import { expect, test } from 'vitest';
import { CallId } from '../../../protocol/call.ts';
import { makeListeners } from '../../../server/listeners.ts';
import { makeLog } from '../../../server/log.ts';
import { followRings } from '../../../server/relay/followRings.ts';
import type { RingState } from '../../../server/ring/ports.ts';
import { advance } from '../../../server/ring/ring.ts';
import type { Ring } from '../../../server/ring/state.ts';
import { aRingingRing, at, site } from '../../builders/ring.ts';
import { manualClock } from '../../fakes/manualClock.ts';

const call = CallId.parse('call-1');
const ringing: RingState = { site, call, revision: 1, ring: aRingingRing(), unrecorded: false };
const left = advance(ringing.ring, { kind: 'vendor-status', status: 'canceled' }, at(4_000)).ring;

function aRing({ isDrawn = true } = {}) {
  const changes = makeListeners<[RingState, Ring | null]>();
  const happened: string[] = [];
  const say = (word: string) => () => void happened.push(word);
  const clock = manualClock();
  followRings({
    rings: {
      board: { onChange: changes.add, find: async () => null, rings: () => [], resume: async () => {} },
      media: { follow: say('media') },
      receipts: { ride: (_site, _call, { what }) => void happened.push(what), onSounding: () => {} },
      callWatch: { follow: say('asked about') },
    },
    desks: {
      hub: { showRing: () => happened.push('shown'), isDrawn: () => isDrawn, showAnew: () => {} },
      missedChanged: async () => void happened.push('missed'),
    },
    about: () => ({ ownDoor: null, opensLate: false, isOurs: true, isSpeechless: false, opensUnconfirmed: false }),
    steps: null,
    alarms: { raise: () => {}, clear: () => {} },
    metrics: { ended: say('counted') },
    clock,
    log: makeLog('silent'),
  });
  return { tell: changes.tell, happened, clock };
}

test('a ring is shown before anything that may take its time', () => {
  const { tell, happened } = aRing();
  tell(ringing, null);
  expect(happened).toEqual(['shown', 'sent', 'media', 'asked about']);
});

test('an end is shown, then counted, and the missed calls are read again', () => {
  const { tell, happened } = aRing();
  tell({ ...ringing, ring: left }, ringing.ring);
  expect(happened).toEqual(['shown', 'media', 'asked about', 'counted', 'missed']);
});

test('a change within a phase counts nothing', () => {
  const { tell, happened } = aRing();
  tell({ ...ringing, ring: left }, left);
  expect(happened).toEqual(['shown', 'media', 'asked about']);
});

test('a ring that desks have in one row with others was sent to none, and nobody is expected to hear it', () => {
  const { tell, happened, clock } = aRing({ isDrawn: false });
  tell(ringing, null);
  clock.pass(10_000);
  expect(happened).toEqual(['shown', 'media', 'asked about']);
});
