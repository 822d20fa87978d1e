import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { EpochMs } from '../../../protocol/call.ts';
import { isDamage, isReadWholeAtStart, readThrough, setAside } from './damage.ts';
import { migrate } from './schema.ts';

/** The journal's file, open and migrated. */
export type OpenFile = {
  readonly database: DatabaseSync;
  readonly path: string;
  /** True when every page was read; a large file is read later, in the background. */
  readonly readWhole: boolean;
  /** What the damaged file before this one is called now; null when there was none. */
  readonly asideName: string | null;
};

/** Another relay, or a command, has this data folder open. */
export class DataFolderInUse extends Error {
  override readonly name = 'DataFolderInUse';
}

const fileName = 'journal.db';
export const journalPath = (dataDir: string): string => join(dataDir, fileName);

/** Whether a relay or a command has used this folder before; also while a damaged journal is being set aside. */
export const holdsJournal = (dataDir: string): boolean =>
  [fileName, 'directory.json'].some((name) => existsSync(join(dataDir, name)));

/** Keeps every other process off a data folder, which is made if need be, until it is closed or this process ends. Throws `DataFolderInUse`, or what the disk said. */
export function lockFolder(dataDir: string): { readonly close: () => void } {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  return takeLock(join(dataDir, 'lock.db'));
}

/**
 * Opens `<dataDir>/journal.db`, whose folder is locked: WAL, every commit on disk before it is reported. A damaged file is set aside and a
 * new one begun, for a relay without its past still rings. Throws what the disk said.
 */
export async function openDatabase(dataDir: string, now: () => EpochMs): Promise<OpenFile> {
  const path = journalPath(dataDir);
  try {
    return { ...(await openFile(path)), path, asideName: null };
  } catch (error) {
    if (!isDamage(error)) throw error;
    const asideName = setAside(dataDir, fileName, now());
    return { ...(await openFile(path)), path, asideName };
  }
}

/** The same file for reading only, beside whoever writes it. */
export const openForReading = (dataDir: string): DatabaseSync =>
  new DatabaseSync(journalPath(dataDir), { readOnly: true, timeout: 5_000 });

async function openFile(path: string): Promise<Pick<OpenFile, 'database' | 'readWhole'>> {
  const readWhole = isReadWholeAtStart(path);
  const database = new DatabaseSync(path, { timeout: 0, enableForeignKeyConstraints: true });
  try {
    chmodSync(path, 0o600);
    database.exec(
      `pragma journal_mode = wal; pragma synchronous = full; pragma temp_store = memory; pragma cache_size = -32000;
      pragma wal_autocheckpoint = 4000; pragma journal_size_limit = 67108864;`,
    );
    if (readWhole) readThrough(database);
    await migrate(database);
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
