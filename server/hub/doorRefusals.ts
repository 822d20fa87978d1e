import type { DoorReply } from '../../protocol/replies.ts';
import type { RingState } from '../ring/ports.ts';
import type { Seat } from './seats.ts';

type Because = Extract<DoorReply, { outcome: 'refused' }>['because'];
/** A press that opened nothing, and why. */
export const refused = (because: Because): DoorReply => ({ outcome: 'refused', because });

/** Why this seat may not open the own door of a call through that call; null when it may. */
export function whyNotThrough({ ring, unrecorded }: RingState, seat: Pick<Seat, 'desk'>): DoorReply | null {
  if (ring.phase === 'ended') return refused('ended');
  if (ring.call.guid === null) return refused('no-media-yet');
  if (ring.phase !== 'ringing' && ring.by.desk !== seat.desk)
    return { outcome: 'refused', because: 'already-claimed', by: ring.by };
  return unrecorded ? refused('not-recorded') : null;
}
