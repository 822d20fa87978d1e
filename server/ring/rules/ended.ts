import type { RingFact } from '../../../protocol/fact.ts';
import type { Moment } from '../../clock.ts';
import type { RingEvent, RingStep } from '../events.ts';
import type { Ended, Ringing } from '../state.ts';
import { done, shared, step } from './step.ts';
import { timing } from './timing.ts';
import { endingOf, stillWaiting } from './vendorStatus.ts';

/** An ended ring stays ended, but for one that only a webhook ended and that ButterflyMX says still waits. */
export function afterEnd(ring: Ended, event: RingEvent, now: Moment): RingStep {
  switch (event.kind) {
    case 'answered':
    case 'activating':
      return step(ring, { reply: { outcome: 'refused', because: 'ended' } });
    case 'silenced':
    case 'ended-by-desk':
    case 'hung-up':
      return step(ring, { reply: done });
    case 'vendor-status':
    case 'status-checked':
      return event.status === null ? step(ring) : vendorSays(ring, event.status, now);
    case 'status-told':
      return step(ring, { facts: [{ what: 'status-told', status: event.status, by: event.by }] });
    case 'door-replied':
      return step(event.outcome === 'accepted' ? { ...ring, doorOpened: true } : ring, {
        facts: [{ what: 'door', desk: event.by.desk, door: event.door, outcome: event.outcome }],
      });
    case 'connected':
    case 'connecting-failed':
    case 'delivered-again':
    case 'seat-gone':
    case 'seat-back':
    case 'snapshot-ready':
    case 'proved-same-call':
    case 'confirmed':
    case 'not-confirmed':
    case 'holder-revoked':
    case 'ticked':
      return step(ring);
  }
}

function vendorSays(ring: Ended, status: string, now: Moment): RingStep {
  const noted: RingFact = { what: 'vendor-status', status };
  if (ring.endConfirmed) return step(ring, { facts: [noted] });
  if (stillWaiting(status, ring) && now.mono < ring.latestUntil) return ringOn(ring, now);
  return step(endingOf(status, ring) === null ? ring : { ...ring, endConfirmed: true }, { facts: [noted] });
}

/** The end was told by a webhook alone, and ButterflyMX says that the visitor still waits. */
function ringOn(ring: Ended, now: Moment): RingStep {
  const ringsUntil = Math.min(Math.max(ring.ringsUntil, now.mono + timing.ringAgainMs), ring.latestUntil);
  const ringing: Ringing = { ...shared(ring), rangMs: null, phase: 'ringing', ringsUntil, checkingUntil: null };
  return step(ringing, { facts: [{ what: 'rings-again' }] });
}
