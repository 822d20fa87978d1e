import { BrowserWindow, screen, type WebContents } from 'electron';
import { pageOrigin, pagePaths } from '../../protocol/bridge.ts';
import type { Settings } from '../settings/settings.ts';
import { placeDesk } from './placement.ts';
import { deskOptions } from './windowOptions.ts';

export type DeskWindow = {
  readonly window: BrowserWindow;
  /** In front and with the keyboard, because a person asked for it. */
  readonly show: () => void;
  /** Loads the page; first once everything that it may ask has an answer. */
  readonly load: () => void;
};

export type DeskParts = {
  readonly preload: string;
  readonly settings: Pick<Settings, 'place' | 'change'>;
  readonly hidden: boolean;
  /** False until the program really ends: before that, closing the window only hides it. */
  readonly isEnding: () => boolean;
  /** Called before there is a page, so that none is asked about that nobody knows. */
  readonly created: (contents: WebContents) => void;
  readonly report: (what: string) => void;
};

/** The desk's one window. Closing it leaves the desk ringing from the tray; where it stood is remembered. */
export function openDesk({ preload, settings, hidden, isEnding, created, report }: DeskParts): DeskWindow {
  const window = new BrowserWindow({
    ...deskOptions(preload),
    ...placeDesk(
      settings.place(),
      screen.getAllDisplays().map(({ workArea }) => workArea),
    ),
  });
  const remember = () => {
    if (window.isDestroyed() || window.isMinimized() || window.isFullScreen()) return;
    settings.change({ place: window.getNormalBounds() }).catch(() => report('place-not-written'));
  };
  const load = () => {
    window.loadURL(`${pageOrigin}${pagePaths.desk}`).catch(() => report('page-not-loaded'));
  };
  window.on('close', (event) => {
    remember();
    if (isEnding()) return;
    event.preventDefault();
    window.hide();
  });
  if (!hidden) window.once('ready-to-show', () => window.show());
  created(window.webContents);
  return {
    window,
    load,
    show: () => {
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
  };
}
