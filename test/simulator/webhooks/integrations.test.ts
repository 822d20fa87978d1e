import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { aReceiver, type Receiver } from '../../harness/aReceiver.ts';
import { aSimulator, type RunningSimulator } from '../../harness/aSimulator.ts';
import { differences, vector } from '../../harness/vector.ts';

let simulator: RunningSimulator;
let receiver: Receiver;
const building = '/v4/buildings/61200/integrations';
const resident = '/v4/tenants/7340021/integrations';
const desk = '/v4/tenants/7340020/integrations';

beforeAll(async () => {
  simulator = await aSimulator();
});
beforeEach(async () => {
  receiver = await aReceiver();
});
afterEach(async () => {
  for (const path of [building, resident, desk])
    for (const { id } of await simulator.integrations(path)) await simulator.api('DELETE', `${path}/${id}`);
  receiver.close();
});
afterAll(() => simulator.stop());

const registration = (
  bindings: Readonly<Record<string, readonly string[]>> = { call: ['create'] },
  url = receiver.url,
) => ({
  data: {
    type: 'integrations',
    attributes: {
      integrator: 'webhook',
      configuration: { url, method: 'post' },
      bindings: Object.entries(bindings).map(([resource_type, actions]) => ({ resource_type, actions })),
    },
  },
});
const Created = z.object({ data: z.object({ id: z.coerce.number() }) });
const create = async (path: string, body: unknown = registration()) => {
  const answer = await simulator.api('POST', path, body);
  return { ...answer, id: Created.safeParse(answer.body).data?.data.id ?? 0 };
};
const guidsOf = (bodies: readonly unknown[]) =>
  bodies.map((body) => z.object({ guid: z.string() }).safeParse(body).data?.guid);

test.each(['request-building', 'request-door-release-binding', 'request-tenant', 'request-v3-status-update'])(
  'the known body %s is taken, with 200',
  async (name) => {
    expect((await create(building, vector(`api-integration-create.${name}`))).status).toBe(200);
  },
);

test('answers are of the known shapes: v3 says config, v4 configuration', async () => {
  const v4 = await create(building);
  const v3 = await create('/v3/tenants/7340021/integrations');
  const list = await simulator.api('GET', '/v3/tenants/7340021/integrations');
  expect([
    differences(vector('api-integration-create.response-v4-guess'), v4.body),
    differences(vector('api-integration-create.response-v3'), v3.body),
    differences(vector('api-integration-list.response-v3'), list.body),
  ]).toEqual([[], [], []]);
});

test('two equal registrations are two entries; one is shown, changed and deleted by its number', async () => {
  const [one, two] = [await create(building), await create(building)];
  expect((await simulator.integrations()).map(({ id }) => id)).toEqual([one.id, two.id]);
  const changed = registration({ access_log: ['create'] });
  expect((await simulator.api('PUT', `${building}/${one.id}`, changed)).status).toBe(200);
  expect((await simulator.api('GET', `${building}/${one.id}`)).body).toMatchObject({
    data: { bindings: [{ resource_type: 'access_log', actions: ['create'] }] },
  });
  const deleted = await simulator.api('DELETE', `${building}/${one.id}`);
  expect([deleted.status, deleted.body]).toEqual([204, null]);
  expect((await simulator.api('DELETE', `${building}/${one.id}`)).status).toBe(404);
  expect((await simulator.integrations()).map(({ id }) => id)).toEqual([two.id]);
});

test('a wrong registration is refused in the vendor’s shape, field by field', async () => {
  const whole = registration();
  const wrong = [
    {},
    { ...whole, extra: 1 },
    registration({ call: ['delete'] }),
    registration({ access_log: ['status_update'] }),
    registration({ call: [] }),
    registration({ call: ['create'] }, 'ftp://x'),
    { data: { type: 'integrations', attributes: { integrator: 'webhook' } } },
  ];
  for (const body of wrong) {
    const answer = await create(building, body);
    expect([answer.status, differences(vector('api-error.422'), answer.body)]).toEqual([422, []]);
  }
  expect((await create(building, wrong[6])).body).toEqual({
    errors: [
      { field: 'configuration', code: 'blank', message: "can't be blank" },
      { field: 'bindings', code: 'blank', message: "can't be blank" },
    ],
  });
  expect(await simulator.integrations()).toEqual([]);
});

test('a building’s registrations are its administrator’s, a tenant’s also the tenant’s', async () => {
  const tokens = {
    administrator: (await simulator.signIn('administrator')).access_token,
    resident: (await simulator.signIn('resident')).access_token,
    desk: (await simulator.signIn('front-desk')).access_token,
  };
  const statusOf = async (path: string, who: keyof typeof tokens) =>
    (await simulator.api('GET', path, undefined, tokens[who])).status;
  expect([
    await statusOf(building, 'administrator'),
    await statusOf(building, 'desk'),
    await statusOf(resident, 'administrator'),
    await statusOf(resident, 'resident'),
    await statusOf(resident, 'desk'),
    await statusOf('/v4/buildings/9/integrations', 'administrator'),
  ]).toEqual([200, 404, 200, 200, 404, 404]);
});

test('a building hears of every call, a tenant of its own, and nobody of what is not bound', async () => {
  const tenants = await aReceiver();
  await create(building);
  await create(resident, registration({ call: ['create'] }, tenants.url));
  const theirs = await simulator.ring('demo', '12F');
  const desks = await simulator.ring('demo', 'Front desk');
  const attendants = await simulator.ring('demo');
  await simulator.setStatus(theirs, 'canceled');
  await receiver.until(({ length }) => length === 3);
  expect(guidsOf(receiver.bodies)).toEqual([theirs, desks, attendants]);
  expect(guidsOf(tenants.bodies)).toEqual([theirs]);
  tenants.close();
});

test('a status is delivered where status_update is bound', async () => {
  await create(building, registration({ call: ['create', 'status_update'] }));
  const guid = await simulator.ring('demo', '12F');
  await simulator.setStatus(guid, 'voip_rollover');
  await receiver.until(({ length }) => length === 2);
  expect(receiver.bodies[1]).toEqual({ call: { guid }, status: 'voip_rollover' });
});

test('a release is delivered under the name that was bound', async () => {
  await create(building, registration({ access_log: ['create'] }));
  await create(desk, registration({ door_release: ['create'] }));
  const asked = { door_release_request: { tenant_id: 7340020, access_point_id: 33020 } };
  expect((await simulator.api('POST', '/v4/door_release_requests', asked)).status).toBe(201);
  await receiver.until(({ length }) => length === 2);
  const Event = z.object({
    event: z.object({ resource_type: z.string(), data: z.object({ entry_method: z.string() }) }),
  });
  const events = receiver.bodies.map((body) => Event.parse(body).event);
  expect(events.map(({ resource_type }) => resource_type).toSorted()).toEqual(['access_log', 'door_release']);
  expect(differences(vector('webhook-access-log-create.event-envelope'), receiver.bodies[0])).toEqual([]);
});
