import type { Alarms } from '../alerts/alarms.ts';
import { type PicturesWatch, watchPictures } from '../alerts/failingPictures.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { TakeSnapshot } from '../ring/ports.ts';
import { makeDecoder } from '../snapshots/decoder.ts';
import { fetchPicture, makeDispatchers } from '../snapshots/fetchPicture.ts';
import type { SnapshotStore } from '../snapshots/store.ts';
import { makeTakeSnapshot } from '../snapshots/takeSnapshot.ts';

export type PictureSideParts = {
  readonly config: Pick<Config, 'snapshotOrigins'>;
  readonly store: SnapshotStore;
  readonly alarms: Pick<Alarms, 'raise' | 'clear'>;
  readonly metrics: Pick<Metrics, 'snapshot'>;
  readonly clock: Clock;
  readonly log: Log;
};

/** Visitors' pictures, from their address to the store, and how each site's fare. */
export type PictureSide = Pick<PicturesWatch, 'of'> & {
  readonly takeSnapshot: TakeSnapshot;
  /** Ends the process that decodes. */
  readonly stop: () => void;
};

export function pictureSide({ config, store, alarms, metrics, clock, log }: PictureSideParts): PictureSide {
  const decoder = makeDecoder({ clock, log });
  const watch = watchPictures(alarms);
  const take = makeTakeSnapshot({
    fetchPicture: fetchPicture(config.snapshotOrigins, makeDispatchers()),
    decoder,
    store,
    clock,
    log,
    observe: metrics.snapshot,
  });
  return {
    of: watch.of,
    stop: decoder.stop,
    takeSnapshot: async (wanted) => {
      const outcome = await take(wanted);
      watch.told(wanted, outcome);
      return outcome;
    },
  };
}
