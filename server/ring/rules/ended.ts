import type { RingEvent, RingStep } from '../events.ts';
import type { Ended } from '../state.ts';
import { done, fact, step } from './step.ts';

/** An ended ring stays ended; who still asks is told so, and a late word of the vendor is written down. */
export function afterEnd(ring: Ended, event: RingEvent): RingStep {
  switch (event.kind) {
    case 'answered':
    case 'activating':
      return step(ring, { reply: { outcome: 'refused', because: 'ended' } });
    case 'silenced':
    case 'ended-by-desk':
    case 'hung-up':
      return step(ring, { reply: done });
    case 'vendor-status':
      return step(ring, { facts: [fact('vendor-status', null, event.status)] });
    case 'door-replied':
      return step(event.outcome === 'accepted' ? { ...ring, doorOpened: true } : ring, {
        facts: [fact(`door-${event.outcome}`, event.by.desk, event.door)],
      });
    case 'connected':
    case 'connecting-failed':
    case 'status-checked':
    case 'delivered-again':
    case 'seat-gone':
    case 'seat-back':
    case 'snapshot-ready':
    case 'proved-same-call':
    case 'ticked':
      return step(ring);
  }
}
