import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { pagePaths } from '../../protocol/bridge.ts';
import type { RunningScreen } from './aScreen.ts';
import { type Order, Seen } from './electron/remote.ts';
import { end } from './end.ts';
import { heard } from './heard.ts';

/** The built desktop program in a process of its own, its windows on a screen. */
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
  readonly userData: string;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};
type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

const main = join(import.meta.dirname, '../../out/main/main.cjs');
const register = join(import.meta.dirname, 'electron/register.ts');
/** What has not come by then will not come; the error tells what was there instead. */
const patienceMs = 40_000;
const Answer = z.object({ id: z.number(), seen: Seen });

/** A program of its own data; its windows are in the screen that is given, one program at a time. */
export async function aDesktop({ browser, endpoint, clear }: RunningScreen): Promise<RunningDesktop> {
  const folder = mkdtempSync(join(tmpdir(), 'vestibule-desktop-'));
  const userData = join(folder, 'user');
  const env = {
    ...process.env,
    DOUBLE_CHROMIUM: endpoint,
    DOUBLE_USER_DATA: userData,
    XDG_CONFIG_HOME: join(folder, 'config'),
  };
  const start = (more: readonly string[] = [], extra: Record<string, string> = {}) =>
    heard(
      spawn(process.execPath, ['--import', register, main, ...more], {
        env: { ...env, ...extra },
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      }),
    );
  let program = start();
  const context = browser.contexts()[0];
  if (context === undefined) throw new Error('The browser has no window.');

  const crashed = new WeakSet<Page>();
  const watch = (page: Page) => void page.on('crash', () => void crashed.add(page));
  context.on('page', watch);

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
      context.off('page', watch);
      await clear();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
