import { EpochMs } from '../../../protocol/call.ts';
import type { Link } from '../../link/link.ts';
import type { DeskActs } from '../model.ts';

export type PastCalls = Pick<DeskActs, 'history' | 'markHandled' | 'steps'>;

/** What is asked of calls that are over, and said of them; null when the relay does not answer. */
export function pastCalls(link: () => Pick<Link, 'ask'> | null): PastCalls {
  return {
    markHandled: (callIds) => void link()?.ask('handled', { callIds: [...callIds] }),
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
