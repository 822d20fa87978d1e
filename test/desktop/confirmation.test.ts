/** What staff see of a call that ButterflyMX has not confirmed, and what they can do with it; in a real Chromium. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { operator } from '../../protocol/operator.ts';
import { aBuilding, type Building } from '../harness/aBuilding.ts';
import { aFalseCall } from '../harness/aFalseCall.ts';
import { aHouse } from '../harness/aHouse.ts';
import { violations } from '../harness/axe.ts';
import { linkAccount } from '../harness/linkAccount.ts';
import { hearTheRing, openDeskOnShift, press } from '../harness/pages.ts';

const house = aHouse();
const narrow = { width: 400, height: 900 };
const sizes = [{ width: 1280, height: 800 }, narrow];
const checking = { name: 'Open Front entrance · checking', exact: true };
const confirmed = { name: 'Open Front entrance', exact: true };

/** ButterflyMX answers no question about a call until `answers` is called. */
const keepsSilent = ({ simulator }: Building) =>
  simulator.misbehave({ api: [{ path: '/v3/me/calls', method: 'GET', does: 'hang' }] });
const answers = ({ simulator }: Building) => simulator.misbehave({});

/** Where every button of the card stands in it, by its name without what is said of the checking. */
const places = (desk: Page) =>
  desk.locator('[data-call] button').evaluateAll((buttons) =>
    buttons.map((button) => {
      const card = button.closest('[data-call]')?.getBoundingClientRect();
      const { width, height, ...at } = button.getBoundingClientRect().toJSON();
      const [x, y] = [at.x - (card?.x ?? 0), at.y - (card?.y ?? 0)];
      const name = (button.getAttribute('aria-label') ?? button.textContent ?? '').replace(' · checking', '');
      return `${name} ${[x, y, width, height].map(Math.round).join(' ')}`;
    }),
  );
/** The same of all but the door's. */
const otherPlaces = async (desk: Page) => (await places(desk)).filter((place) => !place.startsWith('Open'));
const endTheCall = async (desk: Page) => {
  await press(desk, 'End the visitor’s call');
  await press(desk, 'End call');
  await desk.getByRole('heading', { name: 'Ready to ring' }).waitFor();
};

test.each(sizes)(
  'a call rings and has its door’s button before ButterflyMX has confirmed it, and nothing moves once it has ($width px)',
  async (size) => {
    await keepsSilent(house.building);
    const desk = await openDeskOnShift(await house.browser.window(size), house.building);
    await house.building.simulator.ring('demo', '12F');
    await desk.getByRole('button', checking).waitFor();
    await hearTheRing(desk);
    await desk.locator('[data-call] img').waitFor();
    expect(await violations(desk)).toEqual([]);
    const before = await places(desk);
    await answers(house.building);
    await desk.getByRole('button', confirmed).waitFor();
    expect(await places(desk)).toEqual(before);
    await endTheCall(desk);
    await desk.context().close();
  },
);

test('a press of the door asks ButterflyMX first: it opens when that confirms the call, and is refused in words when it does not answer', async () => {
  await keepsSilent(house.building);
  const desk = await house.deskOnShift();
  await house.building.simulator.ring('demo');
  await press(desk, checking.name);
  await press(desk, 'Open now: Front entrance');
  await desk
    .getByText('Refused: ButterflyMX has not confirmed that this visitor is at this door. Try again in a moment.')
    .waitFor();
  await answers(house.building);
  await press(desk, confirmed.name);
  await press(desk, 'Open now: Front entrance');
  await desk
    .getByText(/accepted/)
    .first()
    .waitFor();
  await desk.context().close();
});

test('a call that is not confirmed yet can be answered, and its talk has the button for its door', async () => {
  await using own = await aBuilding();
  const desk = await openDeskOnShift(await house.browser.window(), own);
  await keepsSilent(own);
  await own.simulator.ring('demo');
  await desk.getByRole('button', checking).waitFor();
  await desk.waitForTimeout(600);
  await answers(own);
  await desk.getByRole('button', { name: 'Answer', exact: true }).click();
  await desk.getByText('The visitor hears you', { exact: true }).waitFor();
  await desk.getByRole('region', { name: 'Talking to Front entrance' }).getByRole('button', confirmed).waitFor();
  await press(desk, 'Hang up');
  await desk.context().close();
});

test.each(sizes)(
  'where no account can tell, the card says so in the door’s place, without alarm ($width px)',
  async (size) => {
    await keepsSilent(house.building);
    const desk = await openDeskOnShift(await house.browser.window(size), house.building);
    await aFalseCall((await house.building.relay.hook()).url);
    await desk.getByRole('button', checking).waitFor();
    const before = await otherPlaces(desk);
    await answers(house.building);
    await desk.getByText('Cannot be checked here. The door stays shut.').waitFor();
    expect(await otherPlaces(desk)).toEqual(before);
    expect(await desk.getByRole('button', { name: /^Open Front entrance/ }).count()).toBe(0);
    expect(await violations(desk)).toEqual([]);
    await endTheCall(desk);
    await desk.context().close();
  },
);

test('a call that ButterflyMX does not know says so on its card, on its row and in the history, and can still be answered', async () => {
  await using own = await aBuilding();
  await linkAccount(own.relay, 'resident', 'called');
  const words = 'ButterflyMX does not know this call';
  const desk = await openDeskOnShift(await house.browser.window(narrow), own);
  await keepsSilent(own);
  await aFalseCall((await own.relay.hook()).url, '12F');
  await desk.getByRole('button', checking).waitFor();
  const before = await otherPlaces(desk);
  await answers(own);
  await desk.getByText(`${words}. The door stays shut.`).waitFor();
  expect(await otherPlaces(desk)).toEqual(before);
  expect(await violations(desk)).toEqual([]);
  await desk.getByRole('button', { name: 'Answer', exact: true }).waitFor();
  await own.simulator.ring('demo');
  const row = (number: number) => desk.getByRole('region', { name: `Call ${number}, from Front entrance` });
  await row(1).getByText(words).waitFor();
  expect(await row(2).getByText(words).count()).toBe(0);
  await desk.getByRole('button', { name: 'Silence all here' }).click();
  await desk.getByText(`· Silenced here · ${words}`).waitFor();
  await desk.getByRole('button', { name: 'History' }).click();
  await desk.getByRole('button', { name: new RegExp(words) }).click();
  await desk.getByRole('complementary').getByText(words).waitFor();
  await desk.context().close();
});

/** Keeps what the page was given of microphones, so that a test can see that all were let go. */
const microphones = () => {
  const given: MediaStreamTrack[] = [];
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const stream = await ask(wanted);
    given.push(...stream.getTracks());
    return stream;
  };
  Object.assign(globalThis, { liveMicrophones: () => given.filter(({ readyState }) => readyState === 'live').length });
};

test('a desk that is revoked in a talk leaves the room, frees the microphone and asks for a new code', async () => {
  await using own = await aBuilding();
  const page = await house.browser.window();
  await page.addInitScript(microphones);
  const desk = await openDeskOnShift(page, own);
  await own.simulator.ring('demo');
  await press(desk, 'Answer');
  await desk.getByText('The visitor hears you', { exact: true }).waitFor();
  expect(await desk.evaluate('liveMicrophones()')).toBeGreaterThan(0);
  const [{ desk: id } = { desk: '' }] = await own.relay.ask(operator.listDesks, {});
  await own.relay.ask(operator.revokeDesk, { params: { id } });
  await desk.getByRole('heading', { name: 'Enrol this desk' }).waitFor();
  expect(await desk.evaluate('liveMicrophones()')).toBe(0);
  await desk.context().close();
});
