import type { SnapshotId } from '../../protocol/call.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { TakeSnapshot } from '../ring/ports.ts';
import type { PictureFailure } from './address.ts';
import { atMost } from './atMost.ts';
import type { FetchPicture } from './fetchPicture.ts';
import { reencode } from './reencode.ts';
import type { SnapshotStore } from './store.ts';

/** A picture may be late: it is asked for again after these times, in milliseconds, while the call still rings. */
const againAfterMs: readonly number[] = [1_000, 3_000, 8_000];

/** What asking again cannot mend. */
const final: ReadonlySet<PictureFailure> = new Set([
  'address-refused',
  'host-refused',
  'inner-address',
  'too-large',
  'too-many-pixels',
]);

export type TakeSnapshotParts = {
  readonly fetchPicture: FetchPicture;
  readonly store: SnapshotStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly observe: (outcome: PictureFailure | 'taken' | 'not-kept') => void;
};

export function makeTakeSnapshot({ fetchPicture, store, clock, log, observe }: TakeSnapshotParts): TakeSnapshot {
  const oneOfTwo = atMost(2);

  async function attempt(imageUrl: string): Promise<Uint8Array | PictureFailure> {
    const bytes = await fetchPicture(imageUrl);
    if (!bytes.ok) return bytes.error;
    const jpeg = await oneOfTwo(() => reencode(bytes.value));
    return jpeg.ok ? jpeg.value : jpeg.error;
  }

  async function keep(jpeg: Uint8Array): Promise<SnapshotId | null> {
    try {
      const id = await store.keep(jpeg);
      observe('taken');
      return id;
    } catch (error) {
      observe('not-kept');
      log.error({ err: error }, 'a snapshot could not be stored');
      return null;
    }
  }

  return async (imageUrl, stillWanted) => {
    for (const waitMs of [...againAfterMs, null]) {
      const picture = await attempt(imageUrl);
      if (typeof picture !== 'string') return keep(picture);
      observe(picture);
      log.debug({ because: picture }, 'no snapshot');
      if (waitMs === null || final.has(picture)) return null;
      await new Promise<void>((resolve) => void clock.after(waitMs, resolve));
      if (!stillWanted()) return null;
    }
    return null;
  };
}
