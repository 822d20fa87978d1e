import { EpochMs } from '../../protocol/call.ts';
import type { Clock } from '../../server/clock.ts';

/** A clock that stands until a test moves it; timers run in their order when their time has come. */
export type ManualClock = Clock & {
  readonly pass: (ms: number) => void;
  /** How many timers wait for their time. */
  readonly waiting: () => number;
};

export function manualClock(startWall = 1_700_000_000_000): ManualClock {
  let elapsed = 0;
  let timers: { readonly due: number; readonly run: () => void }[] = [];
  return {
    boot: 'boot-of-the-test',
    moment: () => ({ wall: EpochMs.parse(startWall + elapsed), mono: 10_000 + elapsed }),
    after: (ms, run) => {
      const timer = { due: elapsed + ms, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    waiting: () => timers.length,
    pass: (ms) => {
      const until = elapsed + ms;
      for (;;) {
        const next = timers.filter(({ due }) => due <= until).sort((one, other) => one.due - other.due)[0];
        if (next === undefined) break;
        timers = timers.filter((timer) => timer !== next);
        elapsed = Math.max(elapsed, next.due);
        next.run();
      }
      elapsed = until;
    },
  };
}
