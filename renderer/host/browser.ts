import type { Host } from './host.ts';

const tokenKey = 'vestibule.desk-token';

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
    relay: '',
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
