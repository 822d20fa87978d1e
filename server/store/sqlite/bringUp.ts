import type { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { earlyNames, migrationsOf } from '../migrations/migrations.ts';
import { nodeSqliteDialect } from './nodeSqliteDialect.ts';
import { versionOf } from './userVersion.ts';

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
