import type { RingQueue } from './queue.ts';

/** Pictures of one call that deliveries are believed. */
const mostTold = 4;
/** How long a delivery's own picture has before the vendor's answer is a second source, in milliseconds. */
const secondSourceAfterMs = 2_000;

/** Decides whether a picture of a call is to be fetched. The same one may be named again and again under new signatures. */
export type NewPictures = {
  /** Named by a delivery. */
  readonly told: (queue: RingQueue, address: string) => boolean;
  /** Named by the vendor's answer, which is asked for every few seconds: needed where no delivery's came. */
  readonly offered: (queue: RingQueue, address: string, nowMono: number) => boolean;
};

export function newPictures(): NewPictures {
  const told = new WeakMap<RingQueue, Set<string>>();
  const offered = new WeakMap<RingQueue, Set<string>>();
  return {
    told: (queue, address) => isAdded(told, queue, address) && (told.get(queue)?.size ?? 0) <= mostTold,
    offered: (queue, address, nowMono) => {
      const waits = told.has(queue) && nowMono - queue.state().ring.startedMono < secondSourceAfterMs;
      return !waits && isAdded(offered, queue, address);
    },
  };
}

function isAdded(known: WeakMap<RingQueue, Set<string>>, queue: RingQueue, address: string): boolean {
  const names = known.get(queue) ?? new Set();
  known.set(queue, names);
  const [name = ''] = address.split('?');
  if (names.has(name)) return false;
  names.add(name);
  return true;
}
