import { addressGroup } from './addressGroup.ts';

export type FailureParts = {
  /** Failures of one address that are answered as what they are; from the next on the address is told to wait. */
  readonly most: number;
  readonly windowMs: number;
  /** Monotonic milliseconds. */
  readonly now: () => number;
};

/** Counts wrong guesses by address; who guesses right is not among them, so nobody is locked out by somebody else's. */
export type Failures = {
  /** Notes a wrong guess; for how many milliseconds further ones are only told to wait, 0 while they are not. */
  readonly failed: (address: string) => number;
};

type Count = { readonly since: number; readonly times: number };

/** Addresses that are counted at once; beyond that the oldest is forgotten. */
const mostAddresses = 10_000;

export function countFailures({ most, windowMs, now }: FailureParts): Failures {
  const counts = new Map<string, Count>();
  return {
    failed: (address) => {
      const at = now();
      const who = addressGroup(address);
      const before = counts.get(who);
      const isSame = before !== undefined && at - before.since < windowMs;
      const count = isSame ? { since: before.since, times: before.times + 1 } : { since: at, times: 1 };
      counts.delete(who);
      counts.set(who, count);
      const [oldest] = counts.keys();
      if (counts.size > mostAddresses && oldest !== undefined) counts.delete(oldest);
      return count.times > most ? count.since + windowMs - at : 0;
    },
  };
}

/** A wait as a person reads it; never shorter than it is. */
export function waitInWords(ms: number): string {
  const minutes = Math.ceil(ms / 60_000);
  return minutes === 1 ? 'a minute' : `${minutes} minutes`;
}
