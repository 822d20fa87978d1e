import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { NewInvite } from '../protocol/admin.ts';
import { operator } from '../protocol/operator.ts';
import { aBrowser } from '../test/harness/aBrowser.ts';
import { aRelay } from '../test/harness/aRelay.ts';
import { percentile } from './figures.ts';

/** What a person at the desk feels while somebody with a leaked key floods it; milliseconds. */
export type PageInFlood = {
  /** From a press to the next picture on the screen, by the browser's own Event Timing. */
  readonly pressP99: number;
  readonly presses: number;
  readonly calls: number;
};

/** The browser tells no shorter ones. */
const leastMs = 16;

const Durations = z.array(z.number());

/** A real page of a relay with the limits of the product, `calls` false calls in `overMs`, and a press of the rail each half second. */
export async function pageInFlood(calls: number, overMs: number): Promise<PageInFlood> {
  await using parts = new AsyncDisposableStack();
  const relay = parts.use(await aRelay({ env: { VESTIBULE_LOG_LEVEL: 'error' } }));
  const browser = parts.use(await aBrowser());
  const { url } = await relay.hook();
  const invite = await relay.answerTo(operator.createInvite, { body: { sites: ['demo'], name: 'Front desk' } });
  const page = await browser.window();
  await enrol(page, NewInvite.parse(invite.body).url);
  const pressing = { isOver: false, presses: 0 };
  const pressed = pressInTurn(page, pressing);
  await flood(url, calls, overMs);
  pressing.isOver = true;
  await pressed;
  const slow = Durations.parse(await page.evaluate('globalThis.pressDurations'));
  const quick = Array.from({ length: Math.max(0, pressing.presses - slow.length) }, () => leastMs);
  return { pressP99: percentile([...slow, ...quick], 0.99), presses: pressing.presses, calls };
}

/** The page keeps how long each press took, as the browser counts it: in steps of 8 ms, and only those of 16 and more. */
async function enrol(page: Page, invitation: string): Promise<void> {
  await page.addInitScript(`
    globalThis.pressDurations = [];
    new PerformanceObserver((list) => {
      for (const { name, duration } of list.getEntries()) if (name === 'click') pressDurations.push(duration);
    }).observe({ type: 'event', durationThreshold: ${leastMs}, buffered: true });
  `);
  await page.goto(invitation);
  await page.getByRole('button', { name: 'Start shift' }).click();
  await page.getByRole('heading', { name: 'Ready to ring' }).waitFor();
}

async function pressInTurn(page: Page, pressing: { readonly isOver: boolean; presses: number }): Promise<void> {
  const rail = page.getByRole('navigation', { name: 'Pages' });
  for (let turn = 0; !pressing.isOver; turn++) {
    await rail.getByRole('button', { name: turn % 2 === 0 ? 'History' : 'Desk' }).click();
    pressing.presses += 1;
    await wait(300);
  }
}

async function flood(url: string, calls: number, overMs: number): Promise<void> {
  const began = performance.now();
  let sent = 0;
  const sender = async () => {
    while (sent < calls) {
      const due = began + (sent++ * overMs) / calls;
      if (due > performance.now()) await wait(due - performance.now());
      const body = JSON.stringify({ guid: randomUUID(), panel: { id: 40_217, name: 'Front entrance' } });
      await fetch(url, { method: 'POST', body }).then((answer) => answer.arrayBuffer());
    }
  };
  await Promise.all(Array.from({ length: 16 }, sender));
}
