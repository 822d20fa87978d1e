import { describe, expect, test } from 'vitest';
import { aHouse } from '../harness/aHouse.ts';
import { violations } from '../harness/axe.ts';
import { openDesk, press, pressOn } from '../harness/pages.ts';

const house = aHouse();

describe.each([false, true])('axe finds nothing (dark: %s)', (dark) => {
  test('at the start, idle, ringing, talking, in the history, the settings and the doors', async () => {
    const found: Record<string, readonly string[]> = {};
    const desk = await openDesk(await house.browser.window({ dark }), house.building);
    found['start'] = await violations(desk);
    await desk.getByRole('button', { name: 'Start shift' }).click();
    await desk.getByRole('heading', { name: 'Ready to ring' }).waitFor();
    found['idle'] = await violations(desk);
    await house.building.simulator.ring('demo', '12F');
    await desk.getByRole('button', { name: 'Answer', exact: true }).waitFor();
    await desk.locator('[data-call] img').waitFor();
    found['ringing'] = await violations(desk);
    await house.building.simulator.ring('demo');
    await desk.getByRole('heading', { name: '2 visitors waiting' }).waitFor();
    found['ringing, several'] = await violations(desk);
    await pressOn(desk.getByRole('button', { name: 'Answer', exact: true }).first());
    await desk.getByText('The visitor hears you', { exact: true }).waitFor();
    found['talking'] = await violations(desk);
    await press(desk, 'Hang up');
    await press(desk, 'End the visitor’s call');
    await press(desk, 'End call');
    await desk.getByRole('button', { name: /History/ }).click();
    await desk.getByRole('heading', { name: 'Today' }).waitFor();
    found['history'] = await violations(desk);
    await desk.getByRole('button', { name: 'Settings' }).click();
    await desk.getByRole('heading', { name: 'Settings' }).waitFor();
    found['settings'] = await violations(desk);
    await desk.getByRole('button', { name: 'Doors' }).click();
    await desk.getByRole('heading', { name: 'Doors' }).waitFor();
    found['doors'] = await violations(desk);
    await desk.keyboard.press('?');
    await desk.getByRole('dialog').waitFor();
    found['keys'] = await violations(desk);
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((name) => [name, []])));
    await desk.context().close();
  });
});

test('axe finds nothing on the enrolment, on a desk that cannot ring, and on the door panel', async () => {
  const page = await house.browser.window();
  await page.goto(`${house.building.relay.address}/desk`);
  await page.getByRole('heading', { name: 'Enrol this desk' }).waitFor();
  expect(await violations(page)).toEqual([]);
  const desk = await house.deskOnShift();
  await desk.getByRole('button', { name: 'Step away' }).click();
  await desk.getByText('You stepped away.').waitFor();
  expect(await violations(desk)).toEqual([]);
  expect(await violations(await house.panel())).toEqual([]);
});
