import { setTimeout as wait } from 'node:timers/promises';

export type Scale = 'small' | 'full';

/** What a scenario saw: figures for the table, and every promise that it saw broken. */
export type Outcome = { readonly saw: string; readonly broken: readonly string[] };

/** One fault with the promise that must hold through it. Bounded in time, on this machine's loopback only, with real processes. */
export type Scenario = {
  readonly name: string;
  readonly promise: string;
  readonly run: (scale: Scale) => Promise<Outcome>;
};

/** Polls until `test` gives something; null when it did not within `ms`. */
export async function within<T>(
  ms: number,
  test: () => T | null | undefined | false | Promise<T | null | undefined | false>,
): Promise<T | null> {
  const end = performance.now() + ms;
  for (;;) {
    const found = await test();
    if (found !== null && found !== undefined && found !== false) return found;
    if (performance.now() > end) return null;
    await wait(10);
  }
}

/** Runs `job` for each item, at most `width` at once. */
export async function eachOf<T>(items: readonly T[], width: number, job: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const worker = async () => {
    for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) await job(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
}

export const random = (from: number, to: number) => from + Math.floor(Math.random() * (to - from + 1));

export function percentile(figures: readonly number[], share: number): number {
  const sorted = figures.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

export const ms = (figure: number) => `${figure.toFixed(figure < 10 ? 1 : 0)} ms`;
