import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { migrate } from './schema.ts';

/** The journal's file, open and migrated, and the lock that keeps every other process off it until `close`. */
export type OpenDatabase = { readonly database: DatabaseSync; readonly close: () => void };

/** Another relay, or a command, has this data folder open. */
export class DataFolderInUse extends Error {
  override readonly name = 'DataFolderInUse';
}

/** Opens `<dataDir>/journal.db`: WAL, every commit on disk before it is reported. Throws `DataFolderInUse`, or what the disk said. */
export function openDatabase(dataDir: string): OpenDatabase {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lock = takeLock(join(dataDir, 'lock.db'));
  const path = join(dataDir, 'journal.db');
  try {
    const database = new DatabaseSync(path, { timeout: 0, enableForeignKeyConstraints: true });
    chmodSync(path, 0o600);
    database.exec(
      'pragma journal_mode = wal; pragma synchronous = full; pragma temp_store = memory; pragma cache_size = -32000; pragma wal_autocheckpoint = 8000;',
    );
    migrate(database);
    return { database, close: () => [database, lock].forEach((open) => void open.close()) };
  } catch (error) {
    lock.close();
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
