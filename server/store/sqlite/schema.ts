import { DatabaseSync } from 'node:sqlite';
import { damaged } from './damage.ts';
import { first } from './migrations/0001_first.ts';
import { vendor } from './migrations/0002_vendor.ts';
import { logOfCall } from './migrations/0003_logOfCall.ts';
import { panelNumber } from './migrations/0004_panelNumber.ts';
import { provenance } from './migrations/0005_provenance.ts';
import { hookWalls } from './migrations/0006_hookWalls.ts';

const migrations: readonly string[] = [first, vendor, logOfCall, panelNumber, provenance, hookWalls];

/**
 * Brings the file to the newest schema, each migration in a transaction of its own. Throws in plain words when the file is of a newer relay,
 * and as damage when its schema is none that a relay ever wrote.
 */
export function migrate(database: DatabaseSync): void {
  const version = Number(database.prepare('pragma user_version').get()?.user_version);
  if (version > migrations.length && schemaOf(database) !== newestSchema()) {
    throw new Error(
      'The journal was written by a newer Vestibule. Start that version, or restore an older copy of the data folder.',
    );
  }
  if (version < migrations.length) runFrom(database, version);
  else database.exec(`pragma user_version = ${migrations.length}`);
  if (schemaOf(database) !== newestSchema()) throw damaged('its schema is not ours');
}

function runFrom(database: DatabaseSync, version: number): void {
  for (const [index, sql] of migrations.entries()) {
    if (index < version) continue;
    database.exec(`begin immediate; ${sql}; pragma user_version = ${index + 1}; commit;`);
  }
}

/** Every table and index as it was declared, in one text. */
const schemaOf = (database: DatabaseSync): string =>
  JSON.stringify(database.prepare('select type, name, tbl_name, sql from sqlite_schema order by name').all());

function newestSchema(): string {
  const database = new DatabaseSync(':memory:');
  try {
    runFrom(database, 0);
    return schemaOf(database);
  } finally {
    database.close();
  }
}
