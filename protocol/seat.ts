/** How a page becomes a seat: a code enrols its desk, its token lets it in. */
import { z } from 'zod';
import { DeskId, SeatId } from './call.ts';
import { wordOf } from './words.ts';

/** What a page says of itself when it connects. The token never travels in an address. */
export const SeatCredentials = z.object({
  token: z.string().min(1).max(256),
  protocol: z.number().int(),
  seat: SeatId.optional(),
});
export type SeatCredentials = z.infer<typeof SeatCredentials>;

/** A connection that the relay refuses: `message` is for a person, `data.because` for the page. */
export const ConnectRefusal = z.object({
  because: wordOf(['bad-token', 'bad-request', 'wrong-protocol', 'replaced']),
  oldest: z.number().optional(),
  newest: z.number().optional(),
});
export type ConnectRefusal = z.infer<typeof ConnectRefusal>;

/** `POST /enrol`: a one-time code becomes a desk token, once. */
export const EnrolRequest = z.object({ code: z.string().trim().min(4).max(40) });
/** The new desk. The token is shown this once; whoever has it is that desk. */
export const EnrolReply = z.object({ desk: DeskId, name: z.string(), token: z.string() });
export type EnrolReply = z.infer<typeof EnrolReply>;
