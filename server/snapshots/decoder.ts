import type { Cancel, Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { atMost } from './atMost.ts';
import { noPicture } from './noPicture.ts';
import { type Decoded, type PictureProcess, startPictureProcess } from './pictureProcess.ts';
import type { Reading } from './reencode.ts';

/** Decodes pictures in a process of their own, one at a time. */
export type Decoder = {
  /** Never rejects. */
  readonly decode: (bytes: Uint8Array, how: Reading) => Promise<Decoded>;
  /** Ends the process; nothing is decoded any more. */
  readonly stop: () => void;
};

/** A process decodes so many pictures, for a stranger's may have changed it; one that has nothing to do ends, and its memory is free. */
export const service = { pictures: 20, idleMs: 30_000 } as const;

export type DecoderParts = {
  readonly clock: Clock;
  readonly log: Log;
  readonly start?: (parts: { readonly clock: Clock }) => PictureProcess;
};

/** Starts no process before the first picture. */
export function makeDecoder({ clock, log, start = startPictureProcess }: DecoderParts): Decoder {
  const oneAtATime = atMost(1);
  let current: PictureProcess | null = null;
  let decoded = 0;
  let idle: Cancel = () => {};
  let stopped = false;

  function end(): void {
    current?.end();
    current = null;
  }

  function ready(): PictureProcess {
    if (current?.isAlive() === true && decoded < service.pictures) return current;
    end();
    decoded = 0;
    current = start({ clock });
    return current;
  }

  async function decodeNext(bytes: Uint8Array, how: Reading): Promise<Decoded> {
    if (stopped) return { kind: 'none', ...noPicture('not-decoded', 'the relay stops') };
    idle();
    const outcome = await ready().decode(bytes, how);
    decoded += 1;
    idle = clock.after(service.idleMs, end);
    if (outcome.kind === 'none' && (outcome.because === 'not-decoded' || outcome.because === 'too-costly'))
      log.warn({ because: outcome.because, detail: outcome.detail }, 'the process that decodes pictures was ended');
    return outcome;
  }

  return {
    decode: (bytes, how) => oneAtATime(() => decodeNext(bytes, how)),
    stop: () => {
      stopped = true;
      idle();
      end();
    },
  };
}
