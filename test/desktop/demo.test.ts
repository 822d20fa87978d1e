import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { aHouse } from '../harness/aHouse.ts';
import { violations } from '../harness/axe.ts';
import { callTheFrontDesk, openDeskOnShift, press } from '../harness/pages.ts';

const house = aHouse({ bindings: ['call', 'access_log'] });

const sideOf = (desk: Page) => desk.getByRole('complementary', { name: 'What just happened' });
const openSide = async (desk: Page) => {
  await desk.getByRole('button', { name: 'What just happened' }).click();
  await sideOf(desk).waitFor();
};
/** The panel lies beside what staff must reach. */
const overlaps = async (desk: Page, name: string): Promise<boolean> => {
  const [side, button] = await Promise.all([
    sideOf(desk).boundingBox(),
    desk.getByRole('button', { name, exact: true }).first().boundingBox(),
  ]);
  if (side === null || button === null) throw new Error('both are there');
  const apart =
    button.x + button.width <= side.x ||
    button.x >= side.x + side.width ||
    button.y + button.height <= side.y ||
    button.y >= side.y + side.height;
  return !apart;
};

test('what just happened follows a call from the webhook to the door, beside the buttons, and starts over', async () => {
  const desk = await house.deskOnShift();
  await desk.context().grantPermissions(['microphone', 'camera', 'clipboard-read', 'clipboard-write']);
  await openSide(desk);
  await sideOf(desk).getByText('Ring the panel to see each step.').waitFor();

  const panel = await house.panel();
  await callTheFrontDesk(panel);
  await sideOf(desk).getByText('Webhooks › call create').waitFor();
  expect(await overlaps(desk, 'Answer')).toBe(false);
  await press(desk, 'Answer');
  await desk.getByText('Live', { exact: true }).waitFor();
  await sideOf(desk).getByText('Here: WebRTC. Real calls: Twilio Video connect(token)').waitFor();
  await sideOf(desk).getByText('Call workflow › 5 call_accepted').waitFor();
  expect([await overlaps(desk, 'Hang up'), await overlaps(desk, 'Open Front entrance')]).toEqual([false, false]);
  await press(desk, 'Open Front entrance');
  await sideOf(desk).getByText('Call workflow › 7 open_door').waitFor();
  await sideOf(desk).getByText('Webhooks › access_log create').waitFor();
  await press(desk, 'Hang up');

  const token = sideOf(desk).getByRole('listitem').filter({ hasText: '2 token' });
  await token.locator('summary').click();
  expect(await token.locator('pre').last().textContent()).toContain('"simulator": "••••••"');
  await token.getByRole('button', { name: 'Copy as curl' }).click();
  await token.getByRole('button', { name: 'Copied' }).waitFor();
  const copied = await desk.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/^curl -X POST "\$API"'\/v3\/me\/calls\/.+\/token' \\\n/);
  expect(copied).not.toContain(house.building.simulator.bearer);

  await press(desk, 'Start over');
  await press(desk, 'Yes, start over');
  await sideOf(desk).getByText('Ring the panel to see each step.').waitFor();
  await desk.getByText('No visitor has called yet today').waitFor();
  await desk.getByText('Last calls').waitFor({ state: 'detached' });
  await desk.getByRole('heading', { name: 'Ready to ring' }).waitFor();
  await desk.getByText('Visitor just called').waitFor({ state: 'detached' });
  await Promise.all([desk.context().close(), panel.context().close()]);
});

test('start over in the middle of a talk leads back to a desk that is ready, and to a panel that calls again', async () => {
  const desk = await house.deskOnShift();
  const panel = await house.panel();
  await callTheFrontDesk(panel);
  await press(desk, 'Answer');
  await desk.getByText('Live', { exact: true }).waitFor();
  await openSide(desk);
  await press(desk, 'Start over');
  await press(desk, 'Yes, start over');
  await desk.getByRole('heading', { name: 'Ready to ring' }).waitFor();
  expect(await desk.getByRole('alert').count()).toBe(0);
  await panel.getByRole('button', { name: 'Call the front desk' }).waitFor();
  await callTheFrontDesk(panel);
  await desk.getByRole('button', { name: 'Answer', exact: true }).waitFor();
  await press(desk, 'Start over');
  await press(desk, 'Yes, start over');
  await desk.getByRole('heading', { name: 'Ready to ring' }).waitFor();
  await Promise.all([desk.context().close(), panel.context().close()]);
});

test('a start over on one desk takes the door of the last call from every other at once', async () => {
  const desk = await house.deskOnShift();
  const other = await house.deskOnShift('Another desk');
  const guid = await house.building.simulator.ring('demo');
  await desk.getByRole('button', { name: 'Answer', exact: true }).waitFor();
  await house.building.simulator.setStatus(guid, 'canceled');
  await other.getByText('Visitor just called').waitFor();
  await openSide(desk);
  await press(desk, 'Start over');
  await press(desk, 'Yes, start over');
  await other.getByText('Visitor just called').waitFor({ state: 'detached', timeout: 5_000 });
  await other.getByRole('heading', { name: 'Ready to ring' }).waitFor();
  await Promise.all([desk.context().close(), other.context().close()]);
});

test('the side panel opens and closes by the keyboard, and Escape in it silences nothing', async () => {
  const desk = await house.deskOnShift();
  const button = desk.getByRole('button', { name: 'What just happened' });
  await button.focus();
  await desk.keyboard.press('Enter');
  await sideOf(desk).waitFor();
  await house.building.simulator.ring('demo');
  await desk.getByRole('button', { name: 'Silence here' }).waitFor();
  await desk.keyboard.press('Escape');
  await sideOf(desk).waitFor({ state: 'detached' });
  expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
  await desk.getByRole('button', { name: 'Silence here' }).waitFor();
  await desk.context().close();
  await house.building.simulator.startOver();
});

test.each([
  ['light, wide', false, 1280],
  ['dark, wide', true, 1280],
  ['light, narrow', false, 640],
])('axe finds nothing in the side panel, empty and full (%s)', async (_name, dark, width) => {
  const desk = await openDeskOnShift(await house.browser.window({ dark, width }), house.building);
  await openSide(desk);
  expect(await violations(desk)).toEqual([]);
  await house.building.simulator.ring('demo', '12F');
  await sideOf(desk).getByText('Webhooks › call create').waitFor();
  await sideOf(desk).locator('summary').first().click();
  expect(await overlaps(desk, 'Answer')).toBe(false);
  expect(await violations(desk)).toEqual([]);
  await press(desk, 'Start over');
  expect(await violations(desk)).toEqual([]);
  await press(desk, 'Yes, start over');
  await desk.getByRole('heading', { name: 'Ready to ring' }).waitFor();
  await desk.context().close();
});
