import { app, shell } from 'electron';
import type { DeskWindow } from '../window/desk.ts';
import type { Heart } from './heart.ts';

export type ReviveParts = {
  readonly desk: DeskWindow;
  readonly heart: Heart;
  readonly now: () => number;
  /** Whether something rang when the page was last heard of. */
  readonly wasRinging: () => boolean;
  readonly gone: () => void;
  readonly report: (what: string, detail: string) => void;
};

const lookEveryMs = 500;
const beepEveryMs = 1_000;
/** A page that dies at once, again and again, is started ever more slowly, but never given up. */
const waits = [0, 500, 2_000, 5_000, 10_000] as const;
const calmAfterMs = 60_000;
/** Chromium's ERR_ABORTED: another load took this one's place. */
const abandoned = -3;

/** Starts the page again when it has died or hangs, and beeps meanwhile when something rang; the rings themselves return by the picture. */
export function keepPageAlive({ desk, heart, now, wasRinging, gone, report }: ReviveParts): {
  readonly alive: () => void;
} {
  let falls = 0;
  let fellAt = Number.NEGATIVE_INFINITY;
  let isDown = false;
  let beeping: ReturnType<typeof setInterval> | null = null;
  const { webContents } = desk.window;

  const alive = () => {
    isDown = false;
    if (beeping !== null) clearInterval(beeping);
    beeping = null;
  };
  function fall(why: string): void {
    /** A page that goes because the program ends is not missed. */
    if (isDown || desk.window.isDestroyed()) return;
    isDown = true;
    heart.rest();
    if (wasRinging() && beeping === null) {
      shell.beep();
      beeping = setInterval(() => shell.beep(), beepEveryMs);
    }
    gone();
    falls = now() - fellAt > calmAfterMs ? 0 : falls + 1;
    fellAt = now();
    report('page-gone', why);
    setTimeout(
      () => {
        isDown = false;
        if (desk.window.isDestroyed()) return;
        desk.load();
        /** A page that never comes up is noticed too. */
        heart.beat(false);
      },
      waits[Math.min(falls, waits.length - 1)],
    );
  }
  webContents.on('render-process-gone', (_event, { reason }) => fall(reason));
  webContents.on('did-fail-load', (_event, code, words, _address, isMainFrame) => {
    if (isMainFrame && code !== abandoned) fall(words);
  });
  webContents.on('unresponsive', () => webContents.forcefullyCrashRenderer());
  app.on('child-process-gone', (_event, { type, reason }) => report('process-gone', `${type} ${reason}`));
  setInterval(() => {
    if (desk.window.isDestroyed() || !heart.isStopped(now())) return;
    heart.rest();
    report('page-hangs', '');
    webContents.forcefullyCrashRenderer();
  }, lookEveryMs);
  return { alive };
}
