import type { Line } from './queue.ts';

/** Pictures of one call that deliveries are believed. */
const mostTold = 4;
/** How long a delivery's own picture has before the vendor's answer is a second source, in milliseconds. */
const secondSourceAfterMs = 2_000;

/** Decides whether a picture of a call is to be fetched. The same one may be named again and again under new signatures. */
export type NewPictures = {
  /** Named by a delivery. */
  readonly told: (line: Line, address: string) => boolean;
  /** Named by the vendor's answer, which is asked for every few seconds: needed where no delivery's came. */
  readonly offered: (line: Line, address: string, nowMono: number) => boolean;
};

export function newPictures(): NewPictures {
  const told = new WeakMap<Line, Set<string>>();
  const offered = new WeakMap<Line, Set<string>>();
  return {
    told: (line, address) => isAdded(told, line, address) && (told.get(line)?.size ?? 0) <= mostTold,
    offered: (line, address, nowMono) => {
      const waits = told.has(line) && nowMono - line.state().ring.startedMono < secondSourceAfterMs;
      return !waits && isAdded(offered, line, address);
    },
  };
}

function isAdded(known: WeakMap<Line, Set<string>>, line: Line, address: string): boolean {
  const names = known.get(line) ?? new Set();
  known.set(line, names);
  const [name = ''] = address.split('?');
  if (names.has(name)) return false;
  names.add(name);
  return true;
}
