import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findBrowser } from '../../scripts/browser.ts';

/** A real Chromium with a made-up camera and microphone; whether a page may use them is each context's own matter. */
export type RunningBrowser = {
  /** A window of its own: own storage, own permissions; as a person's browser is, without any flag that unlocks sound. */
  readonly window: (options?: WindowOptions) => Promise<Page>;
  readonly context: (options?: WindowOptions) => Promise<BrowserContext>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

export type WindowOptions = {
  readonly microphone?: boolean;
  readonly dark?: boolean;
  readonly width?: number;
  readonly height?: number;
  /** Goes on where a certificate is not trusted, as a person does after the warning. */
  readonly trusting?: boolean;
};

const devices = ['--use-fake-device-for-media-stream', '--disable-features=WebRtcHideLocalIpsWithMdns'];

export async function aBrowser(): Promise<RunningBrowser> {
  const { path, args } = await findBrowser();
  const browser: Browser = await chromium.launch({ executablePath: path, args: [...args, ...devices] });
  const context = ({
    microphone = true,
    dark = false,
    width = 1280,
    height = 800,
    trusting = false,
  }: WindowOptions = {}) =>
    browser.newContext({
      viewport: { width, height },
      ignoreHTTPSErrors: trusting,
      colorScheme: dark ? 'dark' : 'light',
      permissions: microphone ? ['microphone', 'camera'] : [],
      locale: 'en-GB',
    });
  return {
    context,
    window: async (options) => (await context(options)).newPage(),
    [Symbol.asyncDispose]: () => browser.close(),
  };
}
