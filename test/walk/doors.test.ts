import { expect, test } from 'vitest';
import { DoorId, EpochMs, PressId } from '../../protocol/call.ts';
import { PressNews } from '../../protocol/desk.ts';
import { DoorLine, PanelDoorOpened, SiteDoors } from '../../protocol/door.ts';
import { operator } from '../../protocol/operator.ts';
import type { RingView } from '../../protocol/ring.ts';
import { aBuilding } from '../harness/aBuilding.ts';
import { aDesk, type ConnectedDesk } from '../harness/aDesk.ts';
import type { RunningRelay } from '../harness/aRelay.ts';

const parcelRoom = DoorId.parse('access-point:33020');
const press = (name: string) => PressId.parse(`press-${name}`);
/** The news of one press, once it comes. */
const newsOf = (desk: ConnectedDesk, pressId: PressId) =>
  new Promise<PressNews>((resolve) => {
    desk.socket.on('press', (sent: unknown) => {
      const news = PressNews.parse(sent);
      if (news.pressId === pressId) resolve(news);
    });
  });

test('the vendor’s access points and devices are listed beside what is mapped', async () => {
  await using building = await aBuilding();
  const { body } = await building.relay.answerTo(operator.listDoors, { params: { site: 'demo' } });
  const { doors, accessPoints, devices, says } = SiteDoors.parse(body);
  expect(says).toBeNull();
  expect(doors.map(({ name, panel }) => [name, panel])).toEqual([
    ['Front entrance', 40217],
    ['Garage', 40218],
  ]);
  expect(accessPoints).toContainEqual({ id: 33020, name: 'Parcel room', devices: [88313] });
  expect(devices).toContainEqual({ id: 88311, name: 'Concierge Desk', type: 'front_desk_station' });
});

test('a door without a call is opened by its access point, in the front desk’s name, once for each press, and confirmed by the log', async () => {
  await using building = await aBuilding();
  const { relay, simulator } = building;
  using desk = await aDesk(relay.address, await relay.desk());
  await relay.ask(operator.addDoor, { params: { site: 'demo' }, body: { accessPoint: 33020, favourite: true } });
  const asked = { pressId: press('parcel-1'), doorId: parcelRoom };
  const confirmed = newsOf(desk, asked.pressId);

  expect(await desk.ask('openDoor', asked)).toEqual({ outcome: 'accepted', pressId: asked.pressId });
  expect(await desk.ask('openDoor', { ...asked, pressId: press('parcel-2') })).toMatchObject({
    because: 'cooling-down',
  });
  expect(await confirmed).toMatchObject({ outcome: 'confirmed' });
  expect(await desk.ask('openDoor', asked)).toEqual({ outcome: 'confirmed', pressId: asked.pressId });

  expect(await simulator.requests('/v4/door_release_requests')).toHaveLength(1);
  const [entry] = await relay.ask(operator.listAccessLog, { params: { site: 'demo' } });
  expect(entry).toMatchObject({
    door: 'Parcel room',
    building: 'Harbor House',
    accessPoint: 33020,
    entryMethod: 'API',
    tenant: 7340020,
    press: asked.pressId,
    byList: true,
  });
});

test('a desk of another site is refused a door as an unknown one', async () => {
  await using building = await aBuilding();
  const { relay } = building;
  await relay.ask(operator.addDoor, { params: { site: 'demo' }, body: { accessPoint: 33020 } });
  using desk = await aDesk(relay.address, await relay.desk({ sites: ['elsewhere'] }));
  const foreign = await desk.ask('openDoor', { pressId: press('foreign'), doorId: parcelRoom });
  expect(foreign).toEqual({ outcome: 'refused', because: 'unknown-door' });
  expect(desk.picture.doors).toEqual([]);
});

test('a device is added only once it was accepted that it opens all of its doors', async () => {
  await using building = await aBuilding();
  const { relay } = building;
  const refused = await relay.answerTo(operator.addDoor, { params: { site: 'demo' }, body: { device: 88310 } });
  expect(refused).toMatchObject({
    status: 409,
    body: { error: 'opens-all', message: expect.stringContaining('opens all of: Front entrance') },
  });
  const added = await relay.answerTo(operator.addDoor, {
    params: { site: 'demo' },
    body: { device: 88310, acceptOpensAll: true },
  });
  expect(DoorLine.parse(added.body)).toMatchObject({
    door: 'device:88310',
    opensAll: [{ id: 33018, name: 'Front entrance' }],
  });
});

test('until its panel’s own door is proven a call has no door, and proving it opens it through that call', async () => {
  await using building = await aBuilding();
  const { relay, simulator } = building;
  using desk = await aDesk(relay.address, await relay.desk());
  await relay.ask(operator.mapPanelDoor, { params: { site: 'demo', panel: 40_217 }, body: { name: 'North door' } });
  const nobody = await relay.answerTo(operator.openPanelDoor, { params: { site: 'demo', panel: 40_217 } });
  expect(PanelDoorOpened.parse(nobody.body).reply).toEqual({ outcome: 'refused', because: 'unknown-call' });

  const guid = await simulator.ring('demo');
  const view = await desk.until(({ phase }) => phase === 'ringing');
  expect(view).toMatchObject({ doors: [], can: { door: 'door-not-proven' } });
  const pressed = await desk.ask('openDoor', { pressId: press('unproven'), callId: view.call.id });
  expect(pressed).toEqual({ outcome: 'refused', because: 'door-not-proven' });

  const opened = await relay.answerTo(operator.openPanelDoor, { params: { site: 'demo', panel: 40_217 } });
  expect(PanelDoorOpened.parse(opened.body).reply).toMatchObject({ outcome: 'accepted' });
  expect(await simulator.status(guid)).toBe('opened_door');
  const proof = await relay.answerTo(operator.provePanelDoor, {
    params: { site: 'demo', panel: 40_217 },
    body: { moved: true },
  });
  expect(DoorLine.parse(proof.body).provenAt).toEqual(expect.any(Number));
  expect(await simulator.requests('/v3/notifications/open_door')).toHaveLength(1);
  expect(await simulator.requests('/v4/door_release_requests')).toHaveLength(0);
});

test('a door that is set to end its call ends it when it was opened, and the vendor is told', async () => {
  await using building = await aBuilding();
  const { relay, simulator } = building;
  using desk = await aDesk(relay.address, await relay.desk());
  await relay.ask(operator.mapPanelDoor, {
    params: { site: 'demo', panel: 40_217 },
    body: {
      name: 'Front entrance',
      accessPoint: 33018,
      afterOpening: 'end',
    },
  });
  await simulator.ring('demo');
  const { call } = await desk.until(({ phase }) => phase === 'ringing');
  await desk.ask('answer', { callId: call.id });
  await desk.ask('media', { callId: call.id });
  await desk.ask('receipt', { callId: call.id, stage: 'connected', at: call.receivedAt });
  await desk.until(({ phase }) => phase === 'talking');
  await desk.ask('openDoor', { pressId: press('and-end'), callId: call.id });
  expect(await desk.until(({ phase }) => phase === 'ended')).toMatchObject({
    reason: 'door-opened',
    can: { door: true },
  });
  await expect.poll(() => simulator.requests('/v3/notifications/call_ended')).toHaveLength(1);
  const history = async () => {
    const reply = await desk.ask('history', { since: EpochMs.parse(0) });
    return reply.outcome === 'history' ? reply.calls[0]?.doorConfirmedAt : undefined;
  };
  await expect.poll(history).toEqual(expect.any(Number));
});

test('for a minute after its call the own door is opened by its access point', async () => {
  await using building = await aBuilding();
  const { relay, simulator } = building;
  using desk = await aDesk(relay.address, await relay.desk());
  await simulator.ring('demo');
  const { call } = await desk.until(({ phase }) => phase === 'ringing');
  await desk.ask('answer', { callId: call.id });
  await desk.ask('hangUp', { callId: call.id });
  await desk.until(({ phase }) => phase === 'ended');
  const late = await desk.ask('openDoor', { pressId: press('late'), callId: call.id });
  expect(late).toMatchObject({ outcome: 'accepted' });
  expect(await simulator.requests('/v4/door_release_requests')).toHaveLength(1);
  expect(await simulator.requests('/v3/notifications/open_door')).toHaveLength(0);
});

/** ButterflyMX has named the call's panel: only then does the call take the press of a door for itself. */
const isConfirmed = ({ phase, can, call }: RingView) =>
  phase === 'ringing' && call.confirmation === 'confirmed' && can.door === true;

test('a door at which a visitor calls is opened through that call, whoever presses it', async () => {
  await using building = await aBuilding();
  const { relay, simulator } = building;
  using desk = await aDesk(relay.address, await relay.desk());
  await relay.ask(operator.addDoor, { params: { site: 'demo' }, body: { accessPoint: 33018 } });
  await simulator.ring('demo');
  await desk.until(isConfirmed);
  const asked = { pressId: press('through'), doorId: DoorId.parse('access-point:33018') };
  expect(await desk.ask('openDoor', asked)).toMatchObject({ outcome: 'accepted' });
  expect(await desk.until(({ phase }) => phase === 'ended')).toMatchObject({ reason: 'door-opened' });
  expect(await simulator.requests('/v4/door_release_requests')).toHaveLength(0);
});

test('so it is when the press names the call, and the site’s door of the same access point', async () => {
  await using building = await aBuilding();
  const { relay, simulator } = building;
  using desk = await aDesk(relay.address, await relay.desk());
  await relay.ask(operator.addDoor, { params: { site: 'demo' }, body: { accessPoint: 33018 } });
  const guid = await simulator.ring('demo');
  const { call } = await desk.until(isConfirmed);
  const asked = { pressId: press('named'), callId: call.id, doorId: DoorId.parse('access-point:33018') };
  expect(await desk.ask('openDoor', asked)).toMatchObject({ outcome: 'accepted' });
  expect(await desk.until(({ phase }) => phase === 'ended')).toMatchObject({ reason: 'door-opened' });
  expect(await simulator.status(guid)).toBe('opened_door');
  expect(await simulator.requests('/v4/door_release_requests')).toHaveLength(0);
});

test('from one call, the door at which another visitor calls is opened through that other’s', async () => {
  await using building = await aBuilding();
  const { relay, simulator } = building;
  using desk = await aDesk(relay.address, await relay.desk());
  await relay.ask(operator.addDoor, { params: { site: 'demo' }, body: { accessPoint: 33019 } });
  const entrance = await simulator.ring('demo');
  const garage = await simulator.ring('demo', undefined, { panel: 40218 });
  const { call } = await desk.until(({ call: { id } }) => id === entrance);
  await desk.until((view) => view.call.id === garage && isConfirmed(view));
  const asked = { pressId: press('other'), callId: call.id, doorId: DoorId.parse('access-point:33019') };
  expect(await desk.ask('openDoor', asked)).toMatchObject({ outcome: 'accepted' });
  expect(await desk.until(({ phase }) => phase === 'ended')).toMatchObject({ call: { id: garage } });
  expect([await simulator.status(entrance), await simulator.status(garage)]).toEqual(['initializing', 'opened_door']);
  expect(await simulator.requests('/v4/door_release_requests')).toHaveLength(0);
});

test('from a call, a door at which nobody calls is opened by its access point, and that call’s own door late by its own', async () => {
  await using building = await aBuilding();
  const { relay, simulator } = building;
  using desk = await aDesk(relay.address, await relay.desk());
  await relay.ask(operator.addDoor, { params: { site: 'demo' }, body: { accessPoint: 33020 } });
  await relay.ask(operator.addDoor, { params: { site: 'demo' }, body: { accessPoint: 33018 } });
  const guid = await simulator.ring('demo');
  const { call } = await desk.until(({ phase }) => phase === 'ringing');
  const parcel = { pressId: press('parcel'), callId: call.id, doorId: parcelRoom };
  expect(await desk.ask('openDoor', parcel)).toMatchObject({ outcome: 'accepted' });
  expect(await simulator.status(guid)).toBe('initializing');
  await simulator.setStatus(guid, 'canceled');
  await desk.until(({ phase }) => phase === 'ended');
  const late = { pressId: press('late-own'), callId: call.id, doorId: DoorId.parse('panel:40217') };
  expect(await desk.ask('openDoor', late)).toMatchObject({ outcome: 'accepted' });
  expect(await simulator.requests('/v4/door_release_requests')).toHaveLength(2);
  expect(await simulator.requests('/v3/notifications/open_door')).toHaveLength(0);
});

test.each([
  ['500', 'unknown'],
  ['429', 'refused'],
  ['garbage', 'unknown'],
  ['hang', 'unknown'],
  ['401', 'refused'],
  ['drop', 'unknown'],
  ['slow', 'accepted'],
] as const)('a vendor that answers a release with %s makes it %s, and is asked once', async (does, outcome) => {
  await using building = await aBuilding();
  const { relay, simulator } = building;
  using desk = await aDesk(relay.address, await relay.desk());
  await relay.ask(operator.addDoor, { params: { site: 'demo' }, body: { accessPoint: 33020 } });
  await simulator.misbehave({ api: [{ path: '/v4/door_release_requests', does, slowMs: 500 }] });
  const asked = { pressId: press(`bad-${does}`), doorId: parcelRoom };
  const first = await desk.ask('openDoor', asked);
  expect(first).toMatchObject({ outcome });
  expect(await desk.ask('openDoor', asked)).toEqual(first);
  expect(await simulator.requests('/v4/door_release_requests')).toHaveLength(1);
});

/** ButterflyMX's list shows a door that was opened: from then on it is known that logs come. */
async function logsCome(relay: Pick<RunningRelay, 'ask'>, desk: ConnectedDesk): Promise<void> {
  await relay.ask(operator.addDoor, { params: { site: 'demo' }, body: { accessPoint: 33019 } });
  const opened = { pressId: press('shown'), doorId: DoorId.parse('access-point:33019') };
  const shown = newsOf(desk, opened.pressId);
  expect(await desk.ask('openDoor', opened)).toMatchObject({ outcome: 'accepted' });
  expect(await shown).toMatchObject({ outcome: 'confirmed' });
}

test('a press that no log showed is told as not confirmed after a crash too', async () => {
  await using building = await aBuilding();
  const { relay, simulator } = building;
  const { token } = await relay.desk();
  const before = await aDesk(relay.address, { token });
  await relay.ask(operator.addDoor, { params: { site: 'demo' }, body: { accessPoint: 33020 } });
  await logsCome(relay, before);
  await simulator.misbehave({ api: [{ path: '/v4/door_release_requests', does: '500', times: 1 }] });
  const asked = { pressId: press('cut-short'), doorId: parcelRoom };
  expect(await before.ask('openDoor', asked)).toMatchObject({ outcome: 'unknown' });
  await relay.kill();
  before.close();

  await using again = await relay.again();
  using desk = await aDesk(again.address, { token });
  expect(await newsOf(desk, asked.pressId)).toMatchObject({ outcome: 'not-confirmed' });
});

test('a press that no log showed is told as not confirmed where logs are known to come', async () => {
  await using building = await aBuilding();
  const { relay, simulator } = building;
  using desk = await aDesk(relay.address, await relay.desk());
  await relay.ask(operator.addDoor, { params: { site: 'demo' }, body: { accessPoint: 33020 } });
  await logsCome(relay, desk);
  await simulator.misbehave({ api: [{ path: '/v4/door_release_requests', does: '500', times: 1 }] });
  const asked = { pressId: press('silent'), doorId: parcelRoom };
  const news = newsOf(desk, asked.pressId);
  expect(await desk.ask('openDoor', asked)).toMatchObject({ outcome: 'unknown' });
  expect(await news).toMatchObject({ outcome: 'not-confirmed' });
});
