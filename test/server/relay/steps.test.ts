import { expect, test } from 'vitest';
import { SiteId } from '../../../protocol/call.ts';
import { systemClock } from '../../../server/clock.ts';
import { readConfig } from '../../../server/config.ts';
import { makeDirectory } from '../../../server/desks/directory.ts';
import { makeLog } from '../../../server/log.ts';
import { openEdges } from '../../../server/relay/edges.ts';
import { joinParts } from '../../../server/relay/parts.ts';
import { openStores } from '../../../server/relay/stores.ts';
import { copiedDirectory } from '../../../server/store/copies/directoryCopy.ts';
import { someStores } from '../../harness/stores.ts';

test('a journal that needs mending and cannot be written stands as an alarm, and the relay is made all the same', async () => {
  const opened = await someStores('sqlite', systemClock);
  const { database, folder, stores: kept } = opened;
  const store = copiedDirectory(kept.directory, folder, () => {});
  const directory = await makeDirectory(store, () => systemClock.moment().wall);
  await directory.createHook(SiteId.parse('harbor-house'), 'building');
  await database.run('update hooks set key_hash = randomblob(32)');
  await database.run('pragma query_only = 1');
  const config = readConfig({ VESTIBULE_DATA_DIR: folder });
  if (!config.ok) throw new Error('the settings are sound');
  const given = {
    config: config.value,
    opened,
    clock: systemClock,
    log: makeLog('silent'),
    address: () => '',
    isStopping: () => false,
    reportFailure: () => {},
  };
  const stores = await openStores(given);
  const { app } = await openEdges(given, stores, await joinParts(given, stores));
  expect(stores.alarms.list().map(({ kind }) => kind)).toEqual(['journal-cannot-write']);
  await app.close();
});
