import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { aSimulator, type RunningSimulator } from '../../harness/aSimulator.ts';
import { differences, vector } from '../../harness/vector.ts';

let simulator: RunningSimulator;
beforeAll(async () => {
  simulator = await aSimulator();
});
beforeEach(() => simulator.startOver());
afterAll(() => simulator.stop());

const release = async (request: Readonly<Record<string, number>>, token?: string) =>
  simulator.api('POST', '/v4/door_release_requests', { door_release_request: request }, token);
const openFrom = (guid: string) =>
  simulator.api('POST', '/v3/notifications/open_door', {
    data: { type: 'notifications', attributes: { call_guid: guid, panel_id: 40217 } },
  });

test('a release wants a tenant, and exactly one of door and device', async () => {
  const answers = [
    await release({ access_point_id: 33018 }),
    await release({ tenant_id: 7340020 }),
    await release({ tenant_id: 7340020, access_point_id: 33018, device_id: 88310 }),
  ];
  expect(answers.map(({ status, body }) => [status, differences(vector('api-error.422'), body)])).toEqual([
    [422, []],
    [422, []],
    [422, []],
  ]);
  expect(await simulator.accessLogs()).toEqual([]);
});

test('a tenant opens its own doors in its own name, an administrator every door of the building', async () => {
  const resident = (await simulator.signIn('resident')).access_token;
  const administrator = (await simulator.signIn('administrator')).access_token;
  const statuses = [
    await release({ tenant_id: 7340021, access_point_id: 33018 }, resident),
    await release({ tenant_id: 7340021, access_point_id: 33020 }, resident),
    await release({ tenant_id: 7340020, access_point_id: 33018 }, resident),
    await release({ tenant_id: 7340021, access_point_id: 33020 }, administrator),
    await release({ tenant_id: 7340021, access_point_id: 1 }, administrator),
  ];
  expect(statuses.map(({ status }) => status)).toEqual([201, 404, 404, 201, 404]);
  expect((await simulator.accessLogs()).map(({ entry_method, name }) => [entry_method, name])).toEqual([
    ['API', 'Noor Haddad'],
    ['API', 'Noor Haddad'],
  ]);
});

test('a release through the API does not tell the panel, which goes on dialling', async () => {
  const guid = await simulator.ring('demo');
  await release({ tenant_id: 7340020, access_point_id: 33018 });
  expect(await simulator.status(guid)).toBe('initializing');
});

test('the door opened from a call is logged as App call, and the call knows it', async () => {
  const guid = await simulator.ring('demo', '12F');
  expect((await openFrom(guid)).status).toBe(204);
  expect(await simulator.status(guid)).toBe('opened_door');
  expect(await simulator.accessLogs()).toMatchObject([
    { access_point: 33018, entry_method: 'App call', name: 'Noor Haddad', tenant_id: 7340021 },
  ]);
});

test('an attendant’s door is logged under the front desk', async () => {
  await openFrom(await simulator.ring('demo'));
  expect(await simulator.accessLogs()).toMatchObject([{ tenant_id: 7340020 }]);
});
