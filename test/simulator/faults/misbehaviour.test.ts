import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { aReceiver, type Receiver } from '../../harness/aReceiver.ts';
import { aSimulator, type RunningSimulator } from '../../harness/aSimulator.ts';
import { differences, vector } from '../../harness/vector.ts';

let simulator: RunningSimulator;
let receiver: Receiver;
beforeAll(async () => {
  simulator = await aSimulator();
});
beforeEach(async () => {
  await simulator.startOver();
  receiver = await aReceiver();
  await simulator.register('demo', 'Harbor House', receiver.url);
});
afterEach(() => receiver.close());
afterAll(() => simulator.stop());

const calls = '/v3/me/calls';
const statusOf = async (path = calls) => (await simulator.api('GET', path)).status;
const ask = (path: string, signal?: AbortSignal) =>
  fetch(`${simulator.address}${path}`, {
    headers: { authorization: `Bearer ${simulator.bearer}` },
    ...(signal === undefined ? {} : { signal }),
  });

test('a refusal lasts as often as it was asked for, and only below its path', async () => {
  await simulator.misbehave({ api: [{ path: calls, does: '500', times: 2 }] });
  expect([await statusOf('/v4/devices'), await statusOf(), await statusOf(), await statusOf()]).toEqual([
    200, 500, 500, 200,
  ]);
});

test('too many requests come with the time to wait', async () => {
  await simulator.misbehave({ api: [{ path: '/v4', does: '429', retryAfterSeconds: 7 }] });
  const { status, headers } = await simulator.api('GET', '/v4/devices');
  expect([status, headers.get('retry-after')]).toEqual([429, '7']);
});

test('a 401 is the vendor’s, and nonsense is no JSON', async () => {
  await simulator.misbehave({
    api: [
      { path: calls, does: '401', times: 1 },
      { path: calls, does: 'garbage' },
    ],
  });
  const [refused, nonsense] = [await simulator.api('GET', calls), await simulator.api('GET', calls)];
  expect([refused.status, refused.body]).toEqual([401, vector('api-error.401')]);
  expect([nonsense.status, typeof nonsense.body]).toEqual([200, 'string']);
});

test('a vendor that hangs says nothing until it is told to behave', async () => {
  await simulator.misbehave({ api: [{ path: calls, does: 'hang' }] });
  const hanging = ask(calls).then(
    () => 'answered',
    () => 'cut off',
  );
  const [asked] = await Promise.all([simulator.requests(calls), statusOf('/v4/devices')]);
  expect(asked).toEqual([]);
  await simulator.misbehave({});
  expect([await hanging, await statusOf()]).toEqual(['cut off', 200]);
});

test('a dropped answer is that of something done', async () => {
  const guid = await simulator.ring('demo');
  await simulator.misbehave({ api: [{ path: '/v3/notifications/open_door', does: 'drop' }] });
  const body = { data: { type: 'notifications', attributes: { call_guid: guid } } };
  await expect(simulator.api('POST', '/v3/notifications/open_door', body)).rejects.toThrow();
  expect(await simulator.status(guid)).toBe('opened_door');
  expect(await simulator.requests('/v3/notifications')).toMatchObject([{ method: 'POST', status: null }]);
});

test('a rule may be for one method', async () => {
  await simulator.misbehave({ api: [{ path: '/v4/devices', method: 'POST', does: '500' }] });
  expect(await statusOf('/v4/devices')).toBe(200);
});

test('its own pages and scripts never misbehave', async () => {
  await simulator.misbehave({ api: [{ path: '/', does: '500' }] });
  expect([await statusOf('/panel/sites'), await statusOf('/simulator/misbehaviour')]).toEqual([200, 200]);
});

const Told = z.object({ guid: z.string().optional(), status: z.string().optional() });
const told = () =>
  receiver.bodies.map((body) => {
    const { status } = Told.parse(body);
    return status ?? 'create';
  });

test('a doubled webhook comes twice', async () => {
  await simulator.misbehave({ webhooks: { delivery: 'doubled' } });
  await simulator.ring('demo');
  await receiver.until(({ length }) => length === 2);
  expect(receiver.bodies[0]).toEqual(receiver.bodies[1]);
});

test('a lost webhook never comes, and the call is in the list', async () => {
  await simulator.misbehave({ webhooks: { delivery: 'lost' } });
  const guid = await simulator.ring('demo');
  await simulator.misbehave({});
  await simulator.setStatus(guid, 'canceled');
  await receiver.until(({ length }) => length === 1);
  expect(told()).toEqual(['canceled']);
});

test('out of order, a status overtakes its call', async () => {
  await simulator.misbehave({ webhooks: { delivery: 'out-of-order' } });
  const guid = await simulator.ring('demo');
  await simulator.setStatus(guid, 'canceled');
  await receiver.until(({ length }) => length === 2);
  expect(told()).toEqual(['canceled', 'create']);
});

test('a late webhook comes all the same', async () => {
  await simulator.misbehave({ webhooks: { delivery: 'late', lateMs: 50 } });
  await simulator.ring('demo');
  await receiver.until(({ length }) => length === 1);
  expect(told()).toEqual(['create']);
});

test.each([
  ['flat', 'webhook-call-create.flat', 'webhook-call-status-update.nested-canceled'],
  ['envelope', 'webhook-call-create.event-envelope', 'webhook-call-create.event-envelope'],
  [
    'envelope-with-guid',
    'webhook-call-create.event-envelope-with-guid',
    'webhook-call-create.event-envelope-with-guid',
  ],
] as const)('in the shape %s, call and status are as the vectors', async (shape, create, status) => {
  await simulator.misbehave({ webhooks: { shape } });
  const guid = await simulator.ring('demo', '12F');
  await simulator.setStatus(guid, 'canceled');
  await receiver.until(({ length }) => length === 2);
  expect([differences(vector(create), receiver.bodies[0]), differences(vector(status), receiver.bodies[1])]).toEqual([
    [],
    [],
  ]);
});

test('a call to the attendants is flat in the guessed shape', async () => {
  await simulator.ring('demo');
  await receiver.until(({ length }) => length === 1);
  expect(differences(vector('webhook-call-create.flat-attendant-guess'), receiver.bodies[0])).toEqual([]);
});

test('a script may move a call without a webhook', async () => {
  const guid = await simulator.ring('demo');
  await simulator.setStatus(guid, 'connecting_sip', { webhook: false });
  await simulator.setStatus(guid, 'voip_rollover');
  await receiver.until(({ length }) => length === 2);
  expect(told()).toEqual(['create', 'voip_rollover']);
  expect((await simulator.api('POST', `/v3/me/calls/${guid}/token`, {})).status).toBe(422);
});

test('starting over ends the calls, empties the lists, and forgets what went wrong, but no registration', async () => {
  const guid = await simulator.ring('demo');
  await simulator.api('POST', '/v4/door_release_requests', {
    door_release_request: { tenant_id: 7340020, access_point_id: 33018 },
  });
  await simulator.misbehave({ api: [{ path: '/v3', does: '500' }] });
  await simulator.startOver();
  expect(await simulator.requests()).toEqual([]);
  expect([await simulator.accessLogs(), await simulator.status(guid)]).toEqual([[], 'canceled']);
  expect((await simulator.api('GET', '/v4/buildings/61200/calls')).body).toMatchObject({ data: [] });
  await receiver.until(({ length }) => length === 2);
  expect(told()).toEqual(['create', 'canceled']);
});
