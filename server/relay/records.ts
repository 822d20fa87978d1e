import type { DatabaseSync } from 'node:sqlite';
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
import { sqliteAccounts } from '../store/accounts.ts';
import { sqliteArchive } from '../store/archive.ts';
import { copiedAccounts } from '../store/copies/accountsCopy.ts';
import { copiedDirectory, mendDirectory, restoreDirectory } from '../store/copies/directoryCopy.ts';
import { copiedSiteSettings } from '../store/copies/siteSettingsCopy.ts';
import { sqliteDirectory } from '../store/directory.ts';
import { sqliteJournal } from '../store/journal.ts';
import { sqlitePresses } from '../store/presses.ts';
import { sqliteSiteDoors } from '../store/siteDoors.ts';
import { sqliteSiteSettings } from '../store/siteSettings.ts';
import { isDamage, markDamaged } from '../store/sqlite/damage.ts';
import { type GroupCommit, groupCommit } from '../store/sqlite/groupCommit.ts';
import type { OpenDatabase } from '../store/sqlite/openDatabase.ts';
import { type HookWalls, makeHookWalls } from '../walls/hookWalls.ts';

/** What the data folder keeps. `database` and `commits` are for what only one side keeps in it. */
export type Records = {
  readonly database: DatabaseSync;
  readonly commits: GroupCommit;
  readonly journal: Journal;
  readonly presses: Presses;
  readonly directory: Directory;
  readonly walls: HookWalls;
  /** Writes what of the directory's copy a pause kept back; for a clean stop. */
  readonly flushCopy: () => void;
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
  readonly opened: OpenDatabase;
  readonly clock: Clock;
  readonly log: Log;
  readonly alarms: Pick<Alarms, 'raise' | 'clear'>;
  readonly reportUnwritable: (error: unknown) => void;
};

/** Everything that is kept, mended where its copy can mend it. */
export async function openRecords(parts: RecordParts): Promise<Records> {
  const { config, opened, clock, log, alarms, reportUnwritable } = parts;
  const { dataDir } = config;
  const { database, path, asideName } = opened;
  const now = () => clock.moment().wall;
  const commits = groupCommit(database, clock, (health) => {
    if (health.canWrite) return alarms.clear('journal-cannot-write', null);
    if (!isDamage(health.error)) return reportUnwritable(health.error);
    markDamaged(path);
    alarms.raise('journal-damaged', null);
  });
  const journal = sqliteJournal(database, clock, commits, (error) => {
    log.error({ err: error }, 'a row of the journal cannot be read');
    alarms.raise('journal-damaged', null);
  });
  const presses = sqlitePresses(database, clock, commits);
  const reportCopy = (of: string) => (error: unknown) =>
    log.error({ err: error, of }, 'a copy beside the journal could not be written or put back');
  const kept = copiedDirectory(sqliteDirectory(database, commits), dataDir, reportCopy('the directory'), clock);
  if (asideName !== null) await restoreDirectory(kept, dataDir);
  const mended = await mendDirectory(kept, dataDir).catch((error: unknown) => {
    reportUnwritable(error);
    return 0;
  });
  const directory = makeDirectory(kept, now);
  return {
    database,
    commits,
    journal,
    presses,
    directory,
    walls: makeHookWalls({ store: kept, seal: sealWith(accountKeys(config.accountKeys)), clock }),
    flushCopy: kept.flush,
    settings: makeSiteSettings(
      await copiedSiteSettings(sqliteSiteSettings(database, commits), dataDir, reportCopy('site settings')),
    ),
    accounts: await copiedAccounts(sqliteAccounts(database, commits), dataDir, reportCopy('accounts')),
    doors: mappedDoors(sqliteSiteDoors(database, commits)),
    archive: sqliteArchive(database, directory.site, now),
    snapshots: snapshotStore(dataDir, clock),
    mended,
  };
}
