import type { Moment } from '../../clock.ts';
import type { RingEvent, RingStep } from '../events.ts';
import type { Ended, Ringing } from '../state.ts';
import { claim, done, end, step } from './step.ts';
import { timing } from './timing.ts';
import { endingOf, stillWaiting } from './vendorStatus.ts';

export function whileRinging(ring: Ringing, event: RingEvent, now: Moment): RingStep {
  switch (event.kind) {
    case 'answered':
      if (ring.call.guid === null) return step(ring, { reply: { outcome: 'refused', because: 'no-media-yet' } });
      return claim(ring, event.by, event.purpose, now);
    case 'silenced':
      return silence(ring, event.desk);
    case 'ended-by-desk':
      return end(ring, 'ended-by-desk', now, event.by, {
        facts: [{ what: 'ended-by-desk', desk: event.by.desk }],
        effects: [{ kind: 'tell-vendor', notice: 'call_ended' }],
        reply: done,
      });
    case 'vendor-status':
      return vendorSays(ring, event.status, now);
    case 'status-told':
      return told(ring, event, now);
    case 'status-checked':
      return ring.checkingUntil === null ? vendorSays(ring, event.status, now) : afterCheck(ring, event.status, now);
    case 'ticked':
      return tick(ring, now);
    case 'hung-up':
    case 'activating':
      return step(ring, { reply: { outcome: 'refused', because: 'not-yours' } });
    case 'door-replied':
      return step(
        { ...ring, doorOpened: ring.doorOpened || event.outcome === 'accepted' },
        {
          facts: [{ what: 'door', desk: event.by.desk, door: event.door, outcome: event.outcome }],
        },
      );
    case 'delivered-again':
    case 'connected':
    case 'connecting-failed':
    case 'seat-gone':
    case 'seat-back':
    case 'snapshot-ready':
    case 'proved-same-call':
    case 'confirmed':
    case 'not-confirmed':
    case 'holder-revoked':
      return step(ring);
  }
}

/** ButterflyMX's own word. */
function vendorSays(ring: Ringing, status: string | null, now: Moment): RingStep {
  if (status === null) return step(ring);
  const reason = endingOf(status, ring);
  const noted = [{ what: 'vendor-status', status } as const];
  return reason === null ? step(ring, { facts: noted }) : end(ring, reason, now, null, { facts: noted });
}

/**
 * A webhook that names the call by its guid quiets the desks at once, and is checked. One that names a number, which anybody can count to, is
 * only noted: how a live call stands is asked every 1.5 s anyway.
 */
function told(ring: Ringing, { status, by }: RingEvent & { kind: 'status-told' }, now: Moment): RingStep {
  const reason = endingOf(status, ring);
  const noted = [{ what: 'status-told', status, by } as const];
  if (reason === null || by === 'number') return step(ring, { facts: noted });
  return end(ring, reason, now, null, { facts: noted, effects: [{ kind: 'check-end' }], endConfirmed: false });
}

function silence(ring: Ringing, desk: Ringing['silencedBy'][number]): RingStep {
  if (ring.silencedBy.includes(desk)) return step(ring, { reply: done });
  return step(
    { ...ring, silencedBy: [...ring.silencedBy, desk] },
    { facts: [{ what: 'silenced', desk }], reply: done },
  );
}

/** At the window's end the vendor is asked once whether the visitor still waits; without a guid there is nothing to ask about. */
function tick(ring: Ringing, now: Moment): RingStep {
  if (now.mono < (ring.checkingUntil ?? ring.ringsUntil)) return step(ring);
  const canAsk = ring.call.guid !== null && ring.checkingUntil === null && now.mono < ring.latestUntil;
  if (!canAsk) return end(ring, 'timed-out', now, null);
  const checkingUntil = Math.min(now.mono + timing.checkMs, ring.latestUntil);
  return step({ ...ring, checkingUntil, ringsUntil: checkingUntil }, { effects: [{ kind: 'ask-status' }] });
}

/** A door that we opened without hearing of it ends nothing while it may ring, but is no missed call afterwards. */
function reasonAfterCheck(status: string | null, ring: Ringing): Ended['reason'] {
  if (status === 'opened_door') return 'door-opened';
  return (status === null ? null : endingOf(status, ring)) ?? 'timed-out';
}

function afterCheck(ring: Ringing, status: string | null, now: Moment): RingStep {
  if (status === null || !stillWaiting(status, ring)) {
    return end(ring, reasonAfterCheck(status, ring), now, null, {
      facts: [{ what: 'vendor-status', status }],
    });
  }
  const ringsUntil = Math.min(now.mono + timing.ringOnMs, ring.latestUntil);
  return step({ ...ring, checkingUntil: null, ringsUntil }, { facts: [{ what: 'rings-on', status }] });
}
