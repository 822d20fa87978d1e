import type { Write } from './log.ts';

/** A line that somebody outside can provoke; of the same `about` only so many a minute are written. */
export type Provoked = { readonly about: string; readonly fields: object; readonly words: string };

export type SparingParts = {
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** Of one `about`, in a minute. */
  readonly most: number;
};

type Told = { readonly since: number; readonly times: number };

const minuteMs = 60_000;
/** Whoever comes from more addresses in a minute fills no memory and no log: what is new then is not told. */
const mostAbouts = 200;

/** Writes what can be provoked, sparingly; the first line of a new minute tells how many of its kind were left out. */
export function sparingLines(write: Write, { now, most }: SparingParts): (line: Provoked) => void {
  const told = new Map<string, Told>();

  function makeRoom(at: number): boolean {
    if (told.size < mostAbouts) return true;
    for (const [about, { since }] of told) if (at - since >= minuteMs) told.delete(about);
    return told.size < mostAbouts;
  }

  return ({ about, fields, words }) => {
    const at = now();
    const before = told.get(about);
    if (before !== undefined && at - before.since < minuteMs) {
      told.set(about, { ...before, times: before.times + 1 });
      if (before.times < most) write(fields, words);
      return;
    }
    if (before === undefined && !makeRoom(at)) return;
    told.set(about, { since: at, times: 1 });
    const leftOut = before === undefined ? 0 : Math.max(0, before.times - most);
    write(leftOut === 0 ? fields : { ...fields, leftOut }, words);
  };
}

/** Ten a minute of each kind: what breaks at every request is told as well by ten as by ten thousand. */
const mostErrors = 10;

/** A log whose errors are sparing. */
export function sparingErrors(log: { readonly error: Write }, now: SparingParts['now']): { readonly error: Write } {
  const write = sparingLines((fields, words) => log.error(fields, words), { now, most: mostErrors });
  return { error: (fields, words) => write({ about: words, fields, words }) };
}
