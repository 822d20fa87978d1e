import { AnswerReply, type Asked } from '../../protocol/desk.ts';
import type { Switchboard } from '../ring/switchboard.ts';
import { holderOf } from './holder.ts';
import type { Seat } from './seats.ts';

/** The way back, first station: a seat's claim. "Yours" as soon as it is journalled; the vendor is not waited for. */
export async function onAnswer(
  { callId, takeOver }: Asked<'answer'>,
  seat: Seat,
  { tell }: Pick<Switchboard, 'tell'>,
): Promise<AnswerReply> {
  const event = { kind: 'answered', by: holderOf(seat), purpose: 'talk', takeOver: takeOver ?? false } as const;
  const told = await tell(seat.sites, callId, event);
  if (told === null) return { outcome: 'refused', because: 'unknown-call' };
  const reply = AnswerReply.parse(told.reply);
  return reply.outcome === 'yours' && told.state.unrecorded ? { outcome: 'yours', unrecorded: true } : reply;
}
