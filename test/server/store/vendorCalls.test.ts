import { describe, expect, test } from 'vitest';
import { EpochMs, SiteId } from '../../../protocol/call.ts';
import type { KnownCall } from '../../../server/intake/list/listedSite.ts';
import { site } from '../../builders/ring.ts';
import { engines, someStores } from '../../harness/stores.ts';

const known = (number: KnownCall['number']): KnownCall => ({
  number,
  loggedAt: EpochMs.parse(1_000),
  status: null,
  device: 88_310,
  panel: 'North Lobby',
  guid: null,
  call: null,
  webhookAt: null,
  noticedAt: null,
});

describe.each(engines)('on %s', (engine) => {
  test('listed calls come back with every digit of their numbers; one too long to be kept takes no other with it', async () => {
    const { vendorCalls: calls } = (await someStores(engine)).stores;
    const kept = [known(7), known('9007199254740993'), known('9223372036854775807')];
    await calls.save(site, [known('9'.repeat(30)), ...kept]);
    expect(new Set(await calls.recent(site))).toEqual(new Set(kept));
    await calls.save(site, [{ ...known('9007199254740993'), status: 'canceled' }]);
    const told = (await calls.recent(site)).map(({ number, status }) => `${number} ${status}`).sort();
    expect(told).toEqual(['7 null', '9007199254740993 canceled', '9223372036854775807 null']);
  });

  test('a site’s newest calls are told, those of twenty minutes before its last, and none that cannot be read', async () => {
    const { stores, database } = await someStores(engine);
    const at = (minutes: number) => EpochMs.parse(minutes * 60_000);
    const calls = [10, 29, 31, 40, 50].map((minutes) => ({ ...known(minutes), loggedAt: at(minutes) }));
    await stores.vendorCalls.save(site, calls);
    await stores.vendorCalls.save(SiteId.parse('elsewhere'), [{ ...known(90), loggedAt: at(90) }]);
    await database.run('update vendor_calls set noticed_at = -1 where number = 40');
    expect((await stores.vendorCalls.recent(site)).map(({ number }) => number)).toEqual([31, 50]);
  });
});
