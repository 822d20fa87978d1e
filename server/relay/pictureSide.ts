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
  readonly metrics: Pick<Metrics, 'snapshot'>;
  readonly clock: Clock;
  readonly log: Log;
};

/** Visitors' pictures, from their address to the store. */
export type PictureSide = {
  readonly takeSnapshot: TakeSnapshot;
  /** Ends the process that decodes. */
  readonly stop: () => void;
};

export function pictureSide({ config, store, metrics, clock, log }: PictureSideParts): PictureSide {
  const decoder = makeDecoder({ clock, log });
  const takeSnapshot = makeTakeSnapshot({
    fetchPicture: fetchPicture(config.snapshotOrigins, makeDispatchers()),
    decoder,
    store,
    clock,
    log,
    observe: metrics.snapshot,
  });
  return { takeSnapshot, stop: decoder.stop };
}
