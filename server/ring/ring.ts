/** The life of one call at the desks. Pure and total: no clock, no socket, no store; time arrives as an argument. */
import type { RingFact } from '../../protocol/fact.ts';
import type { Moment } from '../clock.ts';
import type { RingEvent, RingStep } from './events.ts';
import { anyPhase } from './rules/anyPhase.ts';
import { whileClaimed } from './rules/claimed.ts';
import { afterEnd } from './rules/ended.ts';
import { whileRinging } from './rules/ringing.ts';
import { step } from './rules/step.ts';
import { whileTalking } from './rules/talking.ts';
import { timing } from './rules/timing.ts';
import { endingOf } from './rules/vendorStatus.ts';
import type { Ring, RingCall, Ringing } from './state.ts';

/** `status`: what a delivery told of it; null when it told none. `confirmation`: what is known of ButterflyMX's word when it begins. */
export type Beginning = {
  readonly started: Moment;
  readonly now: Moment;
  readonly windowMs: number;
  readonly status?: string | null;
  readonly confirmation?: Ring['confirmation'];
};

/** A call that nobody knew: it rings for the window, or is history already when it is older than that, or over by the vendor's own word. */
export function begin(
  call: RingCall,
  { started, now, windowMs, status = null, confirmation = 'checking' }: Beginning,
): RingStep {
  const ringing: Ringing = {
    phase: 'ringing',
    call,
    confirmation,
    confirmedPanelId: null,
    startedMono: started.mono,
    rangFromMono: now.mono,
    ringsUntil: started.mono + windowMs,
    latestUntil: started.mono + Math.max(windowMs, timing.longestRingMs),
    checkingUntil: null,
    activated: false,
    silencedBy: [],
    doorOpened: false,
    rangMs: null,
  };
  const noted: readonly RingFact[] = [
    { what: 'received', reading: call.unreadable ? 'unreadable' : call.unclear ? 'unclear' : 'whole' },
    ...(call.webhookMissing ? [{ what: 'webhook-missing' } as const] : []),
    ...(status === null || status === 'initializing' ? [] : [{ what: 'vendor-status', status } as const]),
  ];
  const over = status === null ? null : endingOf(status, ringing);
  if (over === null && now.mono < ringing.ringsUntil) return step(ringing, { facts: noted });
  const { checkingUntil: _, ...past } = ringing;
  const reason = over ?? 'timed-out';
  return step(
    {
      ...past,
      phase: 'ended',
      by: null,
      reason,
      endedAt: now.wall,
      rangMs: 0,
      endConfirmed: over === null,
    },
    {
      effects: over === null ? [] : [{ kind: 'check-end' }],
      facts: [...noted, { what: 'ended', desk: null, reason, rang: over === null ? 'too-old' : 'before-it-rang' }],
    },
  );
}

/** The next state, and what follows from it. Any event in any phase gives a step; one that no longer matters changes nothing. */
export function advance(ring: Ring, event: RingEvent, now: Moment): RingStep {
  return anyPhase(ring, event, now) ?? advancePhase(ring, event, now);
}

function advancePhase(ring: Ring, event: RingEvent, now: Moment): RingStep {
  switch (ring.phase) {
    case 'ringing':
      return whileRinging(ring, event, now);
    case 'claimed':
      return whileClaimed(ring, event, now);
    case 'talking':
      return whileTalking(ring, event, now);
    case 'ended':
      return afterEnd(ring, event, now);
  }
}

/** When the ring must be ticked next, in monotonic milliseconds; null when nothing is waited for. */
export function nextDue(ring: Ring): number | null {
  switch (ring.phase) {
    case 'ringing':
      return ring.checkingUntil ?? ring.ringsUntil;
    case 'claimed':
      return Math.min(
        ring.leaseUntil,
        ring.seatGoneMono === null ? ring.leaseUntil : ring.seatGoneMono + timing.seatGoneMs,
      );
    case 'talking':
      return ring.seatGoneMono === null ? null : ring.seatGoneMono + timing.quietTalkMs;
    case 'ended':
      return null;
  }
}

/** The same ring with its monotonic times moved by `shift` milliseconds: after a boot the clock begins anew. */
export function moved(ring: Ring, shift: number): Ring {
  const later = (mono: number | null) => (mono === null ? null : mono + shift);
  const times = {
    startedMono: ring.startedMono + shift,
    rangFromMono: later(ring.rangFromMono),
    ringsUntil: ring.ringsUntil + shift,
    latestUntil: ring.latestUntil + shift,
  };
  switch (ring.phase) {
    case 'ringing':
      return { ...ring, ...times, checkingUntil: later(ring.checkingUntil) };
    case 'claimed':
      return { ...ring, ...times, leaseUntil: ring.leaseUntil + shift, seatGoneMono: later(ring.seatGoneMono) };
    case 'talking':
      return { ...ring, ...times, connectedMono: ring.connectedMono + shift, seatGoneMono: later(ring.seatGoneMono) };
    case 'ended':
      return { ...ring, ...times };
  }
}
