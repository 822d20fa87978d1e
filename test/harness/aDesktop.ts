import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Browser, chromium, type Page } from 'playwright-core';
import { z } from 'zod';
import { pagePaths } from '../../protocol/bridge.ts';
import { findBrowser } from '../../scripts/browser.ts';
import { type Order, Seen } from './electron/remote.ts';
import { heard } from './heard.ts';

/** The built desktop program in a process of its own, its windows in a Chromium of its own. */
export type RunningDesktop = {
  /** The desk's page, once it is there; a new one after a crash. */
  readonly page: () => Promise<Page>;
  /** The ring card's page. */
  readonly card: () => Promise<Page>;
  readonly see: () => Promise<Seen>;
  readonly until: (test: (seen: Seen) => boolean) => Promise<Seen>;
  readonly order: (order: WithoutId<Order>) => Promise<Seen>;
  /** A second start of the program with these words. */
  readonly startAgain: (words: readonly string[]) => Promise<void>;
  /** Ends the program and starts it anew over the same data. */
  readonly restart: (words?: readonly string[]) => Promise<void>;
  readonly browser: Browser;
  readonly userData: string;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};
type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

const main = join(import.meta.dirname, '../../out/main/main.cjs');
const register = join(import.meta.dirname, 'electron/register.ts');
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
/** What has not come by then will not come; the error tells what was there instead. */
const patienceMs = 40_000;
const Answer = z.object({ id: z.number(), seen: Seen });

export async function aDesktop(words: readonly string[] = []): Promise<RunningDesktop> {
  const folder = mkdtempSync(join(tmpdir(), 'vestibule-desktop-'));
  const userData = join(folder, 'user');
  const { path, args } = await findBrowser();
  const chrome = spawn(path, [...args, ...flags, `--user-data-dir=${join(folder, 'chromium')}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const endpoint = await endpointOf(chrome);
  const env = {
    ...process.env,
    DOUBLE_CHROMIUM: endpoint,
    DOUBLE_USER_DATA: userData,
    XDG_CONFIG_HOME: join(folder, 'config'),
  };
  const start = (more: readonly string[], extra: Record<string, string> = {}) =>
    heard(
      spawn(process.execPath, ['--import', register, main, ...more], {
        env: { ...env, ...extra },
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      }),
    );
  let program = start(words);
  const browser = await chromium.connectOverCDP(endpoint);
  const context = browser.contexts()[0];
  if (context === undefined) throw new Error('The browser has no window.');

  const crashed = new WeakSet<Page>();
  context.on('page', (page) => void page.on('crash', () => void crashed.add(page)));
  for (const page of context.pages()) page.on('crash', () => void crashed.add(page));

  let orders = 0;
  const waiting = new Map<number, (seen: Seen) => void>();
  const hear = () =>
    program.on('message', (message: unknown) => {
      const { id, seen } = Answer.parse(message);
      waiting.get(id)?.(seen);
      waiting.delete(id);
    });
  hear();
  const order = (given: WithoutId<Order>) =>
    new Promise<Seen>((resolve, reject) => {
      const id = ++orders;
      const late = setTimeout(() => reject(new Error(`The program did not answer to ${given.order}.`)), patienceMs);
      waiting.set(id, (seen) => {
        clearTimeout(late);
        resolve(seen);
      });
      program.send({ ...given, id });
    });
  const see = () => order({ order: 'state' });
  const find = async (path: string): Promise<Page> => {
    for (const end = performance.now() + patienceMs; ; ) {
      const found = context
        .pages()
        .findLast((page) => !page.isClosed() && !crashed.has(page) && new URL(page.url()).pathname === path);
      if (found !== undefined) return found;
      if (performance.now() > end)
        throw new Error(`No page ${path} among ${context.pages().map((page) => page.url())}.`);
      await context.waitForEvent('page', { timeout: 500 }).catch(() => {});
    }
  };
  return {
    browser,
    userData,
    page: () => find(pagePaths.desk),
    card: () => find(pagePaths.card),
    see,
    order,
    until: async (test) => {
      for (const end = performance.now() + patienceMs; ; ) {
        const seen = await see();
        if (test(seen)) return seen;
        if (performance.now() > end) throw new Error(`Not so yet, for ${test}: ${JSON.stringify(seen)}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    restart: async (more = []) => {
      await end(program);
      for (const page of context.pages()) if (page.url().startsWith('https://vestibule.invalid')) await page.close();
      program = start(more);
      hear();
    },
    startAgain: async (more) => {
      const second = start(more, { DOUBLE_SECOND: 'yes' });
      await once(second, 'exit');
    },
    [Symbol.asyncDispose]: async () => {
      await end(program);
      await browser.close().catch(() => {});
      await end(chrome);
      /** Its own children end a moment after it, and may still write. */
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
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
