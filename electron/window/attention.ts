import { app, powerSaveBlocker } from 'electron';
import type { Attention } from '../../protocol/bridge.ts';
import type { DeskTray } from '../system/tray.ts';
import type { RingCard } from './card.ts';
import type { DeskWindow } from './desk.ts';

export type AttentionParts = {
  readonly desk: DeskWindow;
  readonly card: Pick<RingCard, 'follow'>;
  readonly tray: DeskTray;
  /** Keeps the screen on through the whole shift. */
  readonly keepDisplayOn: boolean;
};

export type AttentionKeeper = {
  readonly now: () => Attention;
  readonly attend: (attention: Attention) => void;
  readonly keepAwake: (awake: boolean) => void;
};

const calm: Attention = { ringing: false, talking: false, able: 'no', because: '', missed: 0, card: 'none' };

/** Shows outside the window what the page says: the card, the tray, the badge, a flash, and no sleep. Each is an extra; the ring is the page's own sound. */
export function keepAttention({ desk, card, tray, keepDisplayOn }: AttentionParts): AttentionKeeper {
  let attention = calm;
  let suspension: number | null = null;
  let display: number | null = null;

  const hold = (held: number | null, wanted: boolean, kind: 'prevent-app-suspension' | 'prevent-display-sleep') => {
    if (wanted && held === null) return powerSaveBlocker.start(kind);
    if (!wanted && held !== null) powerSaveBlocker.stop(held);
    return wanted ? held : null;
  };
  let onShift = false;
  const holdPower = () => {
    const busy = attention.ringing || attention.talking;
    suspension = hold(suspension, onShift || busy, 'prevent-app-suspension');
    /** Starting this while something rings also wakes the display, on the systems that allow it. */
    display = hold(display, busy || (onShift && keepDisplayOn), 'prevent-display-sleep');
  };
  return {
    now: () => attention,
    attend: (next) => {
      const before = attention;
      attention = next;
      card.follow(next.card);
      holdPower();
      tray.show(next);
      if (next.missed !== before.missed) app.setBadgeCount(next.missed);
      if (next.ringing !== before.ringing && !desk.window.isDestroyed()) desk.window.flashFrame(next.ringing);
    },
    keepAwake: (awake) => {
      onShift = awake;
      holdPower();
    },
  };
}
