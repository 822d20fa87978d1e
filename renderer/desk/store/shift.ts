import { EpochMs } from '../../../protocol/call.ts';
import type { Host } from '../../host/host.ts';
import { closeMicrophone, openMicrophone } from '../../media/microphone.ts';
import type { Ringer } from '../../sound/ringer.ts';
import type { SoundingWindow } from '../../sound/soundingWindow.ts';
import type { DeskActs } from '../model.ts';
import type { HeldModel } from './heldModel.ts';

export type ShiftParts = {
  readonly held: HeldModel;
  readonly host: Pick<Host, 'keepAwake'>;
  readonly ringer: Pick<Ringer, 'unlock'>;
  readonly soundingWindow: SoundingWindow;
};

/** From the click that unlocks sound, a person stands behind this page. */
export type Shift = {
  readonly start: () => Promise<void>;
  /** A page that was reloaded in a shift is still in it. */
  readonly takeUp: () => void;
  readonly acts: Pick<DeskActs, 'stepAway' | 'useHere' | 'knowDeaf'>;
};

const startedKey = 'vestibule.shift-started';
/** Somebody has to find and click the browser's question. */
const askedForMs = 60_000;

export function makeShift({ held, host, ringer, soundingWindow }: ShiftParts): Shift {
  const { model, patch, apply } = held;

  async function start(): Promise<void> {
    const running = ringer.unlock();
    const here = await soundingWindow.claim();
    await running;
    sessionStorage.setItem(startedKey, 'yes');
    apply({ kind: 'ears', ears: { shift: 'on', away: false, window: here ? 'here' : 'elsewhere' } });
    host.keepAwake(true);
    patch({ shiftSince: model().shiftSince ?? EpochMs.parse(Date.now()) });
    if (model().conversation.phase !== 'none' || model().microphone === 'open') return;
    const microphone = await openMicrophone(askedForMs);
    if (microphone.kind === 'open') closeMicrophone(microphone.stream);
    patch({ microphone: microphone.kind });
  }

  return {
    start,
    takeUp: () => {
      if (sessionStorage.getItem(startedKey) !== null) apply({ kind: 'ears', ears: { shift: 'on' } });
    },
    acts: {
      stepAway: (away) => apply({ kind: 'ears', ears: { away } }),
      useHere: () => {
        soundingWindow.takeOver();
        void ringer.unlock();
        apply({ kind: 'ears', ears: { shift: 'on' } });
      },
      knowDeaf: () => patch({ knowsDeaf: true }),
    },
  };
}
