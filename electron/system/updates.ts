import type { Attention } from '../../protocol/bridge.ts';

/** What is used of electron-updater. */
export type Updater = {
  autoDownload: boolean;
  autoInstallOnAppQuit: boolean;
  allowDowngrade: boolean;
  allowPrerelease: boolean;
  readonly on: (event: 'update-downloaded', heard: (info: { readonly version: string }) => void) => unknown;
  readonly checkForUpdates: () => Promise<unknown>;
  readonly quitAndInstall: (isSilent: boolean, isForceRunAfter: boolean) => void;
};

export type Updates = {
  readonly ready: () => string | null;
  readonly restart: () => 'restarting' | 'ringing' | 'no-update';
};

const everyMs = 4 * 3_600_000;
export const noUpdates: Updates = { ready: () => null, restart: () => 'no-update' };

/** The gate: it may load a newer version beside the running one, but installs it only on a person's word and never while something rings or talks. */
export function gateUpdates(
  updater: Updater,
  parts: {
    readonly attention: () => Pick<Attention, 'ringing' | 'talking'>;
    readonly changed: () => void;
    readonly report: (what: string) => void;
    readonly beforeRestart: () => void;
  },
): Updates & { readonly check: () => void } {
  let ready: string | null = null;
  updater.autoDownload = true;
  updater.autoInstallOnAppQuit = false;
  updater.allowDowngrade = false;
  updater.allowPrerelease = false;
  const isBusy = () => parts.attention().ringing || parts.attention().talking;
  updater.on('update-downloaded', ({ version }) => {
    ready = version;
    parts.changed();
  });
  const check = () => {
    if (!isBusy()) updater.checkForUpdates().catch(() => parts.report('update-not-checked'));
  };
  setInterval(check, everyMs).unref();
  return {
    check,
    ready: () => ready,
    restart: () => {
      if (ready === null) return 'no-update';
      if (isBusy()) return 'ringing';
      parts.beforeRestart();
      updater.quitAndInstall(true, true);
      return 'restarting';
    },
  };
}
