import { EpochMs } from '../../../protocol/call.ts';
import type { Link } from '../../link/link.ts';
import type { DeskActs } from '../model.ts';

export type UnseenCalls = Pick<DeskActs, 'history' | 'markHandled' | 'steps' | 'undrawn'>;

/** As many calls as one question may name. */
const mostHandled = 50;

/** What is asked of calls that are not on the screen, and said of them; null when the relay does not answer. */
export function unseenCalls(link: () => Pick<Link, 'ask'> | null): UnseenCalls {
  return {
    markHandled: (callIds) => {
      for (let from = 0; from < callIds.length; from += mostHandled)
        void link()?.ask('handled', { callIds: callIds.slice(from, from + mostHandled) });
    },
    undrawn: async (site) => {
      const reply = await link()?.ask('undrawn', { site });
      return reply?.outcome === 'undrawn' ? reply.rings : null;
    },
    history: async () => {
      const midnight = new Date();
      midnight.setHours(0, 0, 0, 0);
      const reply = await link()?.ask('history', { since: EpochMs.parse(midnight.getTime()) });
      return reply?.outcome === 'history' ? reply.calls : null;
    },
    steps: async (callId) => {
      const reply = await link()?.ask('steps', { callId });
      if (reply?.outcome === 'steps') return reply.steps;
      return reply?.outcome === 'refused' && reply.because === 'unknown-call' ? [] : null;
    },
  };
}
