import type { PictureFailure } from '../../protocol/fact.ts';
import { err, ok, type Result } from '../../protocol/result.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { PictureOutcome, TakeSnapshot } from '../ring/ports.ts';
import type { Decoder } from './decoder.ts';
import { type FetchPicture, mostPictureBytes } from './fetchPicture.ts';
import { isFinal, type NoPicture, noPicture } from './noPicture.ts';
import type { OwnPicture } from './reencode.ts';
import { roomFor } from './room.ts';
import type { SnapshotStore } from './store.ts';

/** A picture may be late: it is asked for again after these times, in milliseconds, then every `thenEveryMs`, while it is wanted. */
const againAfterMs: readonly number[] = [1_000, 3_000, 8_000];
const thenEveryMs = 10_000;
/** Enough for the longest ring; a talk may be longer. */
const mostTries = 34;
/** From this try on a torn picture is shown as far as it goes; before, only one that has not grown since the last try. */
const lenientFrom = 3;
/** Fetched pictures and those being fetched, together. */
const mostWaitingBytes = 20 * 1024 * 1024;

export type TakeSnapshotParts = {
  readonly fetchPicture: FetchPicture;
  readonly decoder: Pick<Decoder, 'decode'>;
  readonly store: Pick<SnapshotStore, 'keep'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly observe: (outcome: PictureFailure | 'taken') => void;
};

type Wanted = Parameters<TakeSnapshot>[0];
type Try = { readonly picture: Result<OwnPicture, NoPicture>; readonly bytes: number };

export function makeTakeSnapshot(parts: TakeSnapshotParts): TakeSnapshot {
  const { fetchPicture, decoder, store, clock, log, observe } = parts;
  const room = roomFor(mostWaitingBytes);

  async function attempt({ address, stillWanted }: Wanted, isLenient: (bytes: number) => boolean): Promise<Try> {
    const place = await room.enter(mostPictureBytes);
    try {
      if (!stillWanted()) return { picture: err(noPicture('not-asked')), bytes: 0 };
      const fetched = await fetchPicture(address);
      if (!fetched.ok) return { picture: fetched, bytes: 0 };
      const bytes = fetched.value.byteLength;
      place.shrinkTo(bytes);
      const decoded = await decoder.decode(fetched.value, isLenient(bytes) ? 'leniently' : 'strictly');
      return { picture: decoded.kind === 'picture' ? ok(decoded) : err(decoded), bytes };
    } finally {
      place.leave();
    }
  }

  async function keep({ jpeg, torn }: OwnPicture, bytes: number, tries: number): Promise<PictureOutcome> {
    try {
      const snapshot = await store.keep(jpeg);
      observe('taken');
      return { kind: 'taken', snapshot, bytes, tries, isTorn: torn };
    } catch (error) {
      log.error({ err: error }, 'a snapshot could not be stored');
      observe('not-kept');
      return none(noPicture('not-kept'), tries);
    }
  }

  return async (wanted) => {
    let tornBytes = -1;
    for (let tries = 1; ; tries++) {
      const { picture, bytes } = await attempt(wanted, (size) => tries >= lenientFrom || size === tornBytes);
      if (picture.ok) return keep(picture.value, bytes, tries);
      const { error } = picture;
      observe(error.because);
      log.debug({ because: error.because }, 'no snapshot');
      if (isFinal(error) || tries === mostTries) return none(error, tries);
      if (error.because === 'no-picture') tornBytes = bytes;
      await new Promise<void>((resolve) => void clock.after(againAfterMs[tries - 1] ?? thenEveryMs, resolve));
      if (!wanted.stillWanted()) return none(error, tries);
    }
  };
}

const none = ({ because, detail }: NoPicture, tries: number): PictureOutcome => ({
  kind: 'none',
  because,
  beside: detail,
  tries,
});
