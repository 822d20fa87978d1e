/** Those who asked to be told of something. */
export type Listeners<Told extends readonly unknown[]> = {
  readonly add: (listener: (...told: Told) => void) => void;
  /** Tells each, in the order in which they asked; one that throws ends the telling. */
  readonly tell: (...told: Told) => void;
};

export function makeListeners<Told extends readonly unknown[]>(): Listeners<Told> {
  const all: ((...told: Told) => void)[] = [];
  return {
    add: (listener) => void all.push(listener),
    tell: (...told) => {
      for (const listener of all) listener(...told);
    },
  };
}
