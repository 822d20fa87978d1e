/** What surrounds the page: a browser now, the desktop program later. The page asks it, and never asks which one it is. */
export type Host = {
  /** Draws attention to a ring while the page is not in front. */
  readonly setRinging: (ringing: boolean, title: string) => void;
  /** Keeps the screen on during a shift. */
  readonly keepAwake: (awake: boolean) => void;
};
