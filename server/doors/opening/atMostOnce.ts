import type { Cancel, Clock } from '../../clock.ts';

/** Does something now, and again at most once each `everyMs`, however often it is asked; the last asking is never lost. */
export type AtMostOnce = { readonly ask: () => void; readonly stop: () => void };

export function atMostOnce(
  act: () => void,
  { clock, everyMs }: { readonly clock: Pick<Clock, 'after'>; readonly everyMs: number },
): AtMostOnce {
  let resting: Cancel | null = null;
  let isAsked = false;
  function rest(): void {
    resting = null;
    if (isAsked) ask();
  }
  function ask(): void {
    isAsked = resting !== null;
    if (isAsked) return;
    resting = clock.after(everyMs, rest);
    act();
  }
  return { ask, stop: () => resting?.() };
}
