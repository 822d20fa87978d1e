import type { RingQueue } from './queue.ts';

/** Words that one call is told by webhooks; a real one is told fewer than ten in its life. */
const mostOfCall = 12;

/** Decides whether a status that a webhook tells is news to a ring: anybody with a key can tell one again and again. */
export type NewHints = {
  readonly isNews: (queue: RingQueue, status: string, by: 'guid' | 'number') => boolean;
};

/** The same word is news once more in another phase, where it may mean another thing. */
export function newHints(): NewHints {
  const told = new WeakMap<RingQueue, Set<string>>();
  return {
    isNews: (queue, status, by) => {
      const words = told.get(queue) ?? new Set();
      told.set(queue, words);
      const word = `${queue.state().ring.phase} ${by} ${status}`;
      if (words.has(word) || words.size >= mostOfCall) return false;
      words.add(word);
      return true;
    },
  };
}
