import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { aSimulator, type RunningSimulator } from '../harness/aSimulator.ts';
import { differences, vector } from '../harness/vector.ts';

let simulator: RunningSimulator;
let guid: string;
beforeAll(async () => {
  simulator = await aSimulator();
  guid = await simulator.ring('demo', '12F', { provider: 'twilio' });
});
afterAll(() => simulator.stop());

/** The vector with this call's guid for the sample's. */
const aimed = (name: string): unknown =>
  JSON.parse(JSON.stringify(vector(name)).replaceAll('7c1e4f0a-52b6-4d0e-9a3f-0d6b1f2e8c11', guid));
const shapeOf = async (path: string, name: string) => {
  const { status, body } = await simulator.api('GET', path);
  return [status, differences(vector(name), body)];
};

test.each([
  ['/v4/buildings/61200/calls', 'api-v4-call-list.response'],
  ['/v4/devices', 'api-v4-device-list.response'],
  ['/v4/access_points', 'api-v4-access-point-list.response'],
  ['/v4/tenants', 'api-v4-tenant-list.response'],
  ['/v3/me/calls', 'api-v3-me-calls.response'],
])('%s answers as %s', async (path, name) => {
  expect(await shapeOf(path, name)).toEqual([200, []]);
});

test('a call’s status answers as the SDK reads it, at every stage', async () => {
  const own = await simulator.ring('demo', '12F', { provider: 'internal' });
  const path = `/v3/me/calls/${own}/status`;
  const answers = [await shapeOf(path, 'api-v3-call-status.response-provider-internal')];
  for (const status of ['initializing', 'connecting_sip', 'canceled']) {
    await simulator.setStatus(own, status);
    answers.push(await shapeOf(path, `api-v3-call-status.response-${status.replace('_', '-')}`));
  }
  expect(answers).toEqual(Array.from({ length: 4 }, () => [200, []]));
});

test('the token request of the SDK is taken, and its answer is as the SDK reads it', async () => {
  const answer = await simulator.api('POST', `/v3/me/calls/${guid}/token`, vector('api-v3-call-token.request'));
  expect([answer.status, differences(vector('api-v3-call-token.response'), answer.body)]).toEqual([200, []]);
});

test('the token’s key is the provider, and one that takes none has none', async () => {
  const keys = [];
  for (const provider of ['simulator', 'other', 'internal', null]) {
    const call = await simulator.ring('demo', '12F', { provider });
    const { body } = await simulator.api('POST', `/v3/me/calls/${call}/token`, {});
    keys.push(Object.keys(z.object({ tokens: z.record(z.string(), z.string()) }).parse(body).tokens));
  }
  expect(keys).toEqual([['simulator'], ['other'], [], []]);
});

test.each(['is-active', 'call-accepted', 'toggle-camera', 'open-door', 'source-id-variant', 'call-ended'])(
  'the notification %s is taken as the vendor’s programs send it',
  async (name) => {
    const notice = name === 'source-id-variant' ? 'toggle_camera' : name.replace('-', '_');
    const body = aimed(`api-v3-notification.request-${name}`);
    expect((await simulator.api('POST', `/v3/notifications/${notice}`, body)).status).toBe(204);
  },
);

test('a notification may come as JSON, as JSON:API, and as the SDK’s form', async () => {
  const own = await simulator.ring('demo', '12F');
  const json = JSON.stringify({ data: { type: 'notifications', attributes: { call_guid: own, source_id: 40217 } } });
  const form = `data%5Btype%5D=notifications&data[id]=40217&data[attributes][panel_id]=40217&data[attributes][call_guid]=${own}`;
  const statuses = [];
  for (const [type, body] of [
    ['application/json', json],
    ['application/vnd.api+json', json],
    ['application/x-www-form-urlencoded', form],
  ] as const) {
    const headers = { authorization: `Bearer ${simulator.bearer}`, 'content-type': type };
    const url = `${simulator.address}/v3/notifications/toggle_camera`;
    statuses.push((await fetch(url, { method: 'POST', headers, body })).status);
  }
  expect(statuses).toEqual([204, 204, 204]);
});

test.each(['access-point', 'device'])(
  'the door release request by %s is taken, and answered as documented',
  async (by) => {
    const answer = await simulator.api(
      'POST',
      '/v4/door_release_requests',
      vector(`api-v4-door-release.request-${by}`),
    );
    expect([answer.status, differences(vector('api-v4-door-release.response'), answer.body)]).toEqual([201, []]);
  },
);

test('the SDK’s door request outside a call is taken', async () => {
  const { access_token } = await simulator.signIn('resident');
  const answer = await simulator.api('POST', '/v3/me/open_door', vector('api-v3-open-door.request'), access_token);
  expect(answer.status).toBe(201);
});

test('the access log answers as documented', async () => {
  await simulator.api('POST', '/v4/door_release_requests', vector('api-v4-door-release.request-device'));
  expect(await shapeOf('/v4/buildings/61200/access_logs', 'api-v4-access-log-list.response')).toEqual([200, []]);
});

test('a custom keychain is taken, and answered as documented', async () => {
  const answer = await simulator.api('POST', '/v4/keychains/custom', vector('api-v4-keychain-custom.request'));
  expect([answer.status, differences(vector('api-v4-keychain-custom.response'), answer.body)]).toEqual([201, []]);
});

test('what is not there is answered as documented', async () => {
  const answer = await simulator.api('GET', '/v4/buildings/1/calls');
  expect([answer.status, answer.body]).toEqual([404, vector('api-error.404')]);
});

test('a page of several answers as documented', async () => {
  await simulator.ring('demo', '12F');
  const { body } = await simulator.api('GET', '/v4/buildings/61200/calls?per=1');
  expect(differences(vector('api-v4-call-list.response-page-1-of-2'), body)).toEqual([]);
  expect(body).toMatchObject({ page_info: { current_page: 1, page_size: 1, next_page: 2, prev_page: null } });
});
