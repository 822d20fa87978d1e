import { expect, test } from 'vitest';
import { registrationOf } from '../../../server/install/registration.ts';
import { aRegistry } from '../butterflymx/aVendor.ts';
import {
  anIntegrationDesk,
  building,
  harbor,
  ofBuilding,
  tenant,
} from '../butterflymx/integrations/anIntegrationDesk.ts';

test('what check says of a registration is what the vendor shows', async () => {
  const registry = await aRegistry();
  const { integrations, directory } = await anIntegrationDesk(registry.address);
  const found = () => registrationOf(harbor, integrations, directory.hooks());
  expect(await found()).toEqual({ kind: 'none' });
  await directory.createHook(harbor, 'building');
  expect(await found()).toEqual({ kind: 'by-hand', hooks: 1 });
  await integrations.create(harbor, building);
  expect(await found()).toEqual({ kind: 'registered', bindings: ['call:create,status_update', 'access_log:create'] });
  const [entry] = registry.at(ofBuilding);
  if (entry === undefined) return expect.unreachable();
  registry.change(ofBuilding, entry.id, { ...entry, configuration: { url: 'https://other.example/' } });
  expect(await found()).toEqual({ kind: 'changed', why: 'it delivers to another address' });
  registry.change(ofBuilding, entry.id, null);
  expect(await found()).toEqual({ kind: 'gone' });
});

test('a registration that the vendor refuses to show is unknown, in its words, though it was in order before', async () => {
  let refused = false;
  const says = { errors: [{ field: 'base', code: 'forbidden', message: 'Access denied' }] };
  const registry = await aRegistry({ refuses: () => (refused ? { status: 403, body: says } : null) });
  const { integrations, directory } = await anIntegrationDesk(registry.address);
  await integrations.create(harbor, building);
  refused = true;
  expect(await registrationOf(harbor, integrations, directory.hooks())).toEqual({
    kind: 'unknown',
    because: expect.stringContaining('Access denied'),
  });
  expect(await integrations.list(harbor)).toMatchObject({
    error: { word: 'vendor-refused', lines: [{ state: 'in-order' }] },
  });
});

test('one entry that the vendor’s list leaves out and that it will not show is unknown too', async () => {
  const registry = await aRegistry({
    refuses: ({ method, path }) => {
      if (method !== 'GET') return null;
      return path.includes(`${ofBuilding}/`) ? { status: 500 } : { status: 200, body: { data: [] } };
    },
  });
  const { integrations, directory } = await anIntegrationDesk(registry.address);
  await integrations.create(harbor, building);
  expect(await registrationOf(harbor, integrations, directory.hooks())).toMatchObject({ kind: 'unknown' });
});

test('where only a tenant is registered, no account for the building is wanted', async () => {
  const registry = await aRegistry();
  const { integrations, directory, settings } = await anIntegrationDesk(registry.address, { roles: ['called'] });
  await settings.change(harbor, { buildingId: 61200 });
  await integrations.create(harbor, tenant);
  expect(await registrationOf(harbor, integrations, directory.hooks())).toMatchObject({ kind: 'registered' });
});
