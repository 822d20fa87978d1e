import { pathOfPage, relayOfPage } from '../link/relayAddress.ts';
import type { Host } from './host.ts';

/** Relays on one host, each below a path, share the browser's store: a token belongs to the relay that gave it. */
const tokenKey = `vestibule.desk-token${pathOfPage(location)}`;

/** A browser's means: the tab's title, and a screen wake lock that is taken again whenever the page comes back to the front. */
export function browserHost(): Host {
  let wanted = false;
  let lock: WakeLockSentinel | null = null;
  const take = async () => {
    if (!wanted || document.visibilityState !== 'visible' || lock?.released === false) return;
    lock = (await navigator.wakeLock?.request('screen').catch(() => null)) ?? null;
  };
  document.addEventListener('visibilitychange', () => void take());
  return {
    relay: relayOfPage(location),
    ringsUnasked: false,
    seat: null,
    token: {
      stored: () => localStorage.getItem(tokenKey),
      keep: async (token) => {
        localStorage.setItem(tokenKey, token);
        return true;
      },
      forget: () => localStorage.removeItem(tokenKey),
    },
    attend: ({ ringing }, title) => {
      document.title = ringing ? `🔔 ${title}` : title;
    },
    keepAwake: (awake) => {
      wanted = awake;
      if (awake) void take();
      else void lock?.release().catch(() => {});
    },
    notify: () => {},
    withdraw: () => {},
    comeForward: () => {},
    listen: () => {},
    program: null,
  };
}
