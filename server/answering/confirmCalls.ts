import type { SiteId } from '../../protocol/call.ts';
import type { Clock } from '../clock.ts';
import type { Confirmation, RingState } from '../ring/ports.ts';
import type { RingCall } from '../ring/state.ts';

/** Draws from ButterflyMX's answers whether it knows a call. A webhook is a hint; a no must be sure, for an honest visitor is never accused. */
export type ConfirmCalls = {
  /** Told each answer about a call that is not confirmed at a panel yet. */
  readonly heard: (state: RingState, answer: Confirmation) => void;
  /** When the next question about it is due, in milliseconds from its last; null: as often as any. */
  readonly pauseOf: (state: RingState) => number | null;
  readonly forget: (state: RingState) => void;
};

export type ConfirmCallsParts = {
  readonly clock: Pick<Clock, 'moment'>;
  /** The call names a unit or a user of an account that we hold: only then does a 404 mean that there is no such call. */
  readonly namesOurs: (call: RingCall) => boolean;
  /** Whether the building's own list lacks the call: null where no list is read, false while too few fresh ones were. */
  readonly isAbsentFromLists: (call: RingCall) => boolean | null;
  readonly conclude: (state: RingState, because: 'not-known' | 'cannot-be-checked') => void;
  readonly confirmed: (state: RingState, status: Extract<Confirmation, { kind: 'known' }>['status']) => void;
};

/** Two 404s so far apart, in milliseconds: the vendor's record may be a moment behind its webhook. */
export const notFoundTwiceMs = 3_000;

export function confirmCalls(parts: ConfirmCallsParts): ConfirmCalls {
  const { clock, namesOurs, isAbsentFromLists, conclude, confirmed } = parts;
  const firstNotFound = new Map<string, number>();

  function notFound(state: RingState): void {
    const now = clock.moment().mono;
    const first = firstNotFound.get(keyOf(state)) ?? now;
    firstNotFound.set(keyOf(state), first);
    if (now - first < notFoundTwiceMs) return;
    const { call } = state.ring;
    if (!namesOurs(call)) conclude(state, 'cannot-be-checked');
    else if (isAbsentFromLists(call) !== false) conclude(state, 'not-known');
  }

  return {
    heard: (state, answer) => {
      switch (answer.kind) {
        case 'known':
          return confirmed(state, answer.status);
        case 'not-found':
          return notFound(state);
        case 'nobody-to-ask':
          return conclude(state, 'cannot-be-checked');
        case 'no-answer':
          return;
      }
    },
    pauseOf: (state) => (firstNotFound.has(keyOf(state)) ? notFoundTwiceMs : null),
    forget: (state) => void firstNotFound.delete(keyOf(state)),
  };
}

const keyOf = ({ site, call }: { readonly site: SiteId; readonly call: string }) => `${site} ${call}`;
