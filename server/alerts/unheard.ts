import type { CallId, SiteId } from '../../protocol/call.ts';
import type { RingFact } from '../../protocol/fact.ts';
import type { Clock } from '../clock.ts';
import type { RingState } from '../ring/ports.ts';
import type { Ring } from '../ring/state.ts';
import type { Alarms } from './alarms.ts';

/** Sees to it that every call is heard: by a desk that proves its sound, or by somebody who takes it. */
export type UnheardWatch = {
  /** Told every change of a ring. */
  readonly follow: (state: RingState, before: Ring | null) => void;
  /** A desk proved that this call sounds there. */
  readonly heard: (site: SiteId, call: CallId) => void;
  /** No call so far is an alarm any more. */
  readonly forget: () => void;
};

export type UnheardParts = {
  readonly clock: Clock;
  readonly alarms: Pick<Alarms, 'raise' | 'clear'>;
  readonly note: (site: SiteId, call: CallId, fact: RingFact) => void;
  /** False for a ring that desks have in one row with others: nobody can be expected to hear it begin. */
  readonly isDrawn: (state: RingState) => boolean;
  /** Sends the ring to every desk once more; what knows it already changes nothing. */
  readonly pushAgain: (site: SiteId, call: CallId) => void;
};

/** How long a desk has to sound, and how long once more after the second push. A call that rang shorter was nobody's to hear. */
export const hearWithinMs = 3_000;

export function watchUnheard({ clock, alarms, note, isDrawn, pushAgain }: UnheardParts): UnheardWatch {
  const unheard = new Set<string>();
  /** Rang for long enough that somebody should have heard it. */
  const isDue = new Set<string>();

  function heard(site: SiteId, call: CallId): void {
    unheard.delete(keyOf(site, call));
    alarms.clear({ kind: 'unheard-call', site });
  }

  function lookFirst({ site, call }: RingState): void {
    if (!unheard.has(keyOf(site, call))) return;
    isDue.add(keyOf(site, call));
    note(site, call, { what: 'unheard', seconds: hearWithinMs / 1_000, followedBy: 'sent-again' });
    pushAgain(site, call);
    clock.after(hearWithinMs, () => lookAgain(site, call));
  }

  function lookAgain(site: SiteId, call: CallId): void {
    isDue.delete(keyOf(site, call));
    if (!unheard.delete(keyOf(site, call))) return;
    note(site, call, { what: 'unheard', seconds: (2 * hearWithinMs) / 1_000, followedBy: 'alarm' });
    alarms.raise({ kind: 'unheard-call', site });
  }

  return {
    heard,
    forget: () => unheard.clear(),
    follow: (state, before) => {
      if (before === null && !isDrawn(state)) return;
      const { site, call, ring } = state;
      if (before === null && ring.phase === 'ringing') {
        unheard.add(keyOf(site, call));
        clock.after(hearWithinMs, () => lookFirst(state));
      }
      if (ring.phase !== 'ringing' && ring.by !== null && unheard.has(keyOf(site, call))) heard(site, call);
      const isOver = ring.phase === 'ended' && (ring.reason === 'same-call' || !isDue.has(keyOf(site, call)));
      if (isOver) unheard.delete(keyOf(site, call));
    },
  };
}

const keyOf = (site: SiteId, call: CallId) => `${site} ${call}`;
