import watchdogAddress from './watchdog.ts?worker&url';

type Policy = { readonly createScriptURL: (address: string) => string };
declare global {
  interface Window {
    /** Chromium's Trusted Types; other browsers may have none. */
    readonly trustedTypes?: {
      readonly createPolicy: (name: string, rules: Policy) => Policy;
    };
  }
}

/** The page's only address for a script made at run time is that of its own Worker. */
const policy = window.trustedTypes?.createPolicy('vestibule', {
  createScriptURL: (address) => {
    if (new URL(address, location.href).origin !== location.origin) throw new TypeError('Not a script of this page.');
    return address;
  },
});

export const openWatchdog = (): Worker =>
  new Worker(policy?.createScriptURL(watchdogAddress) ?? watchdogAddress, { type: 'module', name: 'link-watchdog' });
