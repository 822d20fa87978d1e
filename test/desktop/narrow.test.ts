/** A narrow window: the rail is at the bottom, and nothing is cut off at the side; in a real Chromium. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { aHouse } from '../harness/aHouse.ts';
import { callTheFrontDesk, openDeskOnShift, press } from '../harness/pages.ts';

const house = aHouse();

/** The words of what reaches past the window's side. */
const cutOff = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
      .map((element) => element.textContent),
  );

test('at 400 pixels every screen keeps its words and buttons inside the window', async () => {
  const desk = await openDeskOnShift(await house.browser.window({ width: 400, height: 800 }), house.building);
  const { simulator } = house.building;
  expect(await cutOff(desk), 'idle').toEqual([]);
  await simulator.ring('demo', '12F');
  await desk.locator('[data-call] img').waitFor();
  expect(await cutOff(desk), 'ringing').toEqual([]);
  await simulator.ring('demo');
  await desk.getByRole('button', { name: 'More for this call' }).first().click();
  await press(desk, 'End the visitor’s call');
  expect(await cutOff(desk), 'several').toEqual([]);
  await press(desk, 'End call');
  await press(desk, 'End the visitor’s call');
  await press(desk, 'End call');

  const panel = await house.panel();
  await callTheFrontDesk(panel);
  await press(desk, 'Answer');
  await desk.getByText('Live', { exact: true }).waitFor();
  await press(desk, 'Devices and picture');
  expect(await cutOff(desk), 'talking').toEqual([]);
  await press(desk, 'Hang up');
  await desk.getByRole('button', { name: /History/ }).click();
  await desk
    .getByRole('button', { name: /Front entrance/ })
    .first()
    .click();
  await desk.getByText('It rang', { exact: false }).waitFor();
  expect(await cutOff(desk), 'history').toEqual([]);
  for (const row of await desk.getByRole('button', { name: /Front entrance/ }).all())
    expect((await row.boundingBox())?.height).toBeLessThan(140);
  await desk.context().close();
  await panel.context().close();
});
