/** Calls that are not drawn, and messages that a page cannot read, before a relay that says what a test wants. In a real Chromium. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CallId, SiteId } from '../../protocol/call.ts';
import { aPicture, aView } from '../builders/view.ts';
import { aBrowser, type RunningBrowser } from '../harness/aBrowser.ts';
import { aFront } from '../harness/aFront.ts';
import { aScriptedRelay } from '../harness/aScriptedRelay.ts';
import { violations } from '../harness/axe.ts';
import { hearSilence, hearTheRing, press, pressOn } from '../harness/pages.ts';

let browser: RunningBrowser;
beforeAll(async () => {
  browser = await aBrowser();
});
afterAll(() => browser[Symbol.asyncDispose]());

const site = SiteId.parse('demo');
const undrawn = (count: number, hidden: readonly string[] = []) => ({
  site,
  count,
  hidden: hidden.map((id) => CallId.parse(id)),
});
const words = (count: number) => `${count} more, not confirmed`;

async function scripted(
  script: { readonly rings?: readonly unknown[]; readonly replies?: Readonly<Record<string, unknown>> } = {},
) {
  const parts = new AsyncDisposableStack();
  const front = parts.use(await aFront(join(import.meta.dirname, '../../out/renderer')));
  const picture = { ...aPicture(), rings: script.rings ?? [] };
  const relay = parts.use(await aScriptedRelay({ picture, replies: script.replies ?? {} }));
  front.standBefore(relay.address);
  const desk = await browser.window();
  parts.defer(() => desk.context().close());
  await desk.goto(`${front.address}/desk/#enrol=7K2QX-M40RA`);
  await desk
    .getByRole('button', { name: /Start shift|Turn sound on/ })
    .first()
    .click();
  return { desk, ...relay, [Symbol.asyncDispose]: () => parts.disposeAsync() };
}

test('calls that are not drawn are one row, which sounds until it is silenced and again when more come, and opens to answer each', async () => {
  const rings = [aView({ callId: 'far-2' }), aView({ callId: 'far-1' })];
  const refusal = { outcome: 'refused', because: 'ended' };
  await using page = await scripted({ replies: { undrawn: { outcome: 'undrawn', rings }, answer: refusal } });
  const { desk } = page;
  await desk.getByRole('heading', { name: 'Ready to ring' }).waitFor();
  page.say('undrawn', undrawn(37));
  await desk.getByText(words(37), { exact: true }).waitFor();
  await hearTheRing(desk);
  await desk.getByRole('button', { name: 'Silence here' }).click();
  await hearSilence(desk);
  page.say('undrawn', undrawn(38));
  await desk.getByText(words(38), { exact: true }).waitFor();
  await hearTheRing(desk);
  await desk.getByRole('button', { name: 'Show them' }).click();
  const list = desk.getByRole('region', { name: 'Calls that are not confirmed' }).getByRole('listitem');
  await list.first().waitFor();
  expect(await list.count()).toBe(2);
  expect(await violations(desk)).toEqual([]);
  await pressOn(list.first().getByRole('button', { name: 'Answer' }));
  await desk.getByText('The visitor’s call was over before it could be answered.').waitFor();
  expect(page.asked).toContainEqual(['answer', { callId: 'far-2' }]);
  page.say('undrawn', undrawn(0));
  await desk.getByText(words(38)).waitFor({ state: 'detached' });
  await hearSilence(desk);
});

test('calls that are drawn no more leave the screen without an outcome, and go on to be heard', async () => {
  await using page = await scripted();
  const { desk } = page;
  for (const callId of ['call-1', 'call-2']) page.say('ring', aView({ callId }));
  await desk.getByRole('heading', { name: '2 visitors waiting' }).waitFor();
  page.say('undrawn', undrawn(2, ['call-1', 'call-2']));
  await desk.getByText(words(2), { exact: true }).waitFor();
  expect(await desk.getByText('North Lobby').count()).toBe(0);
  await hearTheRing(desk);
});

test('a ring that cannot be read, and one of an unknown phase, cost no other', async () => {
  await using page = await scripted({
    rings: [{ not: 'a ring' }, aView(), aView({ callId: 'call-2', phase: 'parked' })],
  });
  const { desk } = page;
  await desk.getByRole('region', { name: 'Call from North Lobby' }).waitFor();
  await hearTheRing(desk);
  await desk.getByText('This call is in a state that this page does not know. Reload the page.').waitFor();
  expect(await desk.getByRole('button', { name: 'Answer', exact: true }).count()).toBe(1);
  expect(page.asked.map(([name]) => name)).toContain('refresh');
  expect(await violations(desk)).toEqual([]);
  await press(desk, 'Silence here');
  page.say('ring', aView({ revision: 2, silencedBy: ['north'] }));
  await hearSilence(desk);
});

test('a call that is unclear says so on its card and on its row', async () => {
  await using page = await scripted();
  const { desk } = page;
  const unclear = 'Unclear: this may be a door’s log';
  page.say('ring', aView({ call: { ...aView().call, unclear: true } }));
  await desk.getByRole('region', { name: 'Call from North Lobby' }).getByText(unclear).waitFor();
  expect(await violations(desk)).toEqual([]);
  page.say('ring', aView({ callId: 'call-2' }));
  await desk.getByRole('region', { name: 'Call 1, from North Lobby' }).getByText(unclear).waitFor();
  expect(await desk.getByText(unclear).count()).toBe(1);
});
