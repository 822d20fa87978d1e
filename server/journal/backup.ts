import { existsSync, renameSync, rmSync } from 'node:fs';
import { backup, type DatabaseSync } from 'node:sqlite';
import { err, ok, type Result } from '../../protocol/result.ts';
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
    await backup(database, unfinished, { rate: pagesAtOnce });
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
