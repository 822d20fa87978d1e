import { z } from 'zod';
import type { Ask } from '../../protocol/asks.ts';
import type { Clock } from '../clock.ts';

/** One question on one socket: parse, ask, reply. It decides nothing, and nothing that arrives can throw past it. */
export type Listen = <A, R>(ask: Ask<A, R>, answer: (asked: A) => Promise<R>) => void;

/** What `listen` needs of a socket. */
type Ears = { readonly on: (event: string, heard: (...said: readonly unknown[]) => void) => unknown };

export type ListenParts = {
  /** The reply in the words of the protocol that the page speaks. */
  readonly inWords: (ask: string, reply: unknown) => unknown;
  readonly reportFailure: (ask: string, error: unknown) => void;
};

const Callback = z.custom<(reply: unknown) => void>((value) => typeof value === 'function');

export const listenOn =
  (socket: Ears, { inWords, reportFailure }: ListenParts): Listen =>
  (ask, answer) => {
    const refused = (because: 'bad-request' | 'failed') => ask.replies.parse({ outcome: 'refused', because });
    socket.on(ask.name, (...said) => {
      const callback = Callback.safeParse(said.at(-1));
      const reply = callback.success ? callback.data : () => {};
      const asked = ask.asks.safeParse(said[0]);
      if (!asked.success) return reply(refused('bad-request'));
      answer(asked.data).then(
        (answered) => reply(inWords(ask.name, answered)),
        (error: unknown) => {
          reportFailure(ask.name, error);
          reply(refused('failed'));
        },
      );
    });
  };

/** What `spendOn` needs of a socket: everything that arrives passes here before anybody hears it. */
type Gate = { readonly use: (pass: (said: readonly unknown[], next: () => void) => void) => unknown };

/** One budget for everything that arrives on a seat's socket, known or not, spent before it is looked at. What is beyond it is refused unread. */
export function spendOn(socket: Gate, mayAsk: () => boolean): void {
  socket.use((said, next) => {
    if (mayAsk()) return next();
    const callback = Callback.safeParse(said.at(-1));
    if (callback.success) callback.data(beyondBudget);
  });
}

/** Every ask may be answered so. */
const beyondBudget = { outcome: 'refused', because: 'failed' } as const;

/** A bucket of `burst` questions that refills at `perSecond`. */
export function askBudget(
  clock: Clock,
  { burst, perSecond }: { readonly burst: number; readonly perSecond: number },
): () => boolean {
  let left = burst;
  let at = clock.moment().mono;
  return () => {
    const now = clock.moment().mono;
    left = Math.min(burst, left + ((now - at) / 1000) * perSecond);
    at = now;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}
