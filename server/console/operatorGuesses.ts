import { countFailures } from '../http/failures.ts';
import type { Write } from '../log.ts';
import { sparingLines } from '../sparingLines.ts';

/** Wrong tokens that one address may send before it is told to wait. */
const guesses = { most: 20, windowMs: 600_000 } as const;

/** Counts wrong operator tokens by address and tells the log once a minute of each; gives how long the address is told to wait, in ms. */
export function operatorGuesses({
  now,
  warn,
}: {
  /** Monotonic milliseconds. */
  readonly now: () => number;
  readonly warn: Write;
}): (address: string) => number {
  const failures = countFailures({ ...guesses, now });
  const tell = sparingLines(warn, { now, most: 1 });
  return (address) => {
    tell({ about: address, fields: { address }, words: 'a wrong operator token was sent' });
    return failures.failed(address);
  };
}
