import { describe, expect, it } from 'vitest';
import { IntegrationId } from '../../../../protocol/integration.ts';
import { aRegistry, type Heard } from '../aVendor.ts';
import {
  anIntegrationDesk,
  building,
  harbor,
  ofBuilding,
  ofTenant,
  ofTenantInV3,
  tenant,
} from './anIntegrationDesk.ts';

const refusing = (message: string, when: (heard: Heard) => boolean) => (heard: Heard) =>
  heard.method !== 'GET' && when(heard)
    ? { status: 422, body: { errors: [{ field: 'bindings', code: 'inclusion', message }] } }
    : null;
const has = (word: string) => (heard: Heard) => JSON.stringify(heard.body ?? '').includes(word);
const inV4 = ({ path }: Heard) => path.startsWith('/v4');

describe('registering a building', () => {
  it('makes a key that is in force, remembers the entry and learns the building’s number', async () => {
    const registry = await aRegistry();
    const desk = await anIntegrationDesk(registry.address);
    const done = await desk.integrations.create(harbor, building);
    const [entry] = registry.at(ofBuilding);
    expect(done).toMatchObject({
      ok: true,
      value: {
        did: 'registered',
        refused: [],
        integration: { id: '5521', state: 'in-order', hook: { inForce: true } },
      },
    });
    expect([desk.takes(entry?.configuration.url ?? ''), desk.settings.of(harbor).buildingId]).toEqual([true, 61200]);
    expect(entry?.bindings).toMatchObject([
      { resource_type: 'call', actions: ['create', 'status_update'] },
      { resource_type: 'access_log', actions: ['create'] },
    ]);
    expect((await desk.again()).integrations.held()).toMatchObject([{ site: harbor, id: '5521', state: 'in-order' }]);
  });

  it('shows no more of a key than four letters, of a foreign address no more than its origin', async () => {
    const registry = await aRegistry();
    const desk = await anIntegrationDesk(registry.address);
    await desk.integrations.create(harbor, building);
    registry.add(ofBuilding, 'https://other.example/in/SECRET');
    const listed = await desk.integrations.list(harbor);
    expect(listed).toMatchObject({
      ok: true,
      value: [
        { state: 'in-order', url: expect.stringMatching(/^https:\/\/relay\.example\/hooks\/[\w-]{4}…$/) },
        { state: 'foreign', url: 'https://other.example/…', hook: null },
      ],
    });
  });

  it('a second time uses what is there', async () => {
    const registry = await aRegistry();
    const desk = await anIntegrationDesk(registry.address);
    const [one, other] = await Promise.all([
      desk.integrations.create(harbor, building),
      desk.integrations.create(harbor, building),
    ]);
    expect([one, other]).toMatchObject([{ value: { did: 'registered' } }, { value: { did: 'reused' } }]);
    expect([registry.at(ofBuilding).length, desk.directory.hooks().length]).toEqual([1, 1]);
  });

  it('takes on an entry that was registered by hand with a key of this site', async () => {
    const registry = await aRegistry();
    const desk = await anIntegrationDesk(registry.address);
    const { key } = await desk.directory.createHook(harbor, 'building');
    registry.add(ofBuilding, `https://relay.example/hooks/${key}`, 77);
    expect(await desk.integrations.create(harbor, building)).toMatchObject({
      value: { did: 'updated', integration: { id: '77' } },
    });
    expect(registry.at(ofBuilding)).toMatchObject([
      { id: 77, bindings: [{ actions: ['create', 'status_update'] }, {}] },
    ]);
  });

  it('puts one right whose key is good no longer', async () => {
    const registry = await aRegistry();
    const desk = await anIntegrationDesk(registry.address);
    registry.add(ofBuilding, `https://relay.example/hooks/${'x'.repeat(43)}`);
    expect(await desk.integrations.create(harbor, building)).toMatchObject({
      value: { did: 'repaired', integration: { state: 'in-order' } },
    });
    expect(registry.at(ofBuilding).map(({ configuration }) => desk.takes(configuration.url))).toEqual([true]);
  });

  it('gives one of ours a new key when its own was revoked', async () => {
    const registry = await aRegistry();
    const desk = await anIntegrationDesk(registry.address);
    await desk.integrations.create(harbor, building);
    await desk.directory.revokeHook(desk.integrations.held()[0]?.hook ?? '');
    expect(await desk.integrations.list(harbor)).toMatchObject({
      value: [{ state: 'changed', why: 'its key is not in force here' }],
    });
    expect(await desk.integrations.create(harbor, building)).toMatchObject({
      value: { did: 'repaired', integration: { id: '5521' } },
    });
    expect(registry.at(ofBuilding).map(({ configuration }) => desk.takes(configuration.url))).toEqual([true]);
  });

  it('does without a binding that the vendor refuses, and says so', async () => {
    const registry = await aRegistry({ refuses: refusing('access_log is not a resource type', has('access_log')) });
    const desk = await anIntegrationDesk(registry.address);
    expect(await desk.integrations.create(harbor, building)).toMatchObject({
      value: {
        did: 'registered',
        refused: [{ resource: 'access_log' }],
        says: 'bindings: access_log is not a resource type',
        integration: { bindings: [{ resource: 'call', actions: ['create', 'status_update'] }] },
      },
    });
  });

  it.each([
    [401, 'Unauthorized', 'It wants the account of a Building Admin: link it with vestibule connect.'],
    [404, 'Resource not found', 'Check the number 61200: the linked account must be that of a Building Admin.'],
    [422, 'url must be unique', 'Correct what it names, and run this again.'],
    [500, 'oops', 'The fault (500) is its own: try again later.'],
  ])('refused with %i says why in the vendor’s words and revokes the key again', async (status, message, advice) => {
    const refuses = ({ method }: Heard) =>
      method === 'POST' ? { status, body: { errors: [{ field: 'base', message }] } } : null;
    const registry = await aRegistry({ refuses });
    const desk = await anIntegrationDesk(registry.address);
    expect(await desk.integrations.create(harbor, building)).toEqual({
      ok: false,
      error: { word: 'vendor-refused', message: `ButterflyMX refused: “base: ${message}”. ${advice}` },
    });
    expect(desk.directory.hooks().map(({ revokedAt }) => revokedAt === null)).toEqual([false]);
    expect([desk.integrations.held(), desk.settings.of(harbor).buildingId]).toEqual([[], null]);
  });

  it('whose answer is lost is found in the list', async () => {
    let lost = true;
    const breaking = await aRegistry({
      refuses: (heard) => {
        if (heard.method !== 'POST' || !lost) return null;
        lost = false;
        const { url } = JSON.parse(JSON.stringify(heard.body)).data.attributes.configuration;
        breaking.add(ofBuilding, url, 90);
        return { status: 502 };
      },
    });
    const desk = await anIntegrationDesk(breaking.address);
    expect(await desk.integrations.create(harbor, building)).toMatchObject({
      value: { did: 'registered', integration: { id: '90' } },
    });
    expect(breaking.at(ofBuilding).length).toBe(1);
  });

  it.each([
    [null, 'ButterflyMX must know where to deliver. Set VESTIBULE_PUBLIC_URL to the https address of this relay.'],
    [
      'http://relay.example',
      'The address in VESTIBULE_PUBLIC_URL is neither https nor on this machine. Set it to one that is.',
    ],
  ])('at the address %s is refused before a key is made', async (address, message) => {
    const registry = await aRegistry();
    const desk = await anIntegrationDesk(registry.address, { address });
    expect(await desk.integrations.create(harbor, building)).toEqual({
      ok: false,
      error: { word: 'no-public-address', message },
    });
    expect(desk.directory.hooks()).toEqual([]);
  });

  it('without an administrator, or without its number, says what is missing', async () => {
    const registry = await aRegistry();
    const desk = await anIntegrationDesk(registry.address, { roles: ['called'] });
    expect(await desk.integrations.create(harbor, building)).toMatchObject({ error: { word: 'no-account' } });
    expect(await desk.integrations.create(harbor, { ...building, target: undefined })).toMatchObject({
      error: { word: 'no-building', message: 'Say which building: --building and its number.' },
    });
  });
});

describe('registering a tenant', () => {
  it.each([[['administrator']], [['called']]] as const)('is done by whom there is: %s', async (roles) => {
    const registry = await aRegistry();
    const desk = await anIntegrationDesk(registry.address, { roles });
    expect(await desk.integrations.create(harbor, tenant)).toMatchObject({
      value: { did: 'registered', integration: { scope: 'tenant', target: 7340021, api: 'v4' } },
    });
    expect(registry.at(ofTenant).length).toBe(1);
  });

  it('goes to v3 where v4 refuses status updates, and is looked after there', async () => {
    const registry = await aRegistry({
      refuses: refusing('action status_update is not allowed', (heard) => inV4(heard) && has('status_update')(heard)),
    });
    const desk = await anIntegrationDesk(registry.address);
    expect(await desk.integrations.create(harbor, tenant)).toMatchObject({
      value: { refused: [], integration: { api: 'v3', bindings: [{ actions: ['create', 'status_update'] }, {}] } },
    });
    expect([registry.at(ofTenant).length, registry.at(ofTenantInV3).length]).toEqual([0, 1]);
    expect(await desk.integrations.create(harbor, tenant)).toMatchObject({ value: { did: 'reused' } });
    const id = IntegrationId.parse('5521');
    expect(await desk.integrations.rotate(harbor, id, 60_000)).toMatchObject({ value: { integration: { api: 'v3' } } });
    expect(await desk.integrations.remove(harbor, id)).toEqual({ ok: true, value: null });
    expect(registry.at(ofTenantInV3)).toEqual([]);
  });

  it('does without status updates where v3 refuses them too', async () => {
    const registry = await aRegistry({
      refuses: refusing('action status_update is not allowed', has('status_update')),
    });
    const desk = await anIntegrationDesk(registry.address);
    expect(await desk.integrations.create(harbor, tenant)).toMatchObject({
      value: { refused: [{ resource: 'call', actions: ['status_update'] }] },
    });
    expect(registry.at(ofTenant).length + registry.at(ofTenantInV3).length).toBe(1);
  });
});

describe('changing and ending one', () => {
  it('replaces what it delivers, under the same address', async () => {
    const registry = await aRegistry();
    const desk = await anIntegrationDesk(registry.address);
    await desk.integrations.create(harbor, building);
    const before = registry.at(ofBuilding)[0]?.configuration.url;
    const bindings = [{ resource: 'call', actions: ['create'] }];
    expect(await desk.integrations.update(harbor, IntegrationId.parse('5521'), bindings)).toMatchObject({
      value: { did: 'updated', integration: { bindings, state: 'in-order' } },
    });
    expect(registry.at(ofBuilding)).toMatchObject([
      { configuration: { url: before }, bindings: [{ resource_type: 'call', actions: ['create'] }] },
    ]);
    expect(await desk.integrations.show(harbor, IntegrationId.parse('5521'))).toMatchObject({ value: { bindings } });
  });

  it('where the vendor tells no address, gives it a new key with what it delivers', async () => {
    const registry = await aRegistry({ tellsUrl: false });
    const desk = await anIntegrationDesk(registry.address);
    await desk.integrations.create(harbor, building);
    const before = registry.at(ofBuilding)[0]?.configuration.url ?? '';
    expect(
      await desk.integrations.update(harbor, IntegrationId.parse('5521'), [{ resource: 'call', actions: ['create'] }]),
    ).toMatchObject({ ok: true });
    const after = registry.at(ofBuilding)[0]?.configuration.url ?? '';
    expect([before === after, desk.takes(before), desk.takes(after)]).toEqual([false, true, true]);
  });

  it('deletes at the vendor and revokes the key; what is gone already counts as deleted', async () => {
    const registry = await aRegistry();
    const desk = await anIntegrationDesk(registry.address);
    await desk.integrations.create(harbor, building);
    const { url = '' } = registry.at(ofBuilding)[0]?.configuration ?? {};
    registry.change(ofBuilding, 5521, null);
    expect(await desk.integrations.remove(harbor, IntegrationId.parse('5521'))).toEqual({ ok: true, value: null });
    expect([registry.at(ofBuilding), desk.takes(url), desk.integrations.held()]).toEqual([[], false, []]);
  });

  it('leaves what is another program’s alone', async () => {
    const registry = await aRegistry();
    const desk = await anIntegrationDesk(registry.address);
    await desk.integrations.create(harbor, building);
    const foreign = IntegrationId.parse(registry.add(ofBuilding, 'https://other.example/in'));
    expect(await desk.integrations.remove(harbor, foreign)).toMatchObject({ error: { word: 'not-ours' } });
    expect(await desk.integrations.update(harbor, foreign, [])).toMatchObject({ error: { word: 'not-ours' } });
    expect(await desk.integrations.show(harbor, foreign)).toMatchObject({ value: { state: 'foreign' } });
    expect(await desk.integrations.show(harbor, IntegrationId.parse('1'))).toMatchObject({
      error: { word: 'not-found' },
    });
  });
});
