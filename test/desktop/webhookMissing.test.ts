/** A call that only ButterflyMX's own list told of: staff see why it came late; in a real Chromium. */
import { expect, test } from 'vitest';
import { aHouse } from '../harness/aHouse.ts';
import { violations } from '../harness/axe.ts';
import { press, pressOn } from '../harness/pages.ts';

const house = aHouse();
const words = 'Came late: ButterflyMX sent no webhook.';

test('a call whose webhook was lost says so on its card, above its buttons, on its row and in the history', async () => {
  const desk = await house.deskOnShift();
  const { simulator } = house.building;
  await simulator.ring('demo', '12F');
  await press(desk, 'Silence here');
  await simulator.misbehave({ webhooks: { delivery: 'lost' } });
  await simulator.ring('demo');
  await desk.getByRole('region', { name: 'Call from Front entrance' }).getByText(words).waitFor();
  expect(await violations(desk)).toEqual([]);
  await press(desk, 'End the visitor’s call');
  await press(desk, 'Keep ringing');
  await simulator.misbehave({});
  await simulator.ring('demo', '12F');
  const row = (number: number) => desk.getByRole('region', { name: `Call ${number}, from Front entrance` });
  await row(1).getByText(words).waitFor();
  expect(await row(2).getByText(words).count()).toBe(0);
  for (const _ of [1, 2]) {
    await pressOn(desk.getByRole('button', { name: 'Answer', exact: true }).first());
    await press(desk, 'Hang up');
  }
  await desk.getByRole('button', { name: 'History' }).click();
  await desk
    .getByRole('button', { name: /Answered by Front desk/ })
    .last()
    .click();
  await desk.getByRole('complementary').getByText(words).waitFor();
  await desk.context().close();
});
