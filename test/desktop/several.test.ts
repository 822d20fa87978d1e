/** What staff can do with one of several visitors, and what several leave behind; in a real Chromium. */
import { expect, test } from 'vitest';
import { aHouse } from '../harness/aHouse.ts';
import { violations } from '../harness/axe.ts';
import { press } from '../harness/pages.ts';

const house = aHouse();

test('under ⋯ a row has its door, its muted answer and its end; one row is open at a time', async () => {
  const desk = await house.deskOnShift();
  const { simulator } = house.building;
  const [first, second] = [await simulator.ring('demo'), await simulator.ring('demo', '12F')];
  const row = (number: number) => desk.getByRole('region', { name: `Call ${number}, from Front entrance` });
  const more = (number: number) => row(number).getByRole('button', { name: 'More for this call' });
  await more(1).click();
  await row(1).getByRole('button', { name: 'Answer muted' }).waitFor();
  expect(await violations(desk)).toEqual([]);
  await more(2).click();
  await row(2).getByRole('button', { name: 'Open Front entrance' }).waitFor();
  expect(await row(1).getByRole('button', { name: 'Open Front entrance' }).count()).toBe(0);
  await press(desk, 'Open Front entrance');
  await press(desk, 'Open now: Front entrance');
  await desk.getByText('Front entrance: request accepted.').waitFor({ state: 'attached' });
  expect(await simulator.status(second)).toBe('opened_door');
  expect(await simulator.status(first)).toBe('initializing');
  await press(desk, 'End the visitor’s call');
  await press(desk, 'End call');
  await desk.getByRole('heading', { name: 'Ready to ring' }).waitFor();
  await desk.context().close();
});

test('visitors who came twice to one panel leave one door behind', async () => {
  const desk = await house.deskOnShift();
  for (const _ of [1, 2]) {
    await house.building.simulator.ring('demo');
    await press(desk, 'End the visitor’s call');
    await press(desk, 'End call');
    await desk.getByRole('heading', { name: 'Ready to ring' }).waitFor();
  }
  expect(await desk.getByRole('button', { name: 'Open Visitor just called Front entrance' }).count()).toBe(1);
  await desk.context().close();
});
