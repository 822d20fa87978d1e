import type { Asked, Reply } from '../../protocol/asks.ts';
import type { Demo } from '../demo/demo.ts';
import type { Seat } from '../desks/seats.ts';
import type { Switchboard } from '../ring/switchboard.ts';

type StepsParts = { readonly board: Pick<Switchboard, 'find'>; readonly demo: Demo | null };

/** What just happened in one call, as the simulated vendor saw it. */
export async function onSteps(
  { callId }: Asked<'steps'>,
  seat: Seat,
  { board, demo }: StepsParts,
): Promise<Reply<'steps'>> {
  if (demo === null) return { outcome: 'refused', because: 'not-simulated' };
  const state = await board.find(seat.sites, callId);
  if (state === null) return { outcome: 'refused', because: 'unknown-call' };
  return { outcome: 'steps', steps: demo.steps.of(state.site, state.ring.call) };
}

/** Any desk of a demonstration may begin it anew; there is nothing in it but what visitors of the demonstration did. */
export async function onStartOver(demo: Demo | null): Promise<Reply<'startOver'>> {
  const outcome = demo === null ? 'not-simulated' : await demo.startOver();
  return outcome === 'done' ? { outcome } : { outcome: 'refused', because: outcome };
}
