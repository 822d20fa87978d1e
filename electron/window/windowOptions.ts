import type { BrowserWindowConstructorOptions, WebPreferences } from 'electron';
import { cardFrame } from '../../protocol/bridge.ts';
import { smallest } from './placement.ts';

/** The same for every window: sandboxed, isolated, never throttled, and free to sound without a click. */
const safe = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
  backgroundThrottling: false,
  autoplayPolicy: 'no-user-gesture-required',
} as const satisfies WebPreferences;

const surface = '#111214';

export const deskOptions = (preload: string): BrowserWindowConstructorOptions => ({
  title: 'Vestibule',
  show: false,
  minWidth: smallest.width,
  minHeight: smallest.height,
  backgroundColor: surface,
  autoHideMenuBar: true,
  webPreferences: { ...safe, preload },
});

/** The card takes no focus, so that a key which somebody is typing in another program never answers a visitor. It has no bridge of its own. */
export const cardOptions = (): BrowserWindowConstructorOptions => ({
  title: cardFrame,
  show: false,
  frame: false,
  focusable: false,
  resizable: false,
  minimizable: false,
  maximizable: false,
  fullscreenable: false,
  skipTaskbar: true,
  alwaysOnTop: true,
  backgroundColor: surface,
  webPreferences: { ...safe },
});
