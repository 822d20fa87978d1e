import { expect, test } from 'vitest';
import { registrationOf } from '../../../server/install/registration.ts';
import { aRegistry } from '../intercom/aVendor.ts';
import { anIntegrationDesk, building, harbor, ofBuilding } from '../intercom/integrations/anIntegrationDesk.ts';

test('what check says of a registration is what the vendor shows', async () => {
  const registry = await aRegistry();
  const { integrations, directory } = anIntegrationDesk(registry.address);
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
