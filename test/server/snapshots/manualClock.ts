import { EpochMs } from '../../../protocol/call.ts';
import type { Clock } from '../../../server/clock.ts';

/** A clock that stands still until it is moved; what falls due meanwhile runs in its order. */
export type ManualClock = Clock & { readonly advance: (ms: number) => void };

export function manualClock(startWall = 1_795_500_000_000): ManualClock {
  let mono = 1_000;
  let timers: readonly { readonly due: number; readonly run: () => void }[] = [];
  return {
    moment: () => ({ wall: EpochMs.parse(startWall + mono), mono }),
    boot: 'boot-of-the-test',
    after: (ms, run) => {
      const timer = { due: mono + ms, run };
      timers = [...timers, timer];
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance: (ms) => {
      const until = mono + ms;
      for (;;) {
        const next = timers.filter(({ due }) => due <= until).sort((one, other) => one.due - other.due)[0];
        if (next === undefined) break;
        timers = timers.filter((timer) => timer !== next);
        mono = next.due;
        next.run();
      }
      mono = until;
    },
  };
}
