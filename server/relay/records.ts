import { accountKeys } from '../accountKeys.ts';
import type { Alarms } from '../alerts/alarms.ts';
import type { AccountStore } from '../butterflymx/accounts/store.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { type Directory, makeDirectory } from '../desks/directory.ts';
import { type AllSiteSettings, makeSiteSettings } from '../desks/siteSettings.ts';
import type { Presses } from '../doors/opening/presses.ts';
import { type MappedDoors, mappedDoors } from '../doors/siteDoors.ts';
import type { Log } from '../log.ts';
import type { Archive } from '../ring/archive.ts';
import type { Journal } from '../ring/journal.ts';
import { sealWith } from '../seal.ts';
import { type SnapshotStore, snapshotStore } from '../snapshots/store.ts';
import { openCopies } from '../store/copies/copies.ts';
import type { OpenedStores } from '../store/opened.ts';
import { isDamage } from '../store/sqlite/damage.ts';
import type { Stores } from '../store/stores.ts';
import { type HookWalls, makeHookWalls } from '../walls/hookWalls.ts';

/** What is kept. `stores` are for what only one side keeps. */
export type Records = {
  readonly stores: Stores;
  /** True when the last write went well. */
  readonly canWrite: () => boolean;
  readonly journal: Journal;
  readonly presses: Presses;
  readonly directory: Directory;
  readonly walls: HookWalls;
  /** Writes what of the directory's copy a pause kept back; for a clean stop. */
  readonly flushCopy: () => Promise<void>;
  readonly settings: AllSiteSettings;
  readonly accounts: AccountStore;
  readonly doors: MappedDoors;
  readonly archive: Archive;
  readonly snapshots: SnapshotStore;
  /** How many hooks and desks were damaged and put back from their copy. */
  readonly mended: number;
};

export type RecordParts = {
  readonly config: Pick<Config, 'dataDir' | 'accountKeys'>;
  readonly opened: OpenedStores;
  readonly clock: Clock;
  readonly log: Log;
  readonly alarms: Pick<Alarms, 'raise' | 'clear'>;
  readonly reportUnwritable: (error: unknown) => void;
};

/** Everything that is kept, mended where its copy can mend it. */
export async function openRecords(parts: RecordParts): Promise<Records> {
  const { config, opened, clock, log, alarms, reportUnwritable } = parts;
  const { dataDir } = config;
  const { stores } = opened;
  opened.onHealth((health) => {
    if (health.canWrite) return alarms.clear({ kind: 'journal-cannot-write' });
    if (!isDamage(health.error)) return reportUnwritable(health.error);
    alarms.raise({ kind: 'journal-damaged' });
  });
  opened.onDamagedRow((error) => {
    log.error({ err: error }, 'a row of the journal cannot be read');
    alarms.raise({ kind: 'journal-damaged' });
  });
  const reportCopy = (of: string) => (error: unknown) =>
    log.error({ err: error, of }, 'a copy beside the journal could not be written or put back');
  const copies = await openCopies(opened, { dataDir, clock, reportCopy });
  const kept = copies.directory;
  const mended = await copies.mend().catch((error: unknown) => {
    reportUnwritable(error);
    return 0;
  });
  return {
    stores,
    canWrite: opened.canWrite,
    journal: stores.journal,
    presses: stores.presses,
    directory: await makeDirectory(kept, () => clock.moment().wall),
    walls: await makeHookWalls({ store: kept, seal: sealWith(accountKeys(config.accountKeys)), clock }),
    flushCopy: kept.flush,
    settings: await makeSiteSettings(await copies.settings()),
    accounts: await copies.accounts(),
    doors: await mappedDoors(stores.doors),
    archive: stores.archive,
    snapshots: snapshotStore(dataDir, clock),
    mended,
  };
}
