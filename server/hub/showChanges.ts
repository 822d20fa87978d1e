import type { CallId, SiteId } from '../../protocol/call.ts';
import type { RingFact } from '../../protocol/fact.ts';
import type { RingState } from '../ring/ports.ts';
import type { Ring } from '../ring/state.ts';
import type { Switchboard } from '../ring/switchboard.ts';
import type { Hub } from './hub.ts';

export type ShowChangesParts = {
  readonly board: Pick<Switchboard, 'find'>;
  readonly hub: Pick<Hub, 'showRing' | 'isDrawn'>;
  readonly note: (site: SiteId, call: CallId, fact: RingFact) => void;
};

/** Rings on their way to desks. */
export type ShowChanges = {
  /** Told every change of a ring: shows it, and notes with a call that begins to how many seats it went. */
  readonly follow: (state: RingState, before: Ring | null) => void;
  /** The same once more, while it rings; what knows it already changes nothing. */
  readonly showAgain: (site: SiteId, call: CallId) => void;
};

export function showChanges({ board, hub, note }: ShowChangesParts): ShowChanges {
  return {
    follow: (state, before) => {
      const seats = hub.showRing(state);
      if (before === null && hub.isDrawn(state)) note(state.site, state.call, { what: 'sent', seats });
    },
    showAgain: (site, call) =>
      void board.find([site], call).then((state) => {
        if (state !== null && state.ring.phase === 'ringing') hub.showRing(state);
      }),
  };
}
