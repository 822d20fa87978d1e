import type { RingFact } from '../../../protocol/fact.ts';
import type { Holder } from '../../../protocol/ring.ts';
import type { Moment } from '../../clock.ts';
import type { RingEffect, RingReply, RingStep } from '../events.ts';
import type { Claimed, Ended, Ring, Ringing, Talking } from '../state.ts';
import { timing } from './timing.ts';

type Alive = Ringing | Claimed | Talking;
type EndReason = Ended['reason'];
type More = {
  readonly facts?: readonly RingFact[];
  readonly effects?: readonly RingEffect[];
  readonly reply?: RingReply;
  /** False where only a webhook told of the end. */
  readonly endConfirmed?: boolean;
};

/** A step to `ring`, which may be the one it came from. */
export const step = (ring: Ring, { facts = [], effects = [], reply = null }: More = {}): RingStep => ({
  ring,
  facts,
  effects,
  reply,
});

export const done: RingReply = { outcome: 'done' };
export const callEnded: RingEffect = { kind: 'tell-vendor', notice: 'call_ended' };

export const sameSeat = (one: Pick<Holder, 'desk' | 'seat'>, other: Pick<Holder, 'desk' | 'seat'>) =>
  one.desk === other.desk && one.seat === other.seat;

/** The end, with who had it or ended it.  */
export function end(ring: Alive, reason: EndReason, now: Moment, by: Holder | null, more: More = {}): RingStep {
  const ended: Ended = {
    ...shared(ring),
    phase: 'ended',
    by,
    reason,
    endedAt: now.wall,
    endConfirmed: more.endConfirmed ?? true,
    rangMs: ring.rangMs ?? rang(ring, now),
  };
  return step(ended, {
    ...more,
    facts: [...(more.facts ?? []), { what: 'ended', desk: by?.desk ?? null, reason, rang: 'rang' }],
  });
}

/** An answer came to nothing: the others ring again, unless the longest ring is over. */
export function ringAgain(ring: Claimed, now: Moment, why: RingFact, reply: RingReply = null): RingStep {
  const ringsUntil = Math.min(Math.max(ring.ringsUntil, now.mono + timing.ringAgainMs), ring.latestUntil);
  if (ringsUntil <= now.mono) return end(ring, 'connection-failed', now, null, { facts: [why], reply });
  const ringing: Ringing = { ...shared(ring), phase: 'ringing', ringsUntil, checkingUntil: null };
  return step(ringing, { facts: [why], reply });
}

export function claim(ring: Ringing | Claimed, by: Holder, purpose: 'talk' | 'door', now: Moment): RingStep {
  const claimed: Claimed = {
    ...shared(ring),
    phase: 'claimed',
    by,
    purpose,
    leaseUntil: now.mono + timing.leaseMs,
    seatGoneMono: null,
    rangMs: ring.rangMs ?? rang(ring, now),
  };
  return step(claimed, { facts: [{ what: 'claimed', desk: by.desk, purpose }], reply: { outcome: 'yours' } });
}

const rang = (ring: Alive, now: Moment) => Math.max(0, Math.round(now.mono - (ring.rangFromMono ?? ring.startedMono)));

/** What every phase carries, and nothing else. */
export function shared(ring: Ring) {
  const { call, confirmation, confirmedPanelId, startedMono, rangFromMono, ringsUntil, latestUntil } = ring;
  const { activated, silencedBy, doorOpened, rangMs } = ring;
  const times = { startedMono, rangFromMono, ringsUntil, latestUntil };
  return { call, confirmation, confirmedPanelId, ...times, activated, silencedBy, doorOpened, rangMs };
}
