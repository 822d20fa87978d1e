import { describe, expect, test } from 'vitest';
import { EpochMs, SiteId } from '../../../protocol/call.ts';
import type { Panel } from '../../../server/panels/panels.ts';
import { site } from '../../builders/ring.ts';
import { engines, someStores } from '../../harness/stores.ts';

const aPanel = (name: string, changes: Partial<Panel> = {}): Panel => ({
  site,
  name,
  number: 40_218,
  lastCallAt: EpochMs.parse(1_700_000_000_000),
  longestGapMs: null,
  calls: 1,
  ...changes,
});

describe.each(engines)('on %s', (engine) => {
  test('panels come back as they were saved last', async () => {
    const opened = await someStores(engine);
    await opened.stores.panels.save([aPanel('Garage', { number: null }), aPanel('Gate')]);
    const called = aPanel('Garage', { calls: 2, longestGapMs: 3_600_000 });
    await opened.stores.panels.save([called]);
    const panels = await (await opened.again()).stores.panels.load();
    expect(new Map(panels.map((panel) => [panel.name, panel]))).toEqual(
      new Map([
        ['Garage', called],
        ['Gate', aPanel('Gate')],
      ]),
    );
  });

  test('a panel that is removed is gone, from its own site alone', async () => {
    const { panels } = (await someStores(engine)).stores;
    const elsewhere = aPanel('Gate', { site: SiteId.parse('elsewhere') });
    await panels.save([aPanel('Gate'), elsewhere]);
    await panels.remove([aPanel('Gate')]);
    expect(await panels.load()).toEqual([elsewhere]);
  });

  test('a panel whose row cannot be read is one of which nothing is known', async () => {
    const { stores, database } = await someStores(engine);
    await stores.panels.save([aPanel('Garage'), aPanel('Gate')]);
    await database.run(`update panels set last_call_at = -1 where name = 'Garage'`);
    expect(await stores.panels.load()).toEqual([aPanel('Gate')]);
  });
});
