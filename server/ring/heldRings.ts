/** The rings that this relay holds: each in a queue of its own, found by name or by what a delivery calls it, and let go some time after its end. */
import type { CallId, SiteId } from '../../protocol/call.ts';
import type { Clock } from '../clock.ts';
import { performer } from './effects.ts';
import { type CallKey, type Identifiers, keyOfCall } from './identity.ts';
import type { Journal } from './journal.ts';
import { type KnownCalls, knownCalls } from './knownCalls.ts';
import type { Intercom, RingState } from './ports.ts';
import { openQueue, type QueueStart, type RingQueue } from './queue.ts';
import type { Ring, RingCall } from './state.ts';

export type HeldRings = {
  /** Begins to hold a ring: one just begun, or one that the journal has. */
  readonly open: (start: QueueStart) => RingQueue;
  /** From memory, else from the journal; null when no such call is known. */
  readonly of: (site: SiteId, call: CallId) => Promise<RingQueue | null>;
  readonly held: (site: SiteId, call: CallId) => RingQueue | undefined;
  /** Those in memory that these identifiers may mean, the guid's first. */
  readonly named: (site: SiteId, identifiers: Identifiers) => readonly RingQueue[];
  readonly all: () => readonly RingQueue[];
  readonly known: KnownCalls;
  readonly forget: (state: RingState) => void;
  readonly isStopped: () => boolean;
  readonly stop: () => void;
};

export type HeldRingsParts = {
  readonly journal: Pick<Journal, 'step' | 'read' | 'note'>;
  readonly intercom: Pick<Intercom, 'callStatus' | 'notify'>;
  readonly clock: Clock;
  readonly changed: (state: RingState, before: Ring | null) => void;
  readonly reportUnwritable: (error: unknown) => void;
};

/** How long an ended ring stays in memory, in milliseconds: late statuses and presses still find it there. */
export const keepEndedMs = 120_000;

export function heldRings(parts: HeldRingsParts): HeldRings {
  const { journal, clock, reportUnwritable } = parts;
  const queues = new Map<CallKey, RingQueue>();
  const known = knownCalls();
  let stopped = false;
  const isStopped = () => stopped;
  const perform = performer({ ...parts, isStopped });
  const held = (site: SiteId, call: CallId) => queues.get(keyOfCall(site, call));

  function changed(state: RingState, before: Ring | null): void {
    if (state.ring.phase === 'ended' && before?.phase !== 'ended') forgetLater(state);
    parts.changed(state, before);
  }

  /** Unless it rings again meanwhile. */
  function forgetLater({ site, call }: RingState): void {
    clock.after(keepEndedMs, () => {
      const state = held(site, call)?.state();
      if (state?.ring.phase === 'ended') forget(state);
    });
  }

  function forget({ site, call, ring }: RingState): void {
    held(site, call)?.stop();
    queues.delete(keyOfCall(site, call));
    known.forget(site, identifiersOf(ring.call), call);
  }

  function open(start: QueueStart): RingQueue {
    const queue = openQueue(start, { journal, clock, changed, perform, reportUnwritable });
    queues.set(keyOfCall(queue.site, queue.call), queue);
    known.learn(queue.site, identifiersOf(queue.state().ring.call), queue.call);
    return queue;
  }

  async function of(site: SiteId, call: CallId): Promise<RingQueue | null> {
    const live = held(site, call);
    if (live) return live;
    const stored = await journal.read(site, call);
    const meanwhile = held(site, call);
    if (stored === null || meanwhile) return meanwhile ?? null;
    const queue = open({ ...stored, step: { ring: stored.ring, facts: [], effects: [], reply: null } });
    if (stored.ring.phase === 'ended') forgetLater(queue.state());
    return queue;
  }

  return {
    open,
    of,
    held,
    named: (site, identifiers) => known.find(site, identifiers).flatMap((call) => held(site, call) ?? []),
    all: () => [...queues.values()],
    known,
    forget,
    isStopped,
    stop: () => {
      stopped = true;
      for (const queue of queues.values()) queue.stop();
    },
  };
}

/** A call that names itself by nothing is found by the bytes that began it. */
const identifiersOf = ({ guid, vendorId, bytes }: RingCall): Identifiers => ({ guid, vendorId, wordless: bytes });
