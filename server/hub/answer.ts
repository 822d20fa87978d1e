import type { Asked } from '../../protocol/asks.ts';
import { AnswerReply } from '../../protocol/replies.ts';
import { type Asking, isAnothers } from './anothers.ts';
import { holderOf } from './holder.ts';
import type { Seat } from './seats.ts';

/** The way back, first station: a seat's claim. "Yours" as soon as it is journalled; the vendor is not waited for. */
export async function onAnswer(
  { callId, takeOver }: Asked<'answer'>,
  seat: Seat,
  { board, about }: Asking,
): Promise<AnswerReply> {
  if (await isAnothers(seat, callId, { board, about })) return { outcome: 'refused', because: 'not-our-account' };
  const event = { kind: 'answered', by: holderOf(seat), purpose: 'talk', takeOver: takeOver ?? false } as const;
  const told = await board.tell(seat.sites, callId, event);
  if (told === null) return { outcome: 'refused', because: 'unknown-call' };
  const reply = AnswerReply.parse(told.reply);
  return reply.outcome === 'yours' && told.state.unrecorded ? { outcome: 'yours', unrecorded: true } : reply;
}
