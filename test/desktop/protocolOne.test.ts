/** The page that was built when the connection's number was 1, before the relay of today: each word that it does not know is told in one that it does. In a real Chromium. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CallId, SiteId } from '../../protocol/call.ts';
import { operator } from '../../protocol/operator.ts';
import type { RingView } from '../../protocol/ring.ts';
import { hiddenInOne, pictureInOne, replyInOne, viewInOne } from '../../server/hub/protocolOne.ts';
import { aPicture, aView } from '../builders/view.ts';
import { aBrowser, type RunningBrowser } from '../harness/aBrowser.ts';
import { aBuilding } from '../harness/aBuilding.ts';
import { aDesk } from '../harness/aDesk.ts';
import { aFront } from '../harness/aFront.ts';
import { aScriptedRelay } from '../harness/aScriptedRelay.ts';
import { pageOfProtocolOne } from '../harness/pageOfProtocolOne.ts';
import { hearSilence, hearTheRing, openDeskOnShift } from '../harness/pages.ts';

const door = /^Open (now: )?Front entrance/;
const card = (desk: Page) => desk.getByRole('region', { name: 'Call from Front entrance' });
const pages = { old: pageOfProtocolOne() };
let browser: RunningBrowser;
beforeAll(async () => {
  browser = await aBrowser();
});
afterAll(async () => {
  await browser[Symbol.asyncDispose]();
  pages.old[Symbol.dispose]();
});

/** A page of its own whose mishaps are kept. */
/** This page does not tell that it held a press back: one is made when what moved has stood for longer than it guards. */
async function press(page: Page, name: string): Promise<void> {
  const button = page.getByRole('button', { name, exact: true });
  await button.waitFor();
  await page.waitForTimeout(600);
  await button.click();
}

async function aWindow() {
  const page = await browser.window();
  const mishaps: string[] = [];
  page.on('pageerror', (error) => mishaps.push(error.message));
  return { page, mishaps };
}

test('before a real relay a call that is not confirmed yet rings without its door, has it once it is confirmed, and is answered', async () => {
  await using front = await aFront(pages.old.folder);
  await using building = await aBuilding({ env: { VESTIBULE_PUBLIC_URL: front.address } });
  front.standBefore(building.relay.address);
  const { page, mishaps } = await aWindow();
  const desk = await openDeskOnShift(page, building);
  await building.simulator.misbehave({ api: [{ path: '/v3/me/calls', method: 'GET', does: 'hang' }] });
  await building.simulator.ring('demo', '12F');
  await card(desk).waitFor();
  await hearTheRing(desk);
  await desk.getByRole('button', { name: 'Answer', exact: true }).waitFor();
  expect(await desk.getByRole('button', { name: door }).count()).toBe(0);
  await building.simulator.misbehave({});
  await desk.getByRole('button', { name: door }).waitFor();
  await press(desk, 'Answer');
  await desk.getByText('The visitor hears you', { exact: true }).waitFor();
  await press(desk, 'Hang up');
  await desk.getByRole('heading', { name: 'Ready to ring' }).waitFor();
  expect(mishaps).toEqual([]);
  await desk.context().close();
});

test('before a real relay the talk of a desk that is revoked ends as one whose connection failed', async () => {
  await using front = await aFront(pages.old.folder);
  await using building = await aBuilding({ env: { VESTIBULE_PUBLIC_URL: front.address } });
  front.standBefore(building.relay.address);
  const { page, mishaps } = await aWindow();
  const desk = await openDeskOnShift(page, building);
  const south = await building.relay.desk({ name: 'South desk' });
  using talker = await aDesk(building.relay.address, south);
  await building.simulator.ring('demo');
  const { call } = await talker.until(({ phase }) => phase === 'ringing');
  await talker.ask('answer', { callId: call.id });
  await talker.ask('media', { callId: call.id });
  await desk.getByText('· South desk is answering').waitFor();
  await building.relay.ask(operator.revokeDesk, { params: { id: south.desk } });
  await desk.getByText('· Connection failed').waitFor();
  expect(mishaps).toEqual([]);
  await desk.context().close();
});

/** A call at the door, as the relay's own words have it. */
const aCall = (callId: string, changes: { readonly [field: string]: unknown } = {}): RingView =>
  aView({
    callId,
    call: { ...aView().call, id: CallId.parse(callId), panel: 'Front entrance' },
    doors: [{ id: 'panel:1', name: 'Front entrance', afterOpening: 'stay' }],
    ...changes,
  });

/** A page on its shift before a relay that says what the test wants. */
async function scripted(replies: Readonly<Record<string, unknown>> = {}) {
  const parts = new AsyncDisposableStack();
  const front = parts.use(await aFront(pages.old.folder));
  const relay = parts.use(await aScriptedRelay({ picture: pictureInOne(aPicture()), replies, inWords: replyInOne }));
  front.standBefore(relay.address);
  const { page, mishaps } = await aWindow();
  parts.defer(() => page.context().close());
  await page.goto(`${front.address}/desk#enrol=7K2QX-M40RA`);
  await page.getByRole('button', { name: 'Start shift' }).click();
  await page.getByRole('heading', { name: 'Ready to ring' }).waitFor();
  return { desk: page, say: relay.say, mishaps, [Symbol.asyncDispose]: () => parts.disposeAsync() };
}

test.each([
  ['not-confirmed', 'vendor-refused', 'Refused: ButterflyMX said no. Use the ButterflyMX app.'],
  ['account-refused', 'no-account', 'Refused: no ButterflyMX account is linked. Ask the operator.'],
])('a press that is refused with %s is told as %s', async (because, _old, words) => {
  await using page = await scripted({ openDoor: { outcome: 'refused', because } });
  page.say('ring', viewInOne(aCall('call-1')));
  await press(page.desk, 'Open Front entrance');
  await press(page.desk, 'Open now: Front entrance');
  await page.desk.getByText(words).waitFor();
  expect(page.mishaps).toEqual([]);
});

test('an answer that is refused because the account is not taken any more is told as one of somebody else’s', async () => {
  await using page = await scripted({ answer: { outcome: 'refused', because: 'account-refused' } });
  page.say('ring', viewInOne(aCall('call-1')));
  await press(page.desk, 'Answer');
  await page.desk.getByText('This call is for somebody else’s account. Only they can answer it.').waitFor();
  expect(page.mishaps).toEqual([]);
});

test('a call that ends because the desk that held it was revoked ends as one whose connection failed', async () => {
  await using page = await scripted();
  const by = { desk: 'south', seat: 'another-seat', name: 'South desk' };
  page.say('ring', viewInOne(aCall('call-1', { phase: 'talking', by, linkLost: false })));
  await page.desk.getByText('· South desk is answering').waitFor();
  page.say('ring', viewInOne(aCall('call-1', { revision: 2, phase: 'ended', by, reason: 'desk-revoked' })));
  await page.desk.getByText('· Connection failed').waitFor();
  expect(page.mishaps).toEqual([]);
});

test('calls that are not drawn any more leave the screen and the ear, and the others ring on', async () => {
  await using page = await scripted();
  const calls = [aCall('call-1'), aCall('call-2'), aCall('call-3')];
  for (const call of calls) page.say('ring', viewInOne(call));
  await page.desk.getByRole('heading', { name: '3 visitors waiting' }).waitFor();
  const hide = (...ids: readonly string[]) => {
    const hidden = ids.map((id) => CallId.parse(id));
    for (const view of hiddenInOne(calls, { hidden })) page.say('ring', view);
  };
  hide('call-1', 'call-2');
  await card(page.desk).waitFor();
  await hearTheRing(page.desk);
  hide('call-3');
  await page.desk.getByRole('heading', { name: 'Ready to ring' }).waitFor();
  await hearSilence(page.desk);
  expect(page.mishaps).toEqual([]);
});

test('a call in each of the new states rings and can be answered, and what is new in its view disturbs nothing', async () => {
  await using page = await scripted();
  const states = ['checking', 'confirmed', 'not-known', 'cannot-be-checked'];
  for (const [index, confirmation] of states.entries()) {
    const call = { ...aCall(`call-${index}`).call, confirmation, unclear: true };
    page.say(
      'ring',
      viewInOne(aCall(`call-${index}`, { call, can: { answer: true, end: true, door: 'not-confirmed' } })),
    );
  }
  await page.desk.getByRole('heading', { name: '4 visitors waiting' }).waitFor();
  expect(await page.desk.getByRole('button', { name: 'Answer', exact: true }).count()).toBe(4);
  page.say('undrawn', { site: SiteId.parse('demo'), count: 37, hidden: [] });
  page.say('pictureEnd', { epoch: aPicture().epoch });
  await hearTheRing(page.desk);
  expect(page.mishaps).toEqual([]);
});
