import { z } from 'zod';
import { type GivenTo, type OperatorRequest, pathOf, type ReplyTo, replyIn } from '../../protocol/operator/request.ts';
import { err, ok, type Result } from '../../protocol/result.ts';
import type { AskRelay } from './askRelay.ts';
import type { Outcome } from './outcome.ts';

/** A refusal as the command's failure, in the relay's words; `told` is all that came with it. */
export type Refused = Extract<Outcome, { kind: 'failed' }> & { readonly told: unknown };

/** Asks one request of the operator's API. What is given may be wrong, as it was typed: the relay says so. */
export type Ask = <R extends OperatorRequest>(asked: R, given: GivenTo<R>) => Promise<Result<ReplyTo<R>, Refused>>;

const Refusal = z.object({ message: z.string() });

/** Asks whoever answers for the relay, and reads what comes back in its shape. Rejects where nobody answers, or not in that shape. */
export const asking =
  (relay: AskRelay): Ask =>
  async (asked, given) => {
    const { status, text } = await relay({ method: asked.method, path: pathOf(asked, given), body: given.body });
    const value: unknown = text === '' ? null : JSON.parse(text);
    return status < 300 ? ok(replyIn(asked, value)) : err(refused(status, value));
  };

function refused(status: number, told: unknown): Refused {
  const refusal = Refusal.safeParse(told);
  const message = refusal.success ? refusal.data.message : `The relay answered ${status}.`;
  return { kind: 'failed', message, misused: status === 400, told };
}
