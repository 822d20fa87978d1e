/** The real stores, on each engine, in a place of their own that is gone after the test. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject, onTestFinished } from 'vitest';
import type { Clock } from '../../server/clock.ts';
import type { Database } from '../../server/store/database.ts';
import { bringUp, storesOfPostgres } from '../../server/store/postgres/openPostgres.ts';
import { postgresDatabase } from '../../server/store/postgres/postgresDatabase.ts';
import { lockFolder, openDatabase } from '../../server/store/sqlite/openDatabase.ts';
import { storesOfFile } from '../../server/store/sqlite/openHere.ts';
import type { Stores } from '../../server/store/stores.ts';
import { manualClock } from '../fakes/manualClock.ts';
import { newDatabase } from './databaseOf.ts';

export type Engine = Database['engine'];

/** Every engine that this machine has: `describe.each(engines)` runs a suite on each. */
export const engines: readonly Engine[] = inject('postgresUrl') === null ? ['sqlite'] : ['sqlite', 'postgres'];

export type SomeStores = {
  readonly stores: Stores;
  /** For what no store would write, such as a damaged row. */
  readonly database: Database;
  /** What was told of rows that cannot be read. */
  readonly damaged: readonly unknown[];
  /** The data folder. */
  readonly folder: string;
};

/** Call it within a test or a hook of one: what it opened is closed when the test is over. */
export async function someStores(engine: Engine = 'sqlite', clock: Clock = manualClock()): Promise<SomeStores> {
  const folder = mkdtempSync(join(tmpdir(), 'vestibule-stores-'));
  const damaged: unknown[] = [];
  const parts = { clock, reportDamaged: (error: unknown) => void damaged.push(error) };
  if (engine === 'postgres') return { ...(await onPostgres(parts)), damaged, folder };
  const lock = lockFolder(folder);
  const file = await openDatabase(folder, () => clock.moment().wall);
  const { database, stores } = storesOfFile(file, { ...parts, told: () => {} });
  onTestFinished(async () => {
    await database.drained();
    file.database.close();
    lock.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { stores, database, damaged, folder };
}

async function onPostgres(parts: Parameters<typeof storesOfPostgres>[1] & { readonly clock: Clock }) {
  const url = await emptyDatabase();
  const database = postgresDatabase(url, parts.clock);
  await bringUp(database.pool);
  onTestFinished(async () => {
    await database.drained();
    await database.close();
  });
  return { stores: storesOfPostgres(database, parts), database };
}

/** The address of a new database of the run's server. */
export async function emptyDatabase(): Promise<string> {
  const server = inject('postgresUrl');
  if (server === null) throw new Error('There is no PostgreSQL here.');
  return newDatabase(server);
}
