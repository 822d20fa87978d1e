import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { EpochMs } from '../../../protocol/call.ts';
import { systemClock } from '../../clock.ts';
import { isDamage, isReadWholeAtStart, readThrough, setAside } from './damage.ts';
import { migrate } from './schema.ts';

/** The journal's file, open and migrated, and the lock that keeps every other process off it until `close`. */
export type OpenDatabase = {
  readonly database: DatabaseSync;
  readonly path: string;
  /** True when every page was read; a large file is read later, in the background. */
  readonly readWhole: boolean;
  /** What the damaged file before this one is called now; null when there was none. */
  readonly asideName: string | null;
  readonly close: () => void;
};

/** Another relay, or a command, has this data folder open. */
export class DataFolderInUse extends Error {
  override readonly name = 'DataFolderInUse';
}

const fileName = 'journal.db';

/** Whether a relay or a command has used this folder before; also while a damaged journal is being set aside. */
export const holdsJournal = (dataDir: string): boolean =>
  [fileName, 'directory.json'].some((name) => existsSync(join(dataDir, name)));

/**
 * Opens `<dataDir>/journal.db`: WAL, every commit on disk before it is reported. A damaged file is set aside and a new one begun, for a
 * relay without its past still rings. Throws `DataFolderInUse`, or what the disk said.
 */
export function openDatabase(dataDir: string, now: () => EpochMs = () => systemClock.moment().wall): OpenDatabase {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lock = takeLock(join(dataDir, 'lock.db'));
  const path = join(dataDir, fileName);
  const opened = ({ database, readWhole }: Opened, asideName: string | null): OpenDatabase => ({
    database,
    path,
    readWhole,
    asideName,
    close: () => [database, lock].forEach((open) => void open.close()),
  });
  try {
    return opened(openFile(path), null);
  } catch (error) {
    if (!isDamage(error)) {
      lock.close();
      throw error;
    }
    const asideName = setAside(dataDir, fileName, now());
    return opened(openFile(path), asideName);
  }
}

type Opened = { readonly database: DatabaseSync; readonly readWhole: boolean };

function openFile(path: string): Opened {
  const readWhole = isReadWholeAtStart(path);
  const database = new DatabaseSync(path, { timeout: 0, enableForeignKeyConstraints: true });
  try {
    chmodSync(path, 0o600);
    database.exec(
      `pragma journal_mode = wal; pragma synchronous = full; pragma temp_store = memory; pragma cache_size = -32000;
      pragma wal_autocheckpoint = 4000; pragma journal_size_limit = 67108864;`,
    );
    if (readWhole) readThrough(database);
    migrate(database);
    database.prepare(`select count(ring) from calls where phase <> 'ended'`).get();
    database.prepare('select raw from deliveries order by seq desc limit 1000').all();
    return { database, readWhole };
  } catch (error) {
    database.close();
    throw error;
  }
}

/** An exclusive transaction on a file of its own: refuses a second process at once, and ends with this one even on kill -9. */
function takeLock(path: string): DatabaseSync {
  const lock = new DatabaseSync(path, { timeout: 0 });
  try {
    lock.exec('begin exclusive');
    return lock;
  } catch (error) {
    lock.close();
    if (isBusy(error))
      throw new DataFolderInUse('Another Vestibule uses this data folder. Stop it, or set VESTIBULE_DATA_DIR.', {
        cause: error,
      });
    throw error;
  }
}

const busyCodes = new Set([5, 6, 261, 517]);

/** True when SQLite refused because another connection holds the file; the same statement may work a moment later. */
export const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' && busyCodes.has(error.errcode);
