import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Browser, chromium } from 'playwright-core';
import { findBrowser } from '../../scripts/browser.ts';
import { end } from './end.ts';

/** The Chromium in which the desktop programs of one file have their windows, one program after another. */
export type RunningScreen = {
  readonly browser: Browser;
  readonly endpoint: string;
  /** Closes every window and forgets all that pages of the program keep, as a machine does that never ran it. */
  readonly clear: () => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** What Electron is by its nature, or by the options that level A reads: no blocker of pop-ups, sound without a click. */
const flags = [
  '--headless=new',
  '--remote-debugging-port=0',
  '--disable-popup-blocking',
  '--autoplay-policy=no-user-gesture-required',
  '--use-fake-device-for-media-stream',
  '--disable-features=WebRtcHideLocalIpsWithMdns',
  '--lang=en-GB',
];
/** Stays when the program's windows go: a Chromium without any ends. */
const blank = 'about:blank';

export async function aScreen(): Promise<RunningScreen> {
  const folder = mkdtempSync(join(tmpdir(), 'vestibule-screen-'));
  const { path, args } = await findBrowser();
  const chrome = spawn(path, [...args, ...flags, `--user-data-dir=${folder}`, blank], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const endpoint = await endpointOf(chrome);
  const browser = await chromium.connectOverCDP(endpoint);
  const clear = async () => {
    const context = browser.contexts()[0];
    for (const page of context?.pages() ?? []) if (page.url() !== blank) await page.close();
    await context?.clearPermissions();
    const [left] = context?.pages() ?? [];
    if (left === undefined) throw new Error('The browser has no window.');
    const cdp = await left.context().newCDPSession(left);
    await cdp.send('Network.clearBrowserCache');
    await cdp.send('Network.clearBrowserCookies');
    await cdp.send('Storage.clearDataForOrigin', { origin: 'https://vestibule.invalid', storageTypes: 'all' });
    await cdp.detach();
  };
  return {
    browser,
    endpoint,
    clear,
    [Symbol.asyncDispose]: async () => {
      await browser.close().catch(() => {});
      await end(chrome);
      /** Its own children end a moment after it, and may still write. */
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

function endpointOf(chrome: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    if (chrome.stderr === null) return reject(new Error('No error output.'));
    createInterface({ input: chrome.stderr }).on('line', (line) => {
      const found = /DevTools listening on (ws:\/\/\S+)/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
    chrome.once('exit', () => reject(new Error('The browser ended before it listened.')));
  });
}
