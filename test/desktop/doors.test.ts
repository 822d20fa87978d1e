import { beforeAll, expect, test } from 'vitest';
import { operator } from '../../protocol/operator.ts';
import { aBuilding } from '../harness/aBuilding.ts';
import { aHouse } from '../harness/aHouse.ts';
import { violations } from '../harness/axe.ts';
import { hold, openDeskOnShift, press } from '../harness/pages.ts';

const house = aHouse();
beforeAll(async () => {
  const add = (door: object) =>
    house.building.relay.answerTo(operator.addDoor, { params: { site: 'demo' }, body: door });
  await add({ accessPoint: 33020, favourite: true });
  await add({ accessPoint: 33019 });
});

test('a favourite door is on the idle screen, is opened by press and confirm, and says what became of it in words and aloud', async () => {
  const desk = await house.deskOnShift();
  expect(await desk.getByRole('button', { name: /^Open / }).allTextContents()).toEqual([
    expect.stringContaining('Parcel room'),
  ]);
  await press(desk, 'Open Parcel room');
  await press(desk, 'Open now Parcel room');
  await desk.getByText('Parcel room: request accepted.').waitFor({ state: 'attached' });
  await desk.getByText(/^Confirmed, \d/).waitFor();
  await desk.getByText('Parcel room: confirmed.').waitFor({ state: 'attached' });
  expect(await violations(desk)).toEqual([]);
  expect(await house.building.simulator.requests('/v4/door_release_requests')).toHaveLength(1);
  await desk.context().close();
});

test('every door of the building is under Doors, favourites first, and is opened by holding its tile', async () => {
  const desk = await house.deskOnShift();
  await desk.getByRole('button', { name: 'Doors' }).click();
  const tiles = desk.getByRole('button', { name: /^Open / });
  await tiles.nth(1).waitFor();
  expect((await tiles.allTextContents()).map((text) => text.trim())).toEqual(['Parcel room', 'Garage gate']);
  await hold(tiles.nth(1));
  await desk.getByText(/^(Request accepted|Confirmed)/).waitFor();
  await desk.mouse.up();
  expect(await violations(desk)).toEqual([]);
  await desk.context().close();
});

test('after a call its door stays on the idle screen for a while, and is opened by its access point', async () => {
  const desk = await house.deskOnShift();
  await house.building.simulator.ring('demo');
  await press(desk, 'Answer');
  await press(desk, 'Hang up');
  await desk.getByText('Visitor just called').waitFor();
  await press(desk, 'Open Visitor just called Front entrance');
  await press(desk, 'Open now Front entrance');
  await desk.getByText(/^(Request accepted|Confirmed)/).waitFor();
  expect(await house.building.simulator.requests('/v3/notifications/open_door')).toHaveLength(0);
  await desk.context().close();
});

test('a panel whose door was not proven has no button for it, but the reason in words', async () => {
  await house.building.relay.ask(operator.provePanelDoor, {
    params: { site: 'demo', panel: 40_217 },
    body: { moved: false },
  });
  const desk = await house.deskOnShift();
  await house.building.simulator.ring('demo');
  await desk.getByText('Which door this panel opens was not proven yet. Ask the operator.').waitFor();
  await house.building.relay.ask(operator.provePanelDoor, {
    params: { site: 'demo', panel: 40_217 },
    body: { moved: true },
  });
  await desk.getByRole('button', { name: 'Open Front entrance' }).waitFor();
  await desk.context().close();
});

test('a panel’s own door that no log shows is told as accepted, then as not confirmed, though its call and button are gone', async () => {
  await using own = await aBuilding();
  const { relay, simulator } = own;
  const params = { site: 'demo', panel: 40_217 };
  await relay.ask(operator.mapPanelDoor, { params, body: { name: 'Front entrance', accessPoint: null } });
  await relay.ask(operator.provePanelDoor, { params, body: { moved: true } });
  const desk = await openDeskOnShift(await house.browser.window(), own);
  await relay.ask(operator.addDoor, { params: { site: 'demo' }, body: { accessPoint: 33020, favourite: true } });
  /** ButterflyMX's own list shows one door: from then on its logs are known to come. */
  await press(desk, 'Open Parcel room');
  await press(desk, 'Open now Parcel room');
  await desk.getByText(/^Confirmed, \d/).waitFor();
  await simulator.ring('demo');
  await press(desk, 'Open Front entrance');
  await simulator.misbehave({
    webhooks: { delivery: 'lost' },
    api: [{ path: '/v4/buildings/61200/access_logs', does: '500' }],
  });
  await press(desk, 'Open now: Front entrance');
  await desk.getByText('Front entrance · Request accepted').waitFor();
  await desk.getByText('Front entrance · Not confirmed. Check the door.').waitFor();
  await desk.getByText('Front entrance: not confirmed. Check the door.').waitFor({ state: 'attached' });
  expect(await violations(desk)).toEqual([]);
  await desk.getByRole('button', { name: 'History' }).click();
  await desk.getByRole('button', { name: /Door request by Front desk not confirmed/ }).click();
  await desk.getByText('Not confirmed: ButterflyMX’s log did not show that the door opened.').waitFor();
  await desk.context().close();
});
