import type { Asked } from '../../protocol/asks.ts';
import type { CallId } from '../../protocol/call.ts';
import { DoneReply } from '../../protocol/replies.ts';
import type { Seat } from '../desks/seats.ts';
import { mayEnd } from '../ring/abilities.ts';
import type { RingEvent } from '../ring/events.ts';
import { holderOf } from '../ring/holder.ts';
import type { Switchboard } from '../ring/switchboard.ts';
import type { AskingParts } from './answer.ts';

type Tell = Pick<Switchboard, 'tell'>;

/** *Silence here*: one desk is quiet for this call, the others go on. */
export const onSilence = ({ callId }: Asked<'silence'>, seat: Seat, board: Tell) =>
  ask(board, seat, callId, { kind: 'silenced', desk: seat.desk });

/** *End the visitor's call*, for everyone. */
export async function onEnd({ callId }: Asked<'end'>, seat: Seat, { board, about }: AskingParts): Promise<DoneReply> {
  const state = await board.find(seat.sites, callId);
  const may = state === null || mayEnd(state, { desk: seat.desk, allowed: about(state.ring.call) });
  if (may === 'not-our-account' || may === 'account-refused') return { outcome: 'refused', because: may };
  return ask(board, seat, callId, { kind: 'ended-by-desk', by: holderOf(seat) });
}

/** The seat leaves its call: staff hung up, the visitor left the room, or media could not be connected. */
export const onHangUp = ({ callId, because }: Asked<'hangUp'>, seat: Seat, board: Tell) =>
  ask(board, seat, callId, { kind: 'hung-up', by: holderOf(seat), because: because ?? null });

async function ask({ tell }: Tell, seat: Seat, callId: CallId, event: RingEvent): Promise<DoneReply> {
  const told = await tell(seat.sites, callId, event);
  return told === null
    ? { outcome: 'refused', because: 'unknown-call' }
    : DoneReply.parse(told.reply ?? { outcome: 'done' });
}
