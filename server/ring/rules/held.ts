import type { RingFact } from '../../../protocol/fact.ts';
import type { Moment } from '../../clock.ts';
import type { RingEvent, RingStep } from '../events.ts';
import type { Claimed, Talking } from '../state.ts';
import { callEnded, done, end, ringAgain, sameSeat, step } from './step.ts';
import { endingOf } from './vendorStatus.ts';

/** What is the same for a ring that somebody holds, claimed or talking. */
export function heldBy(ring: Claimed | Talking, event: RingEvent, now: Moment): RingStep {
  switch (event.kind) {
    case 'ended-by-desk':
      if (ring.by.desk !== event.by.desk)
        return step(ring, { reply: { outcome: 'refused', because: 'already-claimed' } });
      return end(ring, 'ended-by-desk', now, event.by, {
        facts: [{ what: 'ended-by-desk', desk: event.by.desk }],
        effects: [callEnded],
        reply: done,
      });
    case 'hung-up':
      if (!sameSeat(ring.by, event.by)) return step(ring, { reply: { outcome: 'refused', because: 'not-yours' } });
      return end(ring, event.because ?? 'hung-up', now, ring.by, {
        facts: [{ what: 'hung-up', desk: ring.by.desk }],
        effects: [callEnded],
        reply: done,
      });
    case 'activating':
      if (!sameSeat(ring.by, event.by)) return step(ring, { reply: { outcome: 'refused', because: 'not-yours' } });
      return ring.activated
        ? step(ring, { reply: done })
        : step({ ...ring, activated: true }, { facts: [{ what: 'activating', desk: ring.by.desk }], reply: done });
    case 'door-replied':
      return doorReplied(ring, event, now);
    case 'seat-gone':
      if (!sameSeat(ring.by, event.by) || ring.seatGoneMono !== null) return step(ring);
      return step(
        { ...ring, seatGoneMono: now.mono },
        { facts: [{ what: 'seat-gone', desk: ring.by.desk, ending: 'none' }] },
      );
    case 'seat-back':
      if (!sameSeat(ring.by, event.by) || ring.seatGoneMono === null) return step(ring);
      return step({ ...ring, seatGoneMono: null }, { facts: [{ what: 'seat-back', desk: ring.by.desk }] });
    case 'holder-revoked':
      return ring.by.desk === event.desk ? revoked(ring, now) : step(ring);
    case 'silenced':
      return step(ring, { reply: done });
    case 'answered':
    case 'connected':
    case 'connecting-failed':
    case 'vendor-status':
    case 'status-told':
    case 'confirmed':
    case 'not-confirmed':
    case 'status-checked':
    case 'delivered-again':
    case 'snapshot-ready':
    case 'proved-same-call':
    case 'ticked':
      return step(ring);
  }
}

/** No webhook alone ends what somebody holds: ButterflyMX is asked, at once where the webhook knows the guid, and its media tells as well. */
export function askFirst(ring: Claimed | Talking, { status, by }: RingEvent & { kind: 'status-told' }): RingStep {
  const facts = [{ what: 'status-told', status, by } as const];
  const asks = by === 'guid' && endingOf(status, ring) !== null;
  return step(ring, asks ? { facts, effects: [{ kind: 'ask-status' }] } : { facts });
}

/** Before our `is_active` the others ring again. After it the desk may be in the media session: only the end of the call puts it out. */
function revoked(ring: Claimed | Talking, now: Moment): RingStep {
  const why: RingFact = { what: 'desk-revoked', desk: ring.by.desk };
  if (ring.phase === 'claimed' && !ring.activated) return ringAgain(ring, now, why);
  return end(ring, 'desk-revoked', now, ring.by, { facts: [why], effects: [callEnded] });
}

/** Our own door never ends our own call, unless the operator wants the call over once it was opened. */
function doorReplied(ring: Claimed | Talking, event: RingEvent & { kind: 'door-replied' }, now: Moment): RingStep {
  const { door, outcome } = event;
  const facts = [{ what: 'door', desk: event.by.desk, door, outcome } as const];
  const wasOpened = outcome === 'accepted';
  const opened = { ...ring, doorOpened: ring.doorOpened || wasOpened };
  if (!wasOpened || event.afterOpening === 'stay' || !sameSeat(ring.by, event.by)) return step(opened, { facts });
  return end(opened, 'door-opened', now, ring.by, { facts, effects: [callEnded] });
}
