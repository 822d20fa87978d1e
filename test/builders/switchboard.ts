import { err } from '../../protocol/result.ts';
import type { Intercom } from '../../server/ring/ports.ts';
import { switchboard } from '../../server/ring/switchboard.ts';
import { manualClock } from '../fakes/manualClock.ts';
import { memoryJournal } from '../fakes/memoryJournal.ts';
import { windowMs } from './ring.ts';

/** A switchboard on a journal in memory and a clock that stands; its vendor is slow at everything that a test does not say. */
export function aSwitchboard(intercom: Partial<Intercom> = {}) {
  const clock = manualClock();
  const journal = memoryJournal(clock);
  const board = switchboard({
    journal,
    intercom: {
      callStatus: async () => err('slow'),
      notify: async () => err('slow'),
      guidOf: async () => null,
      ...intercom,
    },
    takeSnapshot: async () => ({ kind: 'none', because: 'refused', beside: null, tries: 1 }),
    attendanceOf: () => ({ present: [], leftOut: [] }),
    canBeChecked: () => true,
    clock,
    windowMs,
    reportUnwritable: () => {},
  });
  return { board, journal, clock };
}
