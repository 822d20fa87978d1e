/** What one desk may do to a ring now. The view shows it and the act obeys it: one answer to "may I?". Pure. */
import type { DeskId, Door } from '../../protocol/call.ts';
import type { Ability } from '../../protocol/ring.ts';
import type { Moment } from '../clock.ts';
import type { RingState } from './ports.ts';
import type { Ring, RingCall } from './state.ts';

/** What a site's accounts, doors and settings allow for one call. */
export type Allowance = {
  /** The panel's own door, once it was proven. */
  readonly ownDoor: Door | null;
  /** It has an access point, by which it can still be opened for a minute after the call. */
  readonly opensLate: boolean;
  /** An account that we hold was called. */
  readonly isOurs: boolean;
  /** That account holds nothing any more that ButterflyMX would take. */
  readonly isSpeechless: boolean;
  /** No account can confirm calls here, and the operator chose that their doors open all the same. */
  readonly opensUnconfirmed: boolean;
};

/** What a site's accounts and doors allow for one call. */
export type AboutCall = (call: RingCall) => Allowance;

/** Who asks, when, and what the site allows for the call. */
export type Asking = { readonly desk: DeskId; readonly allowed: Allowance; readonly now: Pick<Moment, 'wall'> };

/** `claimed-by-same-desk` is no end of it: another window of that desk may take the call over. */
export function mayAnswer({ ring }: RingState, { desk, allowed }: Omit<Asking, 'now'>): Ability {
  if (ring.phase === 'ended') return 'ended';
  if (ring.phase !== 'ringing') return ring.by.desk === desk ? 'claimed-by-same-desk' : 'already-claimed';
  return maySpeak(allowed) ?? (ring.call.guid === null ? 'no-media-yet' : true);
}

/** *End the visitor's call*, for everyone. */
export function mayEnd({ ring }: RingState, { desk, allowed }: Omit<Asking, 'now'>): Ability {
  if (ring.phase === 'ended') return 'ended';
  if (ring.phase === 'ringing') return maySpeak(allowed) ?? true;
  return ring.by.desk === desk || 'already-claimed';
}

/** The own door of the calling panel: through its call, or for a minute after it by its access point. */
export function mayOpen(state: RingState, { desk, allowed, now }: Asking): Ability {
  const { ring, unrecorded } = state;
  if (ring.phase === 'ended' && !(allowed.opensLate && isJustOver(ring, now) && mayOpenLate(ring, desk)))
    return 'ended';
  const speech = maySpeak(allowed);
  if (speech !== null) return ring.phase === 'ended' ? 'ended' : speech;
  if (ring.call.guid === null) return 'no-media-yet';
  if (allowed.ownDoor === null) return ring.phase === 'ended' ? 'ended' : 'door-not-proven';
  if (unrecorded) return 'not-recorded';
  if (ring.phase !== 'ringing' && ring.phase !== 'ended' && ring.by.desk !== desk) return 'already-claimed';
  return isConfirmedAtPanel(ring) || allowed.opensUnconfirmed || 'not-confirmed';
}

/** ButterflyMX itself said that this call is at this panel: a webhook's word alone opens no door. */
export const isConfirmedAtPanel = ({ confirmation, confirmedPanelId, call }: Ring): boolean =>
  confirmation === 'confirmed' && confirmedPanelId !== null && confirmedPanelId === call.panelId;

const maySpeak = ({ isOurs, isSpeechless }: Allowance): Ability | null => {
  if (!isOurs) return 'not-our-account';
  return isSpeechless ? 'account-refused' : null;
};

/** How long the own door of a call that is over can still be opened, in milliseconds. */
const lateMs = 60_000;

/** The visitor may still stand at the door. A ring that went on as another one is not over. */
export const isJustOver = (ring: Ring, { wall }: Pick<Moment, 'wall'>): boolean =>
  ring.phase === 'ended' && ring.reason !== 'same-call' && wall >= ring.endedAt && wall < ring.endedAt + lateMs;

/** Whoever held the call; a call that nobody answered is anybody's. */
const mayOpenLate = (ring: Ring, desk: DeskId): boolean =>
  ring.phase === 'ended' && (ring.by === null || ring.by.desk === desk);
