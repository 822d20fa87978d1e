import { Kysely, PostgresDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Pool } from 'pg';
import { err } from '../../../protocol/result.ts';
import type { Clock } from '../../clock.ts';
import { makeListeners } from '../../listeners.ts';
import { clearCalls } from '../clearCalls.ts';
import type { Database, Health } from '../database.ts';
import { migrationsOf } from '../migrations/migrations.ts';
import type { OpenedStores } from '../opened.ts';
import { lockFolder } from '../sqlite/openDatabase.ts';
import { makeStores, type StoreParts, type Stores } from '../stores.ts';
import { postgresDatabase } from './postgresDatabase.ts';

/** Where the database is, and the folder that pictures and keys are kept in beside it. */
export type PostgresPlace = { readonly url: string; readonly dataDir: string };

/** The stores in a PostgreSQL database, brought to the newest schema. Throws `DataFolderInUse`, or what the database said. */
export async function openPostgres({ url, dataDir }: PostgresPlace, clock: Clock): Promise<OpenedStores> {
  const lock = lockFolder(dataDir);
  const health = makeListeners<[Health]>();
  const damagedRow = makeListeners<[unknown]>();
  const database = postgresDatabase(url, clock, health.tell);
  try {
    await bringUp(database.pool);
  } catch (error) {
    await database.close();
    lock.close();
    throw error;
  }
  return {
    stores: storesOfPostgres(database, { clock, reportDamaged: damagedRow.tell }),
    engine: 'postgres',
    readWhole: true,
    asideName: null,
    canWrite: database.canWrite,
    onHealth: health.add,
    onDamagedRow: damagedRow.add,
    onHung: () => {},
    drained: database.drained,
    close: async () => {
      await database.drained();
      await database.close();
      lock.close();
    },
  };
}

export const storesOfPostgres = (database: Database, parts: Omit<StoreParts, 'care'>): Stores =>
  makeStores(database, {
    ...parts,
    care: {
      backUp: async () =>
        err('The calls are in PostgreSQL. Copy them with pg_dump, or with that database’s own backups.'),
      readThrough: async () => null,
      clearCalls: (before) => clearCalls(database, before),
    },
  });

/** Brings a database to the newest schema. Two relays that start at a time do it one after the other: the migrator takes a lock. */
export async function bringUp(pool: Pool): Promise<void> {
  const lists = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  const migrator = new Migrator({ db: lists, provider: { getMigrations: async () => migrationsOf('postgres') } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}
