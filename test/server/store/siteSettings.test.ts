import { describe, expect, test } from 'vitest';
import { SiteId } from '../../../protocol/call.ts';
import { SiteSettings } from '../../../protocol/site.ts';
import { site } from '../../builders/ring.ts';
import { engines, someStores } from '../../harness/stores.ts';

const decided = SiteSettings.parse({
  buildingId: 61_200,
  whichRing: { kind: 'named', units: ['12F', 'Büro'] },
  panelNames: [{ panel: 40_218, name: 'Loading bay' }],
});

describe.each(engines)('on %s', (engine) => {
  test('what was decided last for a site comes back', async () => {
    const opened = await someStores(engine);
    await opened.stores.settings.save(site, SiteSettings.parse({}));
    await opened.stores.settings.save(site, decided);
    expect(await (await opened.again()).stores.settings.load()).toEqual([{ site, settings: decided }]);
  });

  test('settings that cannot be read count as none, and take no other site’s with them', async () => {
    const { stores, database } = await someStores(engine);
    await stores.settings.save(site, decided);
    await stores.settings.save(SiteId.parse('elsewhere'), decided);
    await database.run(`update site_settings set settings = '{' where site = 'elsewhere'`);
    expect((await stores.settings.load()).map((row) => row.site)).toEqual([site]);
  });
});
