import type { DeskId, Site } from '../../protocol/call.ts';
import type { Ability, RingView } from '../../protocol/ring.ts';
import type { Moment } from '../clock.ts';
import { panelName } from '../ring/panelName.ts';
import type { RingState } from '../ring/ports.ts';
import type { Ring } from '../ring/state.ts';
import { isJustOver, mayOpenLate } from './justOver.ts';
import type { AboutCall } from './ports.ts';

export type ViewFrame = {
  readonly epoch: string;
  readonly site: Site;
  readonly now: Moment;
  readonly about: AboutCall;
};

/** A ring as one desk may see it: `can` speaks to that desk, all else is the same for every desk of the site. Pure. */
export function viewFor(
  desk: DeskId,
  { ring, revision, unrecorded }: RingState,
  { epoch, site, now, about }: ViewFrame,
): RingView {
  const allowed = about(ring.call);
  const everyPhase = {
    epoch,
    revision,
    site,
    call: {
      id: ring.call.id,
      panel: panelName(ring.call),
      unit: ring.call.unit,
      recipient: ring.call.recipient,
      receivedAt: ring.call.receivedAt,
      waitedMs: Math.max(0, Math.round(now.mono - ring.startedMono)),
      snapshot: ring.call.snapshot,
      webhookMissing: ring.call.webhookMissing,
    },
    doors: ring.call.guid === null || allowed.ownDoor === null ? [] : [allowed.ownDoor],
    can: {
      answer: canAnswer(ring, desk, allowed),
      end: canEnd(ring, desk, allowed),
      door: canOpen(ring, desk, { ...allowed, unrecorded, now }),
    },
    ringsForMs: ring.phase === 'ringing' ? Math.max(0, Math.round(ring.ringsUntil - now.mono)) : 0,
    silencedBy: ring.silencedBy,
    unrecorded,
  };
  switch (ring.phase) {
    case 'ringing':
      return { ...everyPhase, phase: 'ringing', by: null };
    case 'claimed':
      return { ...everyPhase, phase: 'claimed', by: ring.by };
    case 'talking':
      return { ...everyPhase, phase: 'talking', by: ring.by, linkLost: ring.seatGoneMono !== null };
    case 'ended':
      return { ...everyPhase, phase: 'ended', by: ring.by, reason: ring.reason };
  }
}

type Allowed = ReturnType<AboutCall>;

function canAnswer(ring: Ring, desk: DeskId, { isOurs, isSpeechless }: Allowed): Ability {
  if (ring.phase === 'ended') return 'ended';
  if (ring.phase === 'ringing') {
    if (!isOurs) return 'not-our-account';
    if (isSpeechless) return 'account-refused';
    return ring.call.guid === null ? 'no-media-yet' : true;
  }
  return ring.by.desk === desk ? 'claimed-by-same-desk' : 'already-claimed';
}

function canEnd(ring: Ring, desk: DeskId, { isOurs, isSpeechless }: Allowed): Ability {
  if (ring.phase === 'ended') return 'ended';
  if (ring.phase === 'ringing' && !isOurs) return 'not-our-account';
  if (ring.phase === 'ringing') return isSpeechless ? 'account-refused' : true;
  return ring.by.desk === desk || 'already-claimed';
}

function canOpen(
  ring: Ring,
  desk: DeskId,
  {
    ownDoor,
    opensLate,
    isOurs,
    isSpeechless,
    unrecorded,
    now,
  }: Allowed & { readonly unrecorded: boolean; readonly now: Moment },
): Ability {
  if (ring.phase === 'ended')
    return isOurs && ownDoor !== null && opensLate && isJustOver(ring, now) && mayOpenLate(ring, { desk })
      ? true
      : 'ended';
  if (!isOurs) return 'not-our-account';
  if (isSpeechless) return 'account-refused';
  if (ring.call.guid === null) return 'no-media-yet';
  if (ownDoor === null) return 'door-not-proven';
  if (unrecorded) return 'not-recorded';
  return ring.phase === 'ringing' || ring.by.desk === desk ? true : 'already-claimed';
}
