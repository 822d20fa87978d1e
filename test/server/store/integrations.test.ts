import { beforeEach, describe, expect, test } from 'vitest';
import { EpochMs } from '../../../protocol/call.ts';
import { IntegrationId } from '../../../protocol/integration.ts';
import type { HeldIntegration } from '../../../server/butterflymx/integrations/heldIntegrations.ts';
import { site } from '../../builders/ring.ts';
import { engines, type SomeStores, someStores } from '../../harness/stores.ts';

const at = (ms: number) => EpochMs.parse(ms);
const held = (id: string, changes: Partial<HeldIntegration> = {}): HeldIntegration => ({
  site,
  scope: 'building',
  target: 61_200,
  api: 'v4',
  id: IntegrationId.parse(id),
  hook: `hook-of-${id}`,
  nextHook: null,
  bindings: [{ resource: 'call', actions: ['create', 'status_update'] }],
  createdAt: at(1_000),
  checkedAt: null,
  state: 'in-order',
  ...changes,
});
const expiring = (ms: number) => ({ hook: 'old', site, id: IntegrationId.parse('1'), at: at(ms) });

describe.each(engines)('on %s', (engine) => {
  let opened: SomeStores;
  beforeEach(async () => {
    opened = await someStores(engine);
  });

  test('registrations come back in the order in which they were made, as they were saved last', async () => {
    const { integrations } = opened.stores;
    await integrations.save(held('2', { createdAt: at(2_000) }));
    await integrations.save(held('1'));
    const changed = held('1', { nextHook: 'hook-9', state: 'changed', checkedAt: at(3_000) });
    await integrations.save(changed);
    const { stores } = await opened.again();
    expect(await stores.integrations.held()).toEqual([changed, held('2', { createdAt: at(2_000) })]);
  });

  test('a key that runs out twice runs out at the earlier time, until it is gone', async () => {
    const { integrations } = opened.stores;
    for (const ms of [5_000, 4_000, 6_000]) await integrations.save(held('1'), [expiring(ms)]);
    expect(await integrations.expiring()).toEqual([expiring(4_000)]);
    await integrations.expired('old');
    expect(await integrations.expiring()).toEqual([]);
  });

  test('a registration that is forgotten leaves its key to run out', async () => {
    const { integrations } = opened.stores;
    await integrations.save(held('1'));
    await integrations.save(held('2'));
    await integrations.forget(held('1'), [expiring(7_000)]);
    expect([(await integrations.held()).map(({ id }) => id), await integrations.expiring()]).toEqual([
      ['2'],
      [expiring(7_000)],
    ]);
  });

  test('a row that cannot be read counts as none', async () => {
    const { integrations } = opened.stores;
    await integrations.save(held('1'), [expiring(1)]);
    await integrations.save(held('2'));
    await opened.database.run(`update integrations set bindings = '[' where vendor_id = '1'`);
    await opened.database.run('update expiring_hooks set revoke_at = -1');
    expect([(await integrations.held()).map(({ id }) => id), await integrations.expiring()]).toEqual([['2'], []]);
  });
});
