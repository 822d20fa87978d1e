/** Memory for pictures under way, in bytes: what would not fit waits before it is fetched, not after. */
export type Room = {
  /** Resolves when there is room for so many bytes; who came last goes first, for an older call is nearer its end. */
  readonly enter: (bytes: number) => Promise<Place>;
};
export type Place = {
  /** It proved to need less. */
  readonly shrinkTo: (bytes: number) => void;
  readonly leave: () => void;
};

export function roomFor(mostBytes: number): Room {
  const waiting: { readonly bytes: number; readonly begin: (place: Place) => void }[] = [];
  let taken = 0;

  function placeOf(size: number): Place {
    let held = size;
    taken += held;
    const shrinkTo = (bytes: number) => {
      taken -= Math.max(0, held - bytes);
      held = Math.min(held, bytes);
      letIn();
    };
    return { shrinkTo, leave: () => shrinkTo(0) };
  }

  function letIn(): void {
    for (let next = waiting.at(-1); next !== undefined && taken + next.bytes <= mostBytes; next = waiting.at(-1)) {
      waiting.pop();
      next.begin(placeOf(next.bytes));
    }
  }

  return {
    enter: (bytes) =>
      new Promise((begin) => {
        waiting.push({ bytes, begin });
        letIn();
      }),
  };
}
