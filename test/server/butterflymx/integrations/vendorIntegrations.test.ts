import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Binding } from '../../../../protocol/integration.ts';
import { IntegrationId } from '../../../../protocol/integration.ts';
import type { Target } from '../../../../server/butterflymx/integrations/vendorIntegrations.ts';
import { aVendor, type Said } from '../aVendor.ts';
import { anIntegrationDesk, harbor } from './anIntegrationDesk.ts';

const vector = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../../vectors', `api-${name}.json`), 'utf8'));
const soon = () => AbortSignal.timeout(5_000);
const building: Target = { site: harbor, scope: 'building', target: 61200, api: 'v4' };
const tenant: Target = { site: harbor, scope: 'tenant', target: 7340021, api: 'v4' };
const tenantInV3: Target = { ...tenant, api: 'v3' };
const calls = (...actions: string[]): Binding => ({ resource: 'call', actions });
const log: Binding = { resource: 'access_log', actions: ['create'] };
const release: Binding = { resource: 'door_release', actions: ['create'] };

const askedOf = async (said: Said | ((path: string) => Said)) => {
  const server = await aVendor(({ path }) => (typeof said === 'function' ? said(path) : said));
  return { ...server, vendor: (await anIntegrationDesk(server.address)).vendor };
};

describe('what is sent', () => {
  it.each([
    ['request-building', building, 'https://relay.example.com/hooks/bmx/b/61200/SECRETPATH', [calls('create'), log]],
    ['request-tenant', tenant, 'https://relay.example.com/hooks/bmx/t/7340021/SECRETPATH', [calls('create')]],
    [
      'request-door-release-binding',
      tenant,
      'https://relay.example.com/hooks/bmx/t/7340021/SECRETPATH',
      [calls('create'), release],
    ],
    [
      'request-v3-status-update',
      tenantInV3,
      'https://relay.example.com/hooks/bmx/t/7340021/SECRETPATH',
      [calls('create', 'status_update')],
    ],
  ] as const)('is %s', async (name, of, url, bindings) => {
    const { vendor, heard } = await askedOf({ status: 200, body: { data: { id: 1 } } });
    await vendor.create(of, { url, bindings }, soon());
    await vendor.update(of, IntegrationId.parse('1'), { url, bindings }, soon());
    const collection = `/${of.api}/${of.scope}s/${of.target}/integrations`;
    expect(heard).toEqual([
      { method: 'POST', path: collection, body: vector(`integration-create.${name}`) },
      { method: 'PUT', path: `${collection}/1`, body: vector(`integration-create.${name}`) },
    ]);
  });
});

describe('every known form of an answer is read', () => {
  const url = 'https://relay.example.com/hooks/bmx/b/61200/SECRETPATH';
  it.each([
    [
      'v3, as the SDK reads it',
      vector('integration-create.response-v3'),
      { id: '5521', url: url.replace('b/61200', 't/7340021'), bindings: null },
    ],
    [
      'v4, as it is guessed',
      vector('integration-create.response-v4-guess'),
      { id: '5523', url, bindings: [calls('create')] },
    ],
    ['v4 with nothing but its id', { data: { id: 7 } }, { id: '7', url: null, bindings: null }],
    [
      'a guid in place of the id',
      { data: { guid: 'a-guid', attributes: { configuration: { url } } } },
      { id: 'a-guid', url, bindings: null },
    ],
    [
      'fields of another kind',
      { data: { id: '8', configuration: 'none', bindings: {} } },
      { id: '8', url: null, bindings: null },
    ],
  ])('%s', async (_what, body, entry) => {
    const { vendor } = await askedOf({ status: 200, body });
    expect(await vendor.create(building, { url, bindings: [] }, soon())).toMatchObject({ ok: true, value: { entry } });
    expect(await vendor.show(building, IntegrationId.parse('1'), soon())).toMatchObject({ ok: true, value: { entry } });
  });

  it('v3’s list', async () => {
    const { vendor } = await askedOf({ status: 200, body: vector('integration-list.response-v3') });
    expect(await vendor.list(tenantInV3, soon())).toMatchObject({
      ok: true,
      value: { entries: [{ id: '5521' }, { id: '5522', url: 'https://other.example.org/in', bindings: null }] },
    });
  });

  it('v4’s list, page by page, without the entries that are none', async () => {
    const { vendor, heard } = await askedOf((path) => ({
      status: 200,
      body: path.includes('page=1&')
        ? { data: [{ id: 1 }, null, {}], page_info: { next_page: 2 } }
        : { data: [{ id: 2 }], page_info: { next_page: null } },
    }));
    expect(await vendor.list(building, soon())).toMatchObject({
      ok: true,
      value: { entries: [{ id: '1' }, { id: '2' }] },
    });
    expect(heard.map(({ path }) => path)).toEqual([
      '/v4/buildings/61200/integrations?page=1&per=100',
      '/v4/buildings/61200/integrations?page=2&per=100',
    ]);
  });

  it('an empty 204', async () => {
    const { vendor, heard } = await askedOf({ status: 204 });
    expect(await vendor.remove(building, IntegrationId.parse('5/..'), soon())).toEqual({ ok: true, value: null });
    expect(heard).toEqual([{ method: 'DELETE', path: '/v4/buildings/61200/integrations/5%2F..', body: null }]);
  });
});

describe('a refusal', () => {
  it.each([
    [401, 'error.401', { kind: 'refused', status: 401, says: 'base: Unauthorized' }],
    [404, 'error.404', { kind: 'gone', status: 404, says: 'base: Resource not found' }],
    [
      422,
      'error.422',
      { kind: 'refused', status: 422, says: 'building: must exist; base: must have an associated unit or tenant' },
    ],
  ])('%i is told in the API’s own words', async (status, name, error) => {
    const { vendor } = await askedOf({ status, body: vector(name) });
    expect(await vendor.list(building, soon())).toEqual({ ok: false, error });
  });

  it('is no list, no entry: unreadable', async () => {
    const { vendor } = await askedOf({ status: 200, body: { data: 'none' } });
    expect(await vendor.list(building, soon())).toMatchObject({ ok: false, error: { kind: 'unreadable' } });
    expect(await vendor.show(building, IntegrationId.parse('1'), soon())).toMatchObject({
      ok: false,
      error: { kind: 'unreadable' },
    });
  });

  it('of a hung vendor comes by the deadline', async () => {
    const { vendor } = await askedOf('hang');
    expect(await vendor.list(building, AbortSignal.timeout(50))).toMatchObject({ ok: false, error: { kind: 'slow' } });
  });
});
