import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { damaged } from './damage.ts';
import { versionOf } from './userVersion.ts';

/** The newest schema, by the hash of its whole text, and how many migrations led to it; `schema.test.ts` holds both against a file that all migrations made. */
export const newestSchema = '7b379db2466b4c0b71ed0307aa19591e4a6dc60665588c19f62076e3dc8142e2';
export const newestVersion = 8;

/**
 * Brings the file to the newest schema, all or nothing. Throws in plain words when the file is of a newer relay, and as damage when its
 * schema is none that a relay ever wrote.
 */
export async function migrate(database: DatabaseSync): Promise<void> {
  if (schemaOf(database) !== newestSchema) {
    if (versionOf(database) > newestVersion)
      throw new Error(
        'The journal was written by a newer Vestibule. Start that version, or restore an older copy of the data folder.',
      );
    /** The migrator costs memory and a tenth of a second; few starts need it. */
    const { bringUp } = await import('./bringUp.ts');
    await bringUp(database);
    if (schemaOf(database) !== newestSchema) throw damaged('its schema is not ours');
  }
  if (versionOf(database) !== newestVersion) database.exec(`pragma user_version = ${newestVersion}`);
}

/** Every table and index as it was declared, as one hash. */
export function schemaOf(database: DatabaseSync): string {
  const declared = database.prepare('select type, name, tbl_name, sql from sqlite_schema order by name').all();
  return createHash('sha256').update(JSON.stringify(declared)).digest('hex');
}
