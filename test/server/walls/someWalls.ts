import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { SiteId } from '../../../protocol/call.ts';
import { accountKeys } from '../../../server/accountKeys.ts';
import { makeDirectory } from '../../../server/desks/directory.ts';
import { sealWith } from '../../../server/seal.ts';
import { copiedDirectory, mendDirectory, restoreDirectory } from '../../../server/store/copies/directoryCopy.ts';
import { sqliteDirectory } from '../../../server/store/directory.ts';
import { groupCommit } from '../../../server/store/sqlite/groupCommit.ts';
import { openDatabase } from '../../../server/store/sqlite/openDatabase.ts';
import { makeHookWalls } from '../../../server/walls/hookWalls.ts';
import { manualClock } from '../../fakes/manualClock.ts';
import { aFolder } from '../aFolder.ts';

export const site = SiteId.parse('harbor-house');
export const aKey = (): string => randomBytes(32).toString('base64');

/** The walls of a data folder as a relay opens it, with its copy; `again` as the next run does, after what a test did to the files. */
export async function someWalls({ folder = aFolder(), keys = [aKey()], clock = manualClock() } = {}) {
  const { database, asideName, close } = openDatabase(folder);
  const commits = groupCommit(database, clock);
  const store = copiedDirectory(sqliteDirectory(database, commits), folder, (error) => {
    throw error;
  });
  if (asideName !== null) await restoreDirectory(store, folder);
  const mended = await mendDirectory(store, folder);
  const directory = makeDirectory(store, () => clock.moment().wall);
  const seal = sealWith(accountKeys({ given: keys, file: join(folder, 'account.key') }));
  const walls = makeHookWalls({ store, seal, clock });
  let isOpen = true;
  const end = async () => {
    await commits.drained();
    if (isOpen) close();
    isOpen = false;
  };
  onTestFinished(end);
  return {
    walls,
    directory,
    database,
    store,
    clock,
    folder,
    mended,
    drained: commits.drained,
    /** All bytes of the data folder. */
    bytes: () => Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name)))).toString('latin1'),
    again: async ({ changed = keys, between = () => {} } = {}) => {
      await end();
      between();
      return someWalls({ folder, keys: changed, clock });
    },
  };
}
