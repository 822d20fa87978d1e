/** A desk with two buildings whose panels have the same names: every button and row says which it means; in a real Chromium. */
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { operator } from '../../protocol/operator.ts';
import { aHouse } from '../harness/aHouse.ts';
import { violations } from '../harness/axe.ts';
import { openDeskOnShift, press } from '../harness/pages.ts';

const house = aHouse();
const garden = 'Garden Court Apartments';
beforeAll(async () => {
  const { relay, simulator } = house.building;
  const params = { site: 'garden', panel: 40_217 };
  await relay.ask(operator.nameSite, { params: { site: 'garden' }, body: { name: garden } });
  await relay.ask(operator.mapPanelDoor, { params, body: { name: 'Front entrance' } });
  await relay.ask(operator.provePanelDoor, { params, body: { moved: true } });
  await simulator.register('garden', garden, (await relay.hook('garden')).url);
});

const deskOfBoth = async (width: number) =>
  openDeskOnShift(await house.browser.window({ width, height: 800 }), house.building, 'Front desk', ['demo', 'garden']);

/** Whatever reaches past the window's side. */
const cutOff = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
      .map((element) => element.textContent),
  );

test('each of several visitors is shown, named and let in with the building', async () => {
  const desk = await deskOfBoth(1280);
  await house.building.simulator.ring('demo');
  await house.building.simulator.ring('garden');
  const row = desk.getByRole('region', { name: `Call 2, from Front entrance, ${garden}` });
  await row.getByText(garden, { exact: true }).waitFor();
  await desk.getByText(`Visitor number 2, Front entrance, ${garden}.`).waitFor({ state: 'attached' });
  await row.getByRole('button', { name: 'More for this call' }).click();
  await press(desk, `Open Front entrance, ${garden}`);
  await press(desk, `Open now: Front entrance, ${garden}`);
  await desk.getByText(`Front entrance, ${garden}: request accepted.`).waitFor({ state: 'attached' });
  expect(await violations(desk)).toEqual([]);
  await desk.getByRole('button', { name: 'Open Front entrance, Harbor House' }).waitFor();
  await press(desk, 'Answer');
  await desk.getByRole('button', { name: 'Open Front entrance, Harbor House' }).waitFor();
  await house.building.simulator.ring('garden');
  await desk.getByText(`Front entrance, ${garden} is calling`).waitFor();
  await press(desk, 'Hang up');
  await press(desk, 'End the visitor’s call');
  await press(desk, 'End call');
  await desk.context().close();
});

test('at 400 pixels the buildings’ names push nothing out of the window', async () => {
  const desk = await deskOfBoth(400);
  await house.building.simulator.ring('demo', '12F');
  await house.building.simulator.ring('garden');
  await desk.getByRole('button', { name: 'More for this call' }).nth(1).click();
  await desk.getByRole('button', { name: `Open Front entrance, ${garden}` }).waitFor();
  expect(await cutOff(desk)).toEqual([]);
  for (const _ of [1, 2]) {
    await press(desk, 'End the visitor’s call');
    await press(desk, 'End call');
  }
  await desk.context().close();
});
