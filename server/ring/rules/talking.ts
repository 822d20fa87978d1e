import type { Moment } from '../../clock.ts';
import type { RingEvent, RingStep } from '../events.ts';
import type { Talking } from '../state.ts';
import { askFirst, heldBy } from './held.ts';
import { end, sameSeat, step } from './step.ts';
import { timing } from './timing.ts';
import { endingOf } from './vendorStatus.ts';

export function whileTalking(ring: Talking, event: RingEvent, now: Moment): RingStep {
  switch (event.kind) {
    case 'answered':
      return answerAgain(ring, event);
    case 'connected':
      return heldBy(ring, { kind: 'seat-back', by: event.by }, now);
    case 'vendor-status': {
      const reason = endingOf(event.status, ring);
      const noted = [{ what: 'vendor-status', status: event.status } as const];
      if (reason !== null) return end(ring, reason, now, ring.by, { facts: noted });
      return step(ring.seatGoneMono === null ? ring : { ...ring, seatGoneMono: now.mono }, { facts: noted });
    }
    case 'status-told':
      return askFirst(ring, event);
    case 'status-checked':
      return event.status === null
        ? step(ring)
        : whileTalking(ring, { kind: 'vendor-status', status: event.status }, now);
    case 'ticked':
      if (ring.seatGoneMono === null || now.mono < ring.seatGoneMono + timing.quietTalkMs) return step(ring);
      return end(ring, 'connection-failed', now, ring.by, {
        facts: [{ what: 'seat-gone', desk: ring.by.desk, ending: 'talk' }],
      });
    case 'ended-by-desk':
    case 'hung-up':
    case 'activating':
    case 'door-replied':
    case 'silenced':
    case 'connecting-failed':
    case 'delivered-again':
    case 'seat-gone':
    case 'seat-back':
    case 'snapshot-ready':
    case 'proved-same-call':
    case 'confirmed':
    case 'not-confirmed':
    case 'holder-revoked':
      return heldBy(ring, event, now);
  }
}

/** Another window of the same desk may take a talk over; media of the first is then put out by the vendor. */
function answerAgain(ring: Talking, event: RingEvent & { kind: 'answered' }): RingStep {
  if (sameSeat(ring.by, event.by)) return step(ring, { reply: { outcome: 'yours' } });
  if (ring.by.desk !== event.by.desk)
    return step(ring, { reply: { outcome: 'refused', because: 'already-claimed', by: ring.by } });
  if (!event.takeOver)
    return step(ring, { reply: { outcome: 'refused', because: 'claimed-by-same-desk', by: ring.by } });
  const taken = { ...ring, by: event.by, seatGoneMono: null };
  return step(taken, {
    facts: [{ what: 'claimed', desk: event.by.desk, purpose: 'take-over' }],
    reply: { outcome: 'yours' },
  });
}
