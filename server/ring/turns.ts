/** Work that shares a word is done in the order in which it came; all other work at once. */
export type Turns = {
  /** `work` gives null where it was done at once. */
  readonly take: (words: readonly string[], work: () => Promise<void> | null) => void;
};

export function inTurns(reportFailure: (error: unknown) => void): Turns {
  const underWay = new Map<string, Promise<void>>();

  function keep(words: readonly string[], work: Promise<unknown>): void {
    const settled = work.then(() => {}, reportFailure);
    for (const word of words) underWay.set(word, settled);
    void settled.then(() => {
      for (const word of words) if (underWay.get(word) === settled) underWay.delete(word);
    });
  }

  return {
    take: (words, work) => {
      const before = words.flatMap((word) => underWay.get(word) ?? []);
      const begun = before.length === 0 ? work() : Promise.all(before).then(() => work() ?? undefined);
      if (begun !== null) keep(words, begun);
    },
  };
}
