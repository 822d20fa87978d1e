/** Who may use the door panel on the network, and how often they may ring: whoever read the address in the terminal, a few times a minute. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export type GuestParts = {
  /** Stands in the address that is printed, and made anew at each start. */
  readonly word: string;
  /** Monotonic milliseconds. */
  readonly now: () => number;
};

export type Guests = {
  /** Whether a request brings the word: in the address that the code leads to, or in the cookie that it was given there. */
  readonly knows: (request: IncomingMessage) => boolean;
  /** What a page's answer gives with it, so that whatever the page asks for brings the word. */
  readonly cookie: string;
  /** Takes one call of this address out of its bucket; false when it is empty. */
  readonly mayCall: (address: string) => boolean;
};

/** No other site's page can send it or have it set, and no other port's without https. */
const cookieName = '__Host-vestibule-phone';
const bucket = { calls: 6, againAfterMs: 5_000 } as const;
const mostAddresses = 1_000;

export function makeGuests({ word, now }: GuestParts): Guests {
  const buckets = new Map<string, { readonly left: number; readonly at: number }>();
  const isWord = (given: string | null | undefined) => given !== null && given !== undefined && isSame(given, word);
  return {
    knows: ({ url = '', headers }) =>
      isWord(cookieOf(headers.cookie)) || isWord(new URLSearchParams(/\?(.*)$/.exec(url)?.[1]).get('word')),
    cookie: `${cookieName}=${word}; Path=/; Secure; HttpOnly; SameSite=Strict`,
    mayCall: (address) => {
      const at = now();
      const before = buckets.get(address) ?? { left: bucket.calls, at };
      const left = Math.min(bucket.calls, before.left + (at - before.at) / bucket.againAfterMs);
      buckets.delete(address);
      buckets.set(address, { left: left < 1 ? left : left - 1, at });
      const [oldest] = buckets.keys();
      if (buckets.size > mostAddresses && oldest !== undefined) buckets.delete(oldest);
      return left >= 1;
    },
  };
}

const cookieOf = (header = '') =>
  header
    .split(/; */)
    .find((pair) => pair.startsWith(`${cookieName}=`))
    ?.slice(cookieName.length + 1);

const isSame = (one: string, other: string) => timingSafeEqual(digest(one), digest(other));
const digest = (text: string) => createHash('sha256').update(text).digest();
