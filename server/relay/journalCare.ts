import type { Alarms } from '../alerts/alarms.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { OpenedStores } from '../store/opened.ts';

export type JournalCareParts = {
  readonly opened: Pick<OpenedStores, 'stores' | 'asideName' | 'readWhole'>;
  readonly mended: number;
  readonly clock: Clock;
  readonly log: Log;
  readonly alarms: Pick<Alarms, 'raise'>;
  readonly reportFailure: (doing: string, error: unknown) => void;
};

const dayMs = 86_400_000;

/** Says what the start found damaged, and looks for more in the background from then on. */
export function careForJournal({ opened, mended, clock, log, alarms, reportFailure }: JournalCareParts): void {
  if (mended > 0) {
    log.error({ mended }, 'hooks or desks of the journal were damaged, and were put back from their copy');
    alarms.raise({ kind: 'journal-damaged' });
  }
  if (opened.asideName !== null) {
    log.error({ aside: opened.asideName }, 'the journal was damaged and has been set aside');
    alarms.raise({ kind: 'journal-begun-anew' });
  }
  readJournalThrough(opened.readWhole ? dayMs : 0);

  /** The whole file, once a day and soon after a start that was too short for it, in a thread of its own. */
  function readJournalThrough(afterMs: number): void {
    clock.after(afterMs, () => {
      opened.stores.care
        .readThrough()
        .then((damage) => {
          if (damage === null) return;
          log.error({ damage }, 'the journal is damaged');
          alarms.raise({ kind: 'journal-damaged' });
        })
        .catch((error: unknown) => reportFailure('reading the journal through', error))
        .finally(() => readJournalThrough(dayMs));
    });
  }
}
