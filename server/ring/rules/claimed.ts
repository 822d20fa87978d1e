import type { RingFact } from '../../../protocol/fact.ts';
import type { Moment } from '../../clock.ts';
import type { RingEvent, RingStep } from '../events.ts';
import type { Claimed } from '../state.ts';
import { askFirst, heldBy } from './held.ts';
import { callEnded, claim, end, ringAgain, sameSeat, shared, step } from './step.ts';
import { timing } from './timing.ts';
import { endingOf } from './vendorStatus.ts';

export function whileClaimed(ring: Claimed, event: RingEvent, now: Moment): RingStep {
  switch (event.kind) {
    case 'answered':
      return answerAgain(ring, event, now);
    case 'connected':
      if (!sameSeat(ring.by, event.by) || !mayTalk(ring)) return step(ring);
      return step(
        { ...shared(ring), phase: 'talking', by: ring.by, connectedMono: now.mono, seatGoneMono: null },
        {
          facts: [{ what: 'connected', desk: ring.by.desk }],
          effects: [{ kind: 'tell-vendor', notice: 'call_accepted' }],
        },
      );
    case 'connecting-failed':
      if (!sameSeat(ring.by, event.by)) return step(ring);
      return ringAgain(ring, now, { what: 'connection-failed', desk: ring.by.desk, because: event.because });
    case 'hung-up':
      if (!sameSeat(ring.by, event.by) || event.because !== 'connection-failed') return heldBy(ring, event, now);
      return ringAgain(
        ring,
        now,
        { what: 'connection-failed', desk: ring.by.desk, because: { kind: 'told-by-desk' } },
        { outcome: 'done' },
      );
    case 'door-replied':
      return ring.purpose === 'door' && sameSeat(ring.by, event.by)
        ? afterOwnDoor(ring, event, now)
        : heldBy(ring, event, now);
    case 'vendor-status': {
      const reason = endingOf(event.status, ring);
      const noted = [{ what: 'vendor-status', status: event.status } as const];
      return reason === null ? step(ring, { facts: noted }) : end(ring, reason, now, null, { facts: noted });
    }
    case 'status-told':
      return askFirst(ring, event);
    case 'status-checked':
      return event.status === null
        ? step(ring)
        : whileClaimed(ring, { kind: 'vendor-status', status: event.status }, now);
    case 'ticked':
      return tick(ring, now);
    case 'ended-by-desk':
    case 'activating':
    case 'silenced':
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

/** No grant is given before our `is_active`: who is connected without it is in no session of this call. */
const mayTalk = ({ activated, purpose }: Claimed) => activated && purpose === 'talk';

/** The same seat asking again lost its reply; another seat of the desk takes over only when it says so. */
function answerAgain(ring: Claimed, event: RingEvent & { kind: 'answered' }, now: Moment): RingStep {
  if (sameSeat(ring.by, event.by)) {
    if (ring.purpose === event.purpose || event.purpose === 'door') return step(ring, { reply: { outcome: 'yours' } });
    return claim(ring, event.by, 'talk', now);
  }
  if (ring.by.desk !== event.by.desk)
    return step(ring, { reply: { outcome: 'refused', because: 'already-claimed', by: ring.by } });
  if (event.takeOver) return claim(ring, event.by, event.purpose, now);
  return step(ring, { reply: { outcome: 'refused', because: 'claimed-by-same-desk', by: ring.by } });
}

/** A claim that only opened the door ends the ring with it, or lets the others ring again. */
function afterOwnDoor(ring: Claimed, event: RingEvent & { kind: 'door-replied' }, now: Moment): RingStep {
  const { door, outcome } = event;
  const noted: RingFact = { what: 'door', desk: ring.by.desk, door, outcome };
  if (outcome !== 'accepted') return ringAgain(ring, now, noted);
  const effects = event.afterOpening === 'end' ? [callEnded] : [];
  return end({ ...ring, doorOpened: true }, 'door-opened', now, ring.by, { facts: [noted], effects });
}

function tick(ring: Claimed, now: Moment): RingStep {
  const gone = ring.seatGoneMono !== null && now.mono >= ring.seatGoneMono + timing.seatGoneMs;
  if (gone) return ringAgain(ring, now, { what: 'seat-gone', desk: ring.by.desk, ending: 'claim' });
  if (now.mono < ring.leaseUntil) return step(ring);
  return ringAgain(ring, now, { what: 'lease-ended', desk: ring.by.desk });
}
