import type { Ended, Ring } from '../state.ts';

type EndReason = Ended['reason'];

/** Status to reason while nobody here has answered. A status not listed ends nothing: it may be newer than this table. */
const untouched: ReadonlyMap<string, EndReason> = new Map([
  ['connecting_sip', 'answered-elsewhere'],
  ['opened_door', 'door-opened'],
  ['canceled', 'visitor-left'],
  ['rejected', 'rejected'],
  ['timeout_online_signal', 'timed-out'],
  ['voip_rollover', 'rolled-over'],
]);

/** The same after our first `is_active`: `connecting_sip` and `opened_door` may be our own echo. */
const activated: ReadonlyMap<string, EndReason> = new Map([
  ['canceled', 'visitor-left'],
  ['rejected', 'rejected'],
  ['timeout_online_signal', 'timed-out'],
]);

/** The reason with which a vendor's status ends this ring now; null when it ends nothing. */
export function endingOf(status: string, ring: Ring): EndReason | null {
  if (ring.phase === 'talking' && status === 'canceled') return 'visitor-hung-up';
  if (ring.phase === 'ringing' && status === 'voip_rollover') return 'rolled-over';
  return (ring.activated ? activated : untouched).get(status) ?? null;
}

/** True when the vendor's word means that the media can be joined: after our `is_active` our own answer and our own door are no end. */
export const mayJoin = (status: string, ring: Ring) =>
  stillWaiting(status, ring) || (ring.activated && status === 'opened_door');

/** True when the vendor's word means that the visitor still waits for us. */
export const stillWaiting = (status: string, ring: Ring) =>
  status === 'initializing' || (ring.activated && status === 'connecting_sip');
