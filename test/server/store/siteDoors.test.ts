import { describe, expect, test } from 'vitest';
import { EpochMs, SiteId } from '../../../protocol/call.ts';
import type { DoorLine } from '../../../protocol/door.ts';
import { deviceDoorId, panelDoorId } from '../../../server/doors/siteDoors.ts';
import { site } from '../../builders/ring.ts';
import { engines, someStores } from '../../harness/stores.ts';

const ofPanel: DoorLine = {
  site,
  door: panelDoorId(40_218),
  name: 'front',
  accessPoint: 33_018,
  device: null,
  panel: 40_218,
  opensAll: null,
  provenAt: EpochMs.parse(5),
  afterOpening: 'end',
  favourite: false,
};
const ofDevice: DoorLine = {
  ...ofPanel,
  door: deviceDoorId(88_310),
  name: 'Garage',
  accessPoint: null,
  device: 88_310,
  panel: null,
  opensAll: [{ id: 33_019, name: 'Garage gate' }],
  provenAt: null,
  afterOpening: 'stay',
  favourite: true,
};

describe.each(engines)('on %s', (engine) => {
  test('doors come back as they were saved last, by site and by the bytes of their names', async () => {
    const opened = await someStores(engine);
    const { doors } = opened.stores;
    const elsewhere = { ...ofPanel, site: SiteId.parse('a-site-before') };
    for (const door of [{ ...ofPanel, name: 'Another name', favourite: true }, ofDevice, elsewhere, ofPanel])
      await doors.save(door);
    expect(await (await opened.again()).stores.doors.load()).toEqual([elsewhere, ofDevice, ofPanel]);
  });

  test('a door that is removed is gone, from its own site alone', async () => {
    const { doors } = (await someStores(engine)).stores;
    for (const of of [site, SiteId.parse('elsewhere')]) await doors.save({ ...ofPanel, site: of });
    await doors.remove(site, ofPanel.door);
    expect((await doors.load()).map((door) => door.site)).toEqual(['elsewhere']);
  });

  test('a door whose row cannot be read is left out', async () => {
    const { stores, database } = await someStores(engine);
    for (const door of [ofPanel, ofDevice]) await stores.doors.save(door);
    await database.run(`update doors set opens_all = '[' where opens_all is not null`);
    expect(await stores.doors.load()).toEqual([ofPanel]);
  });
});
