import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { earlyNames, migrationsOf, names } from '../migrations/migrations.ts';
import { damaged } from './damage.ts';
import { nodeSqliteDialect } from './nodeSqliteDialect.ts';

/** The newest schema, by the hash of its whole text; `schema.test.ts` holds it against a file that all migrations made. */
export const newestSchema = 'd303c9d66f6c0d4b592baca03a8d79bd07ffe9e3764e0e55503da895208c5f84';

/**
 * Brings the file to the newest schema, each migration in a transaction of its own. Throws in plain words when the file is of a newer relay,
 * and as damage when its schema is none that a relay ever wrote.
 */
export async function migrate(database: DatabaseSync): Promise<void> {
  const schema = schemaOf(database);
  if (schema !== newestSchema) {
    if (versionOf(database) > names.length)
      throw new Error(
        'The journal was written by a newer Vestibule. Start that version, or restore an older copy of the data folder.',
      );
    await bringUp(database);
    if (schemaOf(database) !== newestSchema) throw damaged('its schema is not ours');
  }
  if (versionOf(database) !== names.length) database.exec(`pragma user_version = ${names.length}`);
}

const versionOf = (database: DatabaseSync) => Number(database.prepare('pragma user_version').get()?.user_version);

/** Runs what the file has not had yet. */
export async function bringUp(database: DatabaseSync): Promise<void> {
  baseline(database);
  const lists = new Kysely<unknown>({ dialect: nodeSqliteDialect(database) });
  const migrator = new Migrator({ db: lists, provider: { getMigrations: async () => migrationsOf('sqlite') } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

/**
 * The migrator's own tables, declared here so that its version does not change what a file is known by. A file of an older relay, which
 * counted its migrations in `user_version`, has had those.
 */
function baseline(database: DatabaseSync): void {
  const had =
    database.prepare(`select 1 as found from sqlite_schema where name = 'kysely_migration'`).get() !== undefined;
  if (had) return;
  database.exec(`begin immediate;
    create table kysely_migration (name text primary key not null, timestamp text not null);
    create table kysely_migration_lock (id text primary key not null, is_locked integer not null default 0);
    insert into kysely_migration_lock (id, is_locked) values ('migration_lock', 0);`);
  const add = database.prepare(`insert into kysely_migration (name, timestamp) values (:name, datetime('now'))`);
  for (const name of earlyNames.slice(0, versionOf(database))) add.run({ name });
  database.exec('commit');
}

/** Every table and index as it was declared, as one hash. */
export function schemaOf(database: DatabaseSync): string {
  const declared = database.prepare('select type, name, tbl_name, sql from sqlite_schema order by name').all();
  return createHash('sha256').update(JSON.stringify(declared)).digest('hex');
}
