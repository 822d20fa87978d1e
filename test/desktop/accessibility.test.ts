import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aBrowser, type RunningBrowser } from '../ground/aBrowser.ts';
import { aBuilding, type Building } from '../ground/aBuilding.ts';
import { violations } from '../ground/axe.ts';
import { openDesk, openDeskOnShift, openPanel, press } from '../ground/pages.ts';

let browser: RunningBrowser;
let building: Building;
beforeAll(async () => {
  browser = await aBrowser();
  building = await aBuilding();
});
afterAll(async () => {
  await browser[Symbol.asyncDispose]();
  await building[Symbol.asyncDispose]();
});

describe.each([false, true])('axe finds nothing (dark: %s)', (dark) => {
  test('at the start, idle, ringing, talking, in the history, the settings and the doors', async () => {
    const found: Record<string, readonly string[]> = {};
    const desk = await openDesk(await browser.window({ dark }), building);
    found['start'] = await violations(desk);
    await desk.getByRole('button', { name: 'Start shift' }).click();
    await desk.getByRole('heading', { name: 'Ready to ring' }).waitFor();
    found['idle'] = await violations(desk);
    await building.simulator.ring('demo', '12F');
    await desk.getByRole('button', { name: 'Answer', exact: true }).waitFor();
    await desk.locator('[data-call] img').waitFor();
    found['ringing'] = await violations(desk);
    await building.simulator.ring('demo');
    await desk.getByRole('heading', { name: '2 visitors waiting' }).waitFor();
    found['ringing, several'] = await violations(desk);
    await desk.waitForTimeout(600);
    await desk.getByRole('button', { name: 'Answer', exact: true }).first().click();
    await desk.getByText('The visitor hears you', { exact: true }).waitFor();
    found['talking'] = await violations(desk);
    await press(desk, 'Hang up');
    await press(desk, 'End the visitor’s call');
    await press(desk, 'End call');
    await desk.getByRole('button', { name: /History/ }).click();
    await desk.getByRole('heading', { name: 'Today' }).waitFor();
    found['history'] = await violations(desk);
    await desk.getByRole('button', { name: 'Settings' }).click();
    found['settings'] = await violations(desk);
    await desk.getByRole('button', { name: 'Doors' }).click();
    found['doors'] = await violations(desk);
    await desk.keyboard.press('?');
    await desk.getByRole('dialog').waitFor();
    found['keys'] = await violations(desk);
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((name) => [name, []])));
    await desk.context().close();
  });
});

test('axe finds nothing on the enrolment, on a desk that cannot ring, and on the door panel', async () => {
  const page = await browser.window();
  await page.goto(`${building.relay.address}/desk`);
  await page.getByRole('heading', { name: 'Enrol this desk' }).waitFor();
  expect(await violations(page)).toEqual([]);
  const desk = await openDeskOnShift(await browser.window(), building);
  await desk.getByRole('button', { name: 'Step away' }).click();
  await desk.getByText('You stepped away.').waitFor();
  expect(await violations(desk)).toEqual([]);
  expect(await violations(await openPanel(await browser.window(), building))).toEqual([]);
});
