import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { NewInvite } from '../protocol/admin.ts';
import { operator } from '../protocol/operator.ts';
import { aBrowser, type RunningBrowser } from '../test/harness/aBrowser.ts';
import { aRelay, type RunningRelay } from '../test/harness/aRelay.ts';
import { withoutLimits } from '../test/harness/withoutLimits.ts';
import { percentile } from './figures.ts';
import { machineNow, type Watched, watch, watched } from './pageWatch.ts';

/** A page on shift, and the hook of its relay. All calls are drawn: the limits on floods have rows of their own. */
type Standing = { readonly relay: RunningRelay; readonly page: Page; readonly hook: string };

async function standing(browser: RunningBrowser, parts: AsyncDisposableStack): Promise<Standing> {
  const relay = parts.use(await aRelay({ env: { ...withoutLimits, VESTIBULE_LOG_LEVEL: 'error' } }));
  const { url } = await relay.hook();
  const invite = await relay.answerTo(operator.createInvite, { body: { sites: ['demo'], name: 'Front desk' } });
  const page = await browser.window();
  parts.defer(() => page.context().close());
  await watch(page);
  await page.goto(NewInvite.parse(invite.body).url);
  await page.getByRole('button', { name: 'Start shift' }).click();
  await page.getByRole('heading', { name: 'Ready to ring' }).waitFor();
  return { relay, page, hook: url };
}

async function deliver(hook: string, body: object): Promise<void> {
  const answer = await fetch(hook, { method: 'POST', body: JSON.stringify(body) });
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`A delivery was answered ${answer.status}.`);
}
const call = (guid: string) => ({ guid, panel: { id: 40_217, name: 'Front entrance' } });

async function until(page: Page, isSo: (seen: Watched) => boolean, patienceMs: number): Promise<Watched> {
  for (const end = performance.now() + patienceMs; ; ) {
    const seen = await watched(page);
    if (isSo(seen) || performance.now() > end) return seen;
    await wait(100);
  }
}

const p99 = (figures: readonly number[]) => percentile(figures, 0.99);
/** The moment of a call; one that never came is later than any limit. */
const at = (moments: Readonly<Record<string, number>>, guid: string) => moments[guid] ?? Number.POSITIVE_INFINITY;

/** One visitor at a time, each gone before the next: milliseconds from the message in the page to the tone's start and to the painted card. */
export async function quietPage(calls: number): Promise<{ readonly toneP99: number; readonly paintedP99: number }> {
  await using parts = new AsyncDisposableStack();
  const { page, hook } = await standing(parts.use(await aBrowser()), parts);
  const tones: number[] = [];
  const painted: number[] = [];
  for (let turn = 0; turn < calls; turn++) {
    const guid = randomUUID();
    await deliver(hook, call(guid));
    const seen = await until(page, (now) => guid in now.painted && guid in now.sounding, 10_000);
    const came = at(seen.message, guid);
    tones.push((seen.tones.find((tone) => tone >= came) ?? Number.POSITIVE_INFINITY) - came);
    painted.push(at(seen.painted, guid) - came);
    await deliver(hook, { call: { guid }, status: 'canceled' });
    /** Its outcome stands for a while, and would make a row of the next one's card. */
    await page.waitForFunction(() => document.querySelector('[data-call]') === null);
    await page.getByRole('heading', { name: 'Ready to ring' }).waitFor();
  }
  return { toneP99: p99(tones), paintedP99: p99(painted) };
}

export type Burst = {
  readonly paintedP99: number;
  readonly soundingP99: number;
  /** Calls of which the journal says that no desk sounded, while this page's tone played. */
  readonly falseUnheard: number;
};

/** So many calls within one second: milliseconds from the delivery's start to the painted row and to the proof of its sound. */
export async function burstPage(calls: number): Promise<Burst> {
  await using parts = new AsyncDisposableStack();
  const { relay, page, hook } = await standing(parts.use(await aBrowser()), parts);
  const sent: Record<string, number> = {};
  const began = performance.now();
  await Promise.all(
    Array.from({ length: calls }, async (_, turn) => {
      const guid = randomUUID();
      await wait(Math.max(0, began + (turn * 1_000) / calls - performance.now()));
      sent[guid] = machineNow();
      await deliver(hook, call(guid));
    }),
  );
  const guids = Object.keys(sent);
  const seen = await until(page, (now) => guids.every((guid) => guid in now.sounding && guid in now.painted), 20_000);
  /** A call that nobody proves to sound is told after three seconds, and again after six. */
  await wait(7_000);
  let falseUnheard = 0;
  for (const guid of guids) {
    const { facts } = await relay.ask(operator.explainCall, { params: { id: guid } });
    if (facts.some(({ what }) => what === 'unheard')) falseUnheard += 1;
  }
  const since = (moments: Readonly<Record<string, number>>) =>
    guids.map((guid) => at(moments, guid) - (sent[guid] ?? 0));
  return { paintedP99: p99(since(seen.painted)), soundingP99: p99(since(seen.sounding)), falseUnheard };
}
