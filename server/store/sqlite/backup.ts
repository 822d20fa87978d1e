import { existsSync, renameSync, rmSync } from 'node:fs';
import { backup, DatabaseSync } from 'node:sqlite';
import { err, ok, type Result } from '../../../protocol/result.ts';
import { readThroughInBackground } from './soundness.ts';

/** Pages copied before the relay does anything else: 1 MB, a few milliseconds. */
const pagesAtOnce = 256;

/**
 * Copies the journal to a new file while it is written to; the copy is of one instant, and is read through before it gets its name. Gives a
 * sentence when that cannot be done; never overwrites a file.
 */
export async function backUp(database: DatabaseSync, file: string): Promise<Result<null, string>> {
  if (existsSync(file)) return err(`${file} exists already. Name a file that does not.`);
  const unfinished = `${file}.unfinished`;
  try {
    await copy(database, unfinished);
    const damage = await readThroughInBackground(unfinished);
    if (damage !== null) throw new Error(damage);
    renameSync(unfinished, file);
    return ok(null);
  } catch (error) {
    return err(`The backup could not be made (${error instanceof Error ? error.message : 'unknown reason'}).`);
  } finally {
    for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(`${unfinished}${ending}`, { force: true });
  }
}

/** From a connection of its own, held to one instant: the relay's own is locked while it writes, and every write would begin the copy anew. */
async function copy(database: DatabaseSync, file: string): Promise<void> {
  const path = database.location();
  if (path === null) throw new Error('the journal is in memory only');
  const reader = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
  try {
    reader.exec('begin');
    reader.prepare('select count(*) from sqlite_schema').get();
    await backup(reader, file, { rate: pagesAtOnce });
  } finally {
    reader.close();
  }
}
