import type { DoorReply } from '../../../protocol/replies.ts';
import type { Hindrance } from '../../../protocol/ring.ts';
import type { Ring } from '../../ring/state.ts';

type Because = Extract<DoorReply, { outcome: 'refused' }>['because'];
/** A press that opened nothing, and why. */
export const refused = (because: Because): DoorReply => ({ outcome: 'refused', because });

/** The same for what a view says of a call's own door; who has the call is told with it. */
export function refusedFor(because: Hindrance, ring: Ring): DoorReply {
  if (because === 'no-door') return refused('door-not-proven');
  const by = ring.phase === 'claimed' || ring.phase === 'talking' ? ring.by : null;
  return because === 'already-claimed' && by !== null ? { outcome: 'refused', because, by } : refused(because);
}
