import type { Asked } from '../../protocol/asks.ts';
import { AnswerReply } from '../../protocol/replies.ts';
import type { Seat } from '../desks/seats.ts';
import type { AboutCall } from '../ring/abilities.ts';
import { mayAnswer } from '../ring/abilities.ts';
import { holderOf } from '../ring/holder.ts';
import type { Switchboard } from '../ring/switchboard.ts';

/** What the acts of a seat need to know of a call. */
export type AskingParts = { readonly board: Pick<Switchboard, 'tell' | 'find'>; readonly about: AboutCall };

/** The way back, first station: a seat's claim. "Yours" as soon as it is journalled; the vendor is not waited for. */
export async function onAnswer(
  { callId, takeOver }: Asked<'answer'>,
  seat: Seat,
  { board, about }: AskingParts,
): Promise<AnswerReply> {
  const state = await board.find(seat.sites, callId);
  if (state === null) return { outcome: 'refused', because: 'unknown-call' };
  const may = mayAnswer(state, { desk: seat.desk, allowed: about(state.ring.call) });
  if (may === 'not-our-account' || may === 'account-refused') return { outcome: 'refused', because: may };
  const event = { kind: 'answered', by: holderOf(seat), purpose: 'talk', takeOver: takeOver ?? false } as const;
  const told = await board.tell(seat.sites, callId, event);
  if (told === null) return { outcome: 'refused', because: 'unknown-call' };
  const reply = AnswerReply.parse(told.reply);
  return reply.outcome === 'yours' && told.state.unrecorded ? { outcome: 'yours', unrecorded: true } : reply;
}
