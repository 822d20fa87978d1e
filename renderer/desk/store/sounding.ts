import { untilHeard } from '../../sound/heard.ts';
import type { Ringer } from '../../sound/ringer.ts';
import type { DeskModel } from '../model.ts';
import { deafness, isSounding, type PageMs, soundingRings } from '../state.ts';
import type { DeskReceipts } from './receipts.ts';

export type SoundingParts = {
  readonly model: () => DeskModel;
  readonly ringer: Ringer;
  readonly receipts: Pick<DeskReceipts, 'prove'>;
};

/** Whether this page rings now, and the proof that it is heard. */
export type Sounding = {
  /** After every change of what is known. */
  readonly follow: () => void;
  /** A call that waits during a talk is not rung but beeped. */
  readonly beepInTalk: (at: PageMs) => void;
};

const beepEveryMs = 5_000;

export function makeSounding({ model, ringer, receipts }: SoundingParts): Sounding {
  /** Null while nothing is listened for. */
  let stopListening: (() => void) | null = null;
  let beepedAt = Number.NEGATIVE_INFINITY;

  /**
   * Proved only once there is sound: the tone was asked for is not yet the tone was played. A change meanwhile does not begin the listening
   * anew, or two hundred calls in a second would never be heard; what sounds when there is sound is proved by it.
   */
  function listen(): void {
    const over = () => {
      stopListening = null;
    };
    const heard = () => {
      over();
      for (const { view } of soundingRings(model().state)) receipts.prove(view.call.id, 'sounding');
    };
    stopListening ??= untilHeard(ringer, heard, over);
  }

  function stop(): void {
    stopListening?.();
    stopListening = null;
  }

  return {
    follow: () => {
      const { state, conversation } = model();
      const talks = conversation.phase !== 'none';
      const canSound = deafness(state) === null;
      const rings = isSounding(state) && !talks && canSound;
      ringer.setRinging(rings);
      if (rings) listen();
      else stop();
    },
    beepInTalk: (at) => {
      const { state, conversation } = model();
      if (conversation.phase !== 'live' || !isSounding(state) || at < beepedAt + beepEveryMs) return;
      beepedAt = at;
      ringer.beep();
    },
  };
}
