import { expect, test } from 'vitest';
import { PressId } from '../../protocol/call.ts';
import { aBuilding } from '../harness/aBuilding.ts';
import { aDesk } from '../harness/aDesk.ts';

/** A visitor's call that rings at two desks of one building. */
async function aCallAtTwoDesks(options: Parameters<typeof aBuilding>[0] = {}) {
  await using made = new AsyncDisposableStack();
  const { relay, simulator } = made.use(await aBuilding(options));
  const north = made.use(await aDesk(relay.address, await relay.desk({ name: 'North desk' })));
  const south = made.use(await aDesk(relay.address, await relay.desk({ name: 'South desk' })));
  const guid = await simulator.ring('demo');
  const { call } = await north.until(({ phase }) => phase === 'ringing');
  const standing = made.move();
  return { simulator, north, south, guid, call, [Symbol.asyncDispose]: () => standing.disposeAsync() };
}

test('an answer runs the whole call workflow: status, token, is_active, grant, call_accepted, door, end', async () => {
  await using building = await aBuilding();
  const { relay, simulator } = building;
  using desk = await aDesk(relay.address, await relay.desk());
  const guid = await simulator.ring('demo', '12F');
  const { call } = await desk.until(({ phase }) => phase === 'ringing');
  expect(call).toMatchObject({ id: guid, unit: '12F', recipient: { kind: 'resident', name: 'Noor Haddad' } });

  expect(await desk.ask('answer', { callId: call.id })).toMatchObject({ outcome: 'yours' });
  const media = await desk.ask('media', { callId: call.id });
  expect(media).toMatchObject({
    outcome: 'granted',
    grant: { provider: 'simulator', room: guid, address: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+\/rooms\//) },
  });
  expect(await desk.ask('media', { callId: call.id })).toEqual(media);
  expect(await simulator.status(guid)).toBe('connecting_sip');

  await desk.ask('receipt', { callId: call.id, stage: 'connected', at: call.receivedAt });
  const talking = await desk.until(({ phase }) => phase === 'talking');
  const [door] = talking.doors;
  const press = { pressId: PressId.parse('press-0001'), callId: call.id, ...(door ? { doorId: door.id } : {}) };
  expect(await desk.ask('openDoor', press)).toEqual({ outcome: 'accepted', pressId: press.pressId });
  expect(await desk.ask('openDoor', press)).toEqual({ outcome: 'accepted', pressId: press.pressId });
  expect(await simulator.status(guid)).toBe('opened_door');

  expect(await desk.ask('hangUp', { callId: call.id })).toEqual({ outcome: 'done' });
  expect(await desk.until(({ phase }) => phase === 'ended')).toMatchObject({ reason: 'hung-up' });
  const notices = async () =>
    (await simulator.requests('/v3/notifications/'))
      .map(({ path, status }) => `${path.replace(/^.*\//, '')} ${status}`)
      .sort();
  await expect.poll(notices).toEqual(['call_accepted 204', 'call_ended 204', 'is_active 204', 'open_door 204']);
});

test('a door that was opened a moment ago is refused to every desk, with how long to wait', async () => {
  await using building = await aBuilding();
  const { relay, simulator } = building;
  using north = await aDesk(relay.address, await relay.desk({ name: 'North desk' }));
  using south = await aDesk(relay.address, await relay.desk({ name: 'South desk' }));
  await simulator.ring('demo');
  await simulator.ring('demo');
  await north.until(({ phase }) => phase === 'ringing');
  const [first, second] = await Promise.all(
    [0, 1].map(
      async (index) =>
        (await south.until(() => new Set(south.views.map(({ call }) => call.id)).size === 2)) &&
        [...new Set(south.views.map(({ call }) => call.id))][index],
    ),
  );
  if (!first || !second) throw new Error('two calls ring');

  expect(await north.ask('openDoor', { pressId: PressId.parse('press-north'), callId: first })).toMatchObject({
    outcome: 'accepted',
  });
  const refused = await south.ask('openDoor', { pressId: PressId.parse('press-south'), callId: second });
  expect(refused).toMatchObject({ outcome: 'refused', because: 'cooling-down', retryAfterMs: expect.any(Number) });
});

test('opening the door from the ringing card ends the ring as door opened, by that desk', async () => {
  await using there = await aCallAtTwoDesks();
  const { north, south, call } = there;
  await north.ask('openDoor', { pressId: PressId.parse('press-0002'), callId: call.id });
  expect(await south.until(({ phase }) => phase === 'ended')).toMatchObject({
    reason: 'door-opened',
    by: { name: 'North desk' },
  });
});

test('a wrong bearer is refused by the vendor, and the others ring again', async () => {
  await using there = await aCallAtTwoDesks({ env: { VESTIBULE_BUTTERFLYMX_TOKEN: 'not-the-called-account' } });
  const { north, south, call } = there;
  await north.ask('answer', { callId: call.id });
  await south.until(({ phase }) => phase === 'claimed');
  expect(await north.ask('media', { callId: call.id })).toEqual({ outcome: 'refused', because: 'vendor-refused' });
  expect(await south.until(({ phase, revision }) => phase === 'ringing' && revision > 2)).toMatchObject({
    can: { answer: true },
  });
});

test('the claimant after a dropped answer is let in on our own echo', async () => {
  await using there = await aCallAtTwoDesks();
  const { simulator, north, south, guid, call } = there;
  await north.ask('answer', { callId: call.id });
  await north.ask('media', { callId: call.id });
  await north.ask('hangUp', { callId: call.id, because: 'connection-failed' });
  await south.until(({ phase, revision }) => phase === 'ringing' && revision > 2);
  expect(await simulator.status(guid)).toBe('connecting_sip');

  expect(await south.ask('answer', { callId: call.id })).toMatchObject({ outcome: 'yours' });
  expect(await south.ask('media', { callId: call.id })).toMatchObject({ outcome: 'granted' });
});

test('a desk that opened the door while it was connecting is let in, and so is the next after it dropped', async () => {
  await using there = await aCallAtTwoDesks();
  const { simulator, north, south, guid, call } = there;
  await north.ask('answer', { callId: call.id });
  const press = { pressId: PressId.parse('press-0003'), callId: call.id };
  expect(await north.ask('openDoor', press)).toMatchObject({ outcome: 'accepted' });
  expect(await simulator.status(guid)).toBe('opened_door');
  expect(await north.ask('media', { callId: call.id })).toMatchObject({ outcome: 'granted' });

  await north.ask('hangUp', { callId: call.id, because: 'connection-failed' });
  await south.until(({ phase, revision }) => phase === 'ringing' && revision > 2);
  expect(await south.ask('answer', { callId: call.id })).toMatchObject({ outcome: 'yours' });
  expect(await south.ask('media', { callId: call.id })).toMatchObject({ outcome: 'granted' });
});

test('a status that nobody knows refuses the claimant, and the others ring again at once', async () => {
  await using there = await aCallAtTwoDesks();
  const { simulator, north, south, guid, call } = there;
  await north.ask('answer', { callId: call.id });
  await simulator.setStatus(guid, 'of_the_future', { webhook: false });
  const refused = await north.ask('media', { callId: call.id });
  expect(refused).toEqual({ outcome: 'refused', because: 'no-longer-ringing' });
  expect(await south.ask('answer', { callId: call.id })).toMatchObject({ outcome: 'yours' });
});

test('the visitor’s photo reaches the desks of the site, and nobody else', async () => {
  await using building = await aBuilding();
  const { relay, simulator } = building;
  const enrolled = await relay.desk();
  const foreign = await relay.desk({ sites: ['elsewhere'] });
  using desk = await aDesk(relay.address, enrolled);
  await simulator.ring('demo');
  const { call } = await desk.until((view) => view.call.snapshot !== null);
  const fetchAs = (token: string | null) =>
    fetch(
      `${relay.address}/snapshots/${call.snapshot}`,
      token === null ? {} : { headers: { authorization: `Bearer ${token}` } },
    );
  const seen = await fetchAs(enrolled.token);

  expect([seen.status, seen.headers.get('content-type'), (await seen.bytes()).subarray(0, 3)]).toEqual([
    200,
    'image/jpeg',
    new Uint8Array([0xff, 0xd8, 0xff]),
  ]);
  expect((await fetchAs(foreign.token)).status).toBe(404);
  expect((await fetchAs(null)).status).toBe(401);
});

test('nobody answers: the vendor’s timeout ends the ring and the call is missed until somebody has handled it', async () => {
  await using building = await aBuilding({ simulatorEnv: { VESTIBULE_SIMULATOR_RING_SECONDS: '1' } });
  const { relay, simulator } = building;
  using desk = await aDesk(relay.address, await relay.desk());
  await simulator.ring('demo');
  const { call } = await desk.until(({ phase }) => phase === 'ringing');
  expect(await desk.until(({ phase }) => phase === 'ended')).toMatchObject({ reason: 'timed-out' });
  await desk.untilMissed(({ calls }) => calls.some(({ id }) => id === call.id));
  await desk.ask('handled', { callIds: [call.id] });
  await desk.untilMissed(({ calls }) => calls.length === 0);
});
