/** Whether the page still lives. It says so every half second; a page that hangs says nothing, and Chromium's own notice would come too late. */
export type Heart = {
  readonly beat: (isUrgent: boolean) => void;
  /** After sleep, nobody has beaten for as long as the machine slept: the count begins again. */
  readonly rest: () => void;
  readonly isStopped: (now: number) => boolean;
};

/** While something rings or talks a hang must be mended within 3 s; at other times a busy machine gets more patience. */
export const patience = { urgentMs: 2_000, calmMs: 10_000 } as const;

export function makeHeart(now: () => number): Heart {
  let last: { readonly at: number; readonly isUrgent: boolean } | null = null;
  return {
    beat: (isUrgent) => {
      last = { at: now(), isUrgent };
    },
    rest: () => {
      last = null;
    },
    isStopped: (at) => last !== null && at - last.at > (last.isUrgent ? patience.urgentMs : patience.calmMs),
  };
}
