import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { aSimulator, type RunningSimulator } from '../harness/aSimulator.ts';

let simulator: RunningSimulator;
const guids: string[] = [];
const tokens = new Map<string, string>();
beforeAll(async () => {
  simulator = await aSimulator();
  for (const to of ['12F', '3A', 'Front desk', undefined]) guids.push(await simulator.ring('demo', to));
  for (const who of ['administrator', 'front-desk', 'resident'] as const)
    tokens.set(who, (await simulator.signIn(who)).access_token);
  for (const tenant_id of [7340020, 7340021])
    await simulator.api('POST', '/v4/door_release_requests', {
      door_release_request: { tenant_id, access_point_id: 33018 },
    });
});
afterAll(() => simulator.stop());

const List = z.object({
  data: z.array(z.object({ id: z.union([z.number(), z.string()]), logged_at: z.string().optional() })),
  page_info: z.object({ next_page: z.number().nullable(), total_pages: z.number() }).optional(),
});
const list = async (path: string, who = 'administrator') => {
  const answer = await simulator.api('GET', path, undefined, tokens.get(who));
  return { status: answer.status, ...List.safeParse(answer.body).data };
};
const countOf = async (path: string, who?: string) => (await list(path, who)).data?.length;
const calls = '/v4/buildings/61200/calls';
const logs = '/v4/buildings/61200/access_logs';

test('pages follow one another to the end, newest first, and nothing is told twice', async () => {
  const ids = [];
  for (let page: number | null = 1; page !== null; ) {
    const answer = await list(`${calls}?per=3&page=${page}`);
    ids.push(...(answer.data ?? []).map(({ id }) => Number(id)));
    page = answer.page_info?.next_page ?? null;
  }
  expect(ids).toHaveLength(4);
  expect(ids).toEqual(ids.toSorted((one, other) => other - one));
  expect(new Set(ids).size).toBe(4);
});

test('a page past the end is empty, and what cannot be read is as if it were not said', async () => {
  expect((await list(`${calls}?page=9`)).data).toEqual([]);
  expect(await countOf(`${calls}?page=x&per=0`)).toBe(4);
});

const future = '2099-01-01 00:00:00 UTC';
test.each([
  [`q[logged_at_gteq]=${future}`, 0],
  [`q[logged_at_lteq]=${future}`, 4],
  ['q[unit_label_eq]=12F', 1],
  ['q[unit_label_cont]=f', 2],
  ['q[unit_id_in][]=2203345&q[unit_id_in][]=2203346', 2],
  ['q[notification_type_not_eq]=visitor', 0],
])('the filter %s leaves %i calls', async (filter, count) => {
  expect(await countOf(`${calls}?${encodeURI(filter)}`)).toBe(count);
});

test.each([
  'q[logged_at_gteq]=2099-01-01T00:00:00Z',
  'q[logged_at_gteq]=4070908800',
  'q[unit_id_eq]=12F',
  'q[weather_eq]=fine',
])('the filter %s cannot be read, and gives the unfiltered list', async (filter) => {
  const answer = await list(`${calls}?${encodeURI(filter)}`);
  expect([answer.status, answer.data?.length]).toEqual([200, 4]);
});

test('times are whole seconds in UTC', async () => {
  expect(
    (await list(calls)).data?.every(({ logged_at }) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(logged_at ?? '')),
  ).toBe(true);
});

test('an administrator sees the whole building, a tenant only its own', async () => {
  expect([
    await countOf(calls),
    await countOf(calls, 'front-desk'),
    await countOf(calls, 'resident'),
    await countOf(logs),
    await countOf(logs, 'front-desk'),
    await countOf(logs, 'resident'),
  ]).toEqual([4, 2, 1, 2, 1, 1]);
});

test('each thing of a list is shown by its number, and only to those who see it in the list', async () => {
  const theirs = (await list(calls, 'resident')).data?.[0]?.id;
  const statusOf = async (path: string, who: string) => (await list(path, who)).status;
  expect([
    await statusOf(`${calls}/${theirs}`, 'administrator'),
    await statusOf(`${calls}/${theirs}`, 'front-desk'),
    await statusOf('/v4/access_points/33020', 'front-desk'),
    await statusOf('/v4/access_points/33020', 'resident'),
    await statusOf('/v4/access_points/33018/schedules', 'resident'),
    await statusOf('/v4/devices/88311', 'administrator'),
  ]).toEqual([200, 404, 200, 404, 200, 200]);
});

test('tenants are all of them for an administrator, and oneself with scope=self', async () => {
  expect([
    await countOf('/v4/tenants'),
    await countOf('/v4/tenants?scope=self'),
    await countOf('/v4/tenants?scope=self', 'front-desk'),
    await countOf('/v4/tenants', 'resident'),
  ]).toEqual([3, 0, 1, 1]);
});

test('a call is there for the account that was called, an attendant’s for the front desk, and gone for all others', async () => {
  const [toResident = '', , toDesk = '', toAttendant = ''] = guids;
  const statuses = [];
  for (const guid of [toResident, toDesk, toAttendant])
    for (const who of ['administrator', 'front-desk', 'resident'])
      statuses.push((await list(`/v3/me/calls/${guid}/status`, who)).status);
  expect(statuses).toEqual([404, 404, 200, 404, 200, 404, 404, 200, 404]);
  expect([await countOf('/v3/me/calls', 'front-desk'), await countOf('/v3/me/calls', 'administrator')]).toEqual([2, 0]);
  const body = { data: { type: 'notifications', attributes: { call_guid: toResident, panel_id: 40217 } } };
  const notice = await simulator.api('POST', '/v3/notifications/is_active', body, tokens.get('front-desk'));
  const token = await simulator.api('POST', `/v3/me/calls/${toResident}/token`, {}, tokens.get('front-desk'));
  expect([notice.status, token.status]).toEqual([404, 404]);
});

test('the topology names what a tenant has, as far as it was asked to include it', async () => {
  const include = 'tenants,tenants.building,tenants.panels,tenants.devices,tenants.unit';
  const { body } = await simulator.api('GET', `/v3/me?include=${include}`, undefined, tokens.get('resident'));
  const Topology = z.object({
    included: z.array(z.object({ type: z.string(), attributes: z.record(z.string(), z.unknown()) })),
  });
  const { included } = Topology.parse(body);
  expect([...new Set(included.map(({ type }) => type))].toSorted()).toEqual([
    'buildings',
    'devices',
    'panels',
    'tenants',
    'units',
  ]);
  expect(included.find(({ type }) => type === 'buildings')?.attributes).toMatchObject({
    open_door_button_enabled: true,
  });
  expect((await simulator.api('GET', '/v3/me', undefined, tokens.get('resident'))).body).toMatchObject({
    included: [],
  });
});
