import type { DatabaseSync } from 'node:sqlite';
import { first } from './migrations/0001_first.ts';

const migrations: readonly string[] = [first];

/** Brings the file to the newest schema, each migration in a transaction of its own; throws when the file is of a newer relay. */
export function migrate(database: DatabaseSync): void {
  const version = Number(database.prepare('pragma user_version').get()?.user_version);
  if (version > migrations.length) {
    throw new Error(
      'The journal was written by a newer Vestibule. Start that version, or restore an older copy of the data folder.',
    );
  }
  for (const [index, sql] of migrations.entries()) {
    if (index < version) continue;
    database.exec(`begin immediate; ${sql}; pragma user_version = ${index + 1}; commit;`);
  }
}
