import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SiteId } from '../../../protocol/call.ts';
import { accountKeys } from '../../../server/accountKeys.ts';
import { makeDirectory } from '../../../server/desks/directory.ts';
import { sealWith } from '../../../server/seal.ts';
import { openCopies } from '../../../server/store/copies/copies.ts';
import { makeHookWalls } from '../../../server/walls/hookWalls.ts';
import { type ManualClock, manualClock } from '../../fakes/manualClock.ts';
import { type Engine, type SomeStores, someStores } from '../../harness/stores.ts';

export const site = SiteId.parse('harbor-house');
export const aKey = (): string => randomBytes(32).toString('base64');

export type WallOptions = {
  readonly engine?: Engine;
  readonly keys?: readonly string[];
  readonly clock?: ManualClock;
  readonly opened?: SomeStores;
};

/** The walls of a place as a relay opens it, with their copy; `again` as the next run does, after what a test did to the files. */
export async function someWalls(options: WallOptions = {}) {
  const { keys = [aKey()], clock = manualClock() } = options;
  const opened = options.opened ?? (await someStores(options.engine, clock));
  const { database, folder, drained } = opened;
  const reportCopy = () => (error: unknown) => {
    throw error;
  };
  const copies = await openCopies(opened, { dataDir: folder, clock: null, reportCopy });
  const store = copies.directory;
  const mended = await copies.mend();
  const directory = await makeDirectory(store, () => clock.moment().wall);
  const seal = sealWith(accountKeys({ given: keys, file: join(folder, 'account.key') }));
  const walls = await makeHookWalls({ store, seal, clock });
  return {
    walls,
    directory,
    database,
    store,
    clock,
    folder,
    mended,
    drained,
    /** All bytes of the data folder. */
    bytes: () => Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name)))).toString('latin1'),
    again: async ({ changed = keys, between = () => {} } = {}) =>
      someWalls({ opened: await opened.again(between), keys: changed, clock }),
  };
}
