/** Every sample body of the vendor's API, sent or read by the relay's own client over real HTTP. `docs/butterflymx.md` has the same as a table. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { DeskId, EpochMs, SiteId } from '../../../protocol/call.ts';
import type { Accounts } from '../../../server/butterflymx/account.ts';
import { exchangeCode, refresh, regionOf } from '../../../server/butterflymx/accounts/oauth.ts';
import { vendorDoors } from '../../../server/butterflymx/doors.ts';
import { type Target, vendorIntegrations } from '../../../server/butterflymx/integrations/vendorIntegrations.ts';
import { vendorCalls } from '../../../server/butterflymx/intercom.ts';
import { restClient } from '../../../server/butterflymx/rest.ts';
import { listAccessLog } from '../../../server/doors/vendorLog.ts';
import { listCalls } from '../../../server/intake/list/listCalls.ts';
import type { VendorCall } from '../../../server/ring/ports.ts';
import { differences, vector } from '../../harness/vector.ts';
import { aVendor, type Heard } from './aVendor.ts';

const site = SiteId.parse('demo');
const guid = '7c1e4f0a-52b6-4d0e-9a3f-0d6b1f2e8c11';
const call: VendorCall = { site, guid, panelId: 40217, userId: null, unitId: null };
const desk = DeskId.parse('desk-1');
const soon = () => AbortSignal.timeout(5_000);
const building: Target = { site, scope: 'building', target: 61200, api: 'v4' };
const tenant: Target = { ...building, scope: 'tenant', target: 7340021 };
const tenantInV3: Target = { ...tenant, api: 'v3' };
const hookOf = (of: 'b/61200' | 't/7340021') => `https://relay.example.com/hooks/bmx/${of}/SECRETPATH`;
const calls = (...actions: string[]) => ({ resource: 'call', actions });

/** The client over a vendor that answers with one sample, whatever it is asked. */
async function over(name: string | null, status = 200) {
  const sample = name === null ? {} : vector(name);
  const { address, heard } = await aVendor(() => ({ status, body: sample }));
  return { address, heard, ask: restClient({ accounts: accountsAt(address), now: () => 0 }) };
}
const accountsAt = (apiUrl: string): Accounts => ({
  bearer: async ({ role }) => ({ ok: true, value: { account: role, apiUrl, token: 'at-example-1' } }),
  renewed: async () => ({ ok: false, error: 'refused' }),
});
const bodyOf = ([first]: readonly Heard[]) => first?.body;

type Case = (name: string) => Promise<unknown>;

const reads = {
  status:
    (status: string, provider = 'twilio'): Case =>
    async (name) =>
      expect(await vendorCalls((await over(name)).ask).callStatus(call)).toEqual({
        ok: true,
        value: {
          status,
          panelId: 40217,
          panelName: 'North Lobby',
          provider,
          pictureUrl: 'https://snapshots.example.com/cache/3f9d2c7a.jpeg',
        },
      }),
  refusal:
    (status: number, kind: string, says: string): Case =>
    async (name) =>
      expect(await vendorIntegrations((await over(name, status)).ask).list(building, soon())).toEqual({
        ok: false,
        error: { kind, status, says },
      }),
  entry:
    (of: Target, id: string, url: string): Case =>
    async (name) => {
      const vendor = vendorIntegrations((await over(name)).ask);
      const wanted = { url, bindings: [calls('create')] };
      expect(await vendor.create(of, wanted, soon())).toMatchObject({ ok: true, value: { entry: { id, url } } });
    },
  calls:
    (numbers: readonly number[]): Case =>
    async (name) =>
      expect((await callsAt((await over(name)).address)).numbers).toEqual(numbers),
  noTokens:
    (status: number): Case =>
    async (name) => {
      const { address } = await over(name, status);
      expect(await refresh(clientAt(address), 'rt-example-1', soon())).toMatchObject({
        ok: false,
        error: { kind: 'refused' },
      });
    },
};
const clientAt = (accountsUrl: string) => ({ accountsUrl, clientId: 'vestibule', clientSecret: null });

const callsAt = async (address: string) => {
  const ask = restClient({ accounts: accountsAt(address), now: () => 0 });
  const since = EpochMs.parse(Date.parse('2026-03-14T13:00:00Z'));
  const listing = await listCalls(ask, { site, building: 61200, since, deadline: soon() });
  return { numbers: listing.ok ? listing.value.calls.map(({ number }) => number) : null };
};
const callList = () => z.object({ data: z.array(z.unknown()) }).parse(vector('api-v4-call-list.response'));

const sends = {
  registration:
    (of: Target, url: string, bindings: readonly { readonly resource: string; readonly actions: string[] }[]): Case =>
    async (name) => {
      const { ask, heard } = await over('api-integration-create.response-v4-guess');
      await vendorIntegrations(ask).create(of, { url, bindings }, soon());
      expect(bodyOf(heard)).toEqual(vector(name));
    },
  notice:
    (notice: 'is_active' | 'call_accepted' | 'call_ended'): Case =>
    async (name) => {
      const { ask, heard } = await over(null);
      expect(await vendorCalls(ask).notify(notice, call)).toEqual({ ok: true, value: null });
      expect(heard).toEqual([{ method: 'POST', path: `/v3/notifications/${notice}`, body: vector(name) }]);
    },
  release:
    (opening: { readonly accessPoint: number } | { readonly device: number }): Case =>
    async (name) => {
      const { ask, heard } = await over('api-v4-door-release.response');
      expect(await vendorDoors(ask).release(site, 7340021, opening, null)).toBe('accepted');
      expect(bodyOf(heard)).toEqual(vector(name));
    },
};

/** What the client does with each sample. */
const cases: Readonly<Record<string, Case>> = {
  'api-error.401': reads.refusal(401, 'refused', 'base: Unauthorized'),
  'api-error.404': reads.refusal(404, 'gone', 'base: Resource not found'),
  'api-error.422': reads.refusal(422, 'refused', 'building: must exist; base: must have an associated unit or tenant'),
  'api-integration-create.request-building': sends.registration(building, hookOf('b/61200'), [
    calls('create'),
    { resource: 'access_log', actions: ['create'] },
  ]),
  'api-integration-create.request-door-release-binding': sends.registration(tenant, hookOf('t/7340021'), [
    calls('create'),
    { resource: 'door_release', actions: ['create'] },
  ]),
  'api-integration-create.request-tenant': sends.registration(tenant, hookOf('t/7340021'), [calls('create')]),
  'api-integration-create.request-v3-status-update': sends.registration(tenantInV3, hookOf('t/7340021'), [
    calls('create', 'status_update'),
  ]),
  'api-integration-create.response-v3': reads.entry(tenantInV3, '5521', hookOf('t/7340021')),
  'api-integration-create.response-v4-guess': reads.entry(building, '5523', hookOf('b/61200')),
  'api-integration-list.response-v3': async (name) =>
    expect(await vendorIntegrations((await over(name)).ask).list(tenantInV3, soon())).toMatchObject({
      ok: true,
      value: { entries: [{ id: '5521', url: hookOf('t/7340021') }, { id: '5522' }] },
    }),
  'api-oauth-token.response': async (name) => {
    const { address } = await over(name);
    const code = { code: 'c', verifier: 'v', redirectUri: 'urn:ietf:wg:oauth:2.0:oob' };
    expect(await exchangeCode(clientAt(address), code, soon())).toEqual({
      ok: true,
      value: { accessToken: 'at-example-1', refreshToken: 'rt-example-1', expiresIn: 86_400 },
    });
  },
  'api-oauth-refresh.response-rotated': async (name) => {
    const { address, heard } = await over(name);
    expect(await refresh(clientAt(address), 'rt-example-1', soon())).toEqual({
      ok: true,
      value: { accessToken: 'at-example-2', refreshToken: 'rt-example-2', expiresIn: 86_400 },
    });
    expect(bodyOf(heard)).toBe('client_id=vestibule&grant_type=refresh_token&refresh_token=rt-example-1');
  },
  'api-oauth-token.error-invalid-client': reads.noTokens(401),
  'api-oauth-token.error-invalid-grant': reads.noTokens(400),
  'api-oauth-regions.response': async (name) => {
    const { address, heard } = await over(name);
    expect(await regionOf(address, 'at-example-1', soon())).toBe('na');
    expect(heard).toMatchObject([{ method: 'GET', path: '/api/mobile/regions' }]);
  },
  'api-v3-call-status.response-initializing': reads.status('initializing'),
  'api-v3-call-status.response-connecting-sip': reads.status('connecting_sip'),
  'api-v3-call-status.response-canceled': reads.status('canceled'),
  'api-v3-call-status.response-provider-internal': reads.status('initializing', 'internal'),
  'api-v3-call-token.request': async (name) => {
    const { ask, heard } = await over('api-v3-call-token.response');
    await vendorCalls(ask).mediaToken(call, desk, soon());
    expect(heard).toMatchObject([{ method: 'POST', path: `/v3/me/calls/${guid}/token` }]);
    expect(differences(vector(name), bodyOf(heard))).toEqual([]);
    expect(JSON.stringify(bodyOf(heard))).toMatch(
      /"device_uuid":"[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}"/,
    );
  },
  'api-v3-call-token.response': async (name) =>
    expect(await vendorCalls((await over(name)).ask).mediaToken(call, desk, soon())).toEqual({
      ok: true,
      value: { provider: 'twilio', room: guid, token: 'header.payload.signature' },
    }),
  'api-v3-me-calls.response': async (name) =>
    expect(await vendorCalls((await over(name)).ask).guidOf(site, 981_200_417)).toBe(guid),
  'api-v3-notification.request-is-active': sends.notice('is_active'),
  'api-v3-notification.request-call-accepted': sends.notice('call_accepted'),
  'api-v3-notification.request-call-ended': sends.notice('call_ended'),
  'api-v3-notification.request-open-door': async (name) => {
    const { ask, heard } = await over(null);
    expect(await vendorDoors(ask).openOwn(call)).toBe('accepted');
    expect(heard).toEqual([{ method: 'POST', path: '/v3/notifications/open_door', body: vector(name) }]);
  },
  'api-v4-access-log-list.response': async (name) => {
    const since = Date.parse('2026-03-14T10:00:00Z');
    const now = EpochMs.parse(since);
    const entries = await listAccessLog((await over(name)).ask, { site, building: 61200, since, now });
    expect(entries?.map(({ entry }) => entry)).toEqual([410_077_301, 410_077_290, 410_077_280]);
  },
  'api-v4-access-point-list.response': async (name) =>
    expect(await vendorDoors((await over(name)).ask).list(site, 61200)).toMatchObject({
      value: { accessPoints: [{ id: 33018, name: 'North Door', devices: [88310] }] },
    }),
  'api-v4-device-list.response': async (name) =>
    expect(await vendorDoors((await over(name)).ask).list(site, 61200)).toMatchObject({
      value: {
        devices: [
          { id: 88310, name: 'North Lobby', type: 'panel' },
          { id: 88311, name: 'Concierge Desk', type: 'front_desk_station' },
        ],
      },
    }),
  'api-v4-call-list.response': reads.calls([981_200_402, 981_200_410, 981_200_417]),
  'api-v4-call-list.response-page-1-of-2': async (name) => {
    const second = { ...callList(), page_info: { next_page: null, total_pages: 2 } };
    const { address, heard } = await aVendor(({ path }) => ({
      status: 200,
      body: path.includes('page=2&') ? second : vector(name),
    }));
    const { numbers } = await callsAt(address);
    expect(numbers).toContain(981_200_402);
    expect(heard).toHaveLength(2);
  },
  'api-v4-door-release.request-access-point': sends.release({ accessPoint: 33018 }),
  'api-v4-door-release.request-device': sends.release({ device: 88310 }),
  'api-v4-door-release.response': async (name) =>
    expect(await vendorDoors((await over(name, 201)).ask).release(site, 7340021, { accessPoint: 33018 }, null)).toBe(
      'accepted',
    ),
};

/** What the relay never sends and never asks for: the simulator takes or gives these in `test/simulator/contract.test.ts`. */
const simulatorOnly = [
  'api-v3-notification.request-source-id-variant',
  'api-v3-notification.request-toggle-camera',
  'api-v3-open-door.request',
  'api-v4-keychain-custom.request',
  'api-v4-keychain-custom.response',
  'api-v4-tenant-list.response',
];

const folder = join(import.meta.dirname, '../..');
describe('a sample body of the vendor’s API', () => {
  test.each(Object.entries(cases))('%s is sent or read by the relay’s client', async (name, does) => {
    await does(name);
  });

  test('has its case here, or in the simulator’s contract', () => {
    const samples = readdirSync(join(folder, 'vectors')).filter((name) => name.startsWith('api-'));
    const held = [...Object.keys(cases), ...simulatorOnly].map((name) => `${name}.json`);
    expect(held.sort()).toEqual(samples.sort());
    const contract = readFileSync(join(folder, 'simulator/contract.test.ts'), 'utf8');
    const noticed = (name: string) => contract.includes(name.replace('api-v3-notification.request-', ''));
    expect(simulatorOnly.filter((name) => !noticed(name))).toEqual([]);
  });
});
