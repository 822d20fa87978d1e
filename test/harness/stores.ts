/** The real stores, on each engine, in a place of their own that is gone after the test. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject, onTestFinished } from 'vitest';
import type { Clock } from '../../server/clock.ts';
import { makeListeners } from '../../server/listeners.ts';
import type { Database, Health } from '../../server/store/database.ts';
import type { OpenedStores } from '../../server/store/opened.ts';
import { bringUp, storesOfPostgres } from '../../server/store/postgres/openPostgres.ts';
import { postgresDatabase } from '../../server/store/postgres/postgresDatabase.ts';
import { lockFolder, openDatabase } from '../../server/store/sqlite/openDatabase.ts';
import { storesOfFile } from '../../server/store/sqlite/openHere.ts';
import { manualClock } from '../fakes/manualClock.ts';
import { newDatabase } from './databaseOf.ts';

export type Engine = Database['engine'];

/** Every engine that this machine has: `describe.each(engines)` runs a suite on each. */
export const engines: readonly Engine[] = inject('postgresUrl') === null ? ['sqlite'] : ['sqlite', 'postgres'];

export type SomeStores = OpenedStores & {
  /** For what no store would write, such as a damaged row. */
  readonly database: Database;
  /** What was told of rows that cannot be read. */
  readonly damaged: readonly unknown[];
  /** The data folder. */
  readonly folder: string;
  /** The next run over the same data, after what a test did to the closed files. */
  readonly again: (between?: () => void) => Promise<SomeStores>;
};

type Place = { readonly folder: string; readonly url: string | null };
type Opened = Omit<SomeStores, 'damaged' | 'folder' | 'again' | 'onHealth' | 'onDamagedRow' | 'onHung'>;
type Parts = {
  readonly clock: Clock;
  readonly told: (health: Health) => void;
  readonly reportDamaged: (error: unknown) => void;
};

/** Call it within a test or a hook of one: what it opened is closed when the test is over. */
export async function someStores(engine: Engine = 'sqlite', clock: Clock = manualClock()): Promise<SomeStores> {
  const folder = mkdtempSync(join(tmpdir(), 'vestibule-stores-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return openedAt({ folder, url: engine === 'postgres' ? await emptyDatabase() : null }, clock);
}

/** The stores of a data folder that is there, as a relay would open it. */
export const storesIn = (folder: string, clock: Clock = manualClock()): Promise<SomeStores> =>
  openedAt({ folder, url: null }, clock);

async function openedAt(place: Place, clock: Clock): Promise<SomeStores> {
  const damaged: unknown[] = [];
  const health = makeListeners<[Health]>();
  const damagedRow = makeListeners<[unknown]>();
  damagedRow.add((error) => void damaged.push(error));
  const parts = { clock, told: health.tell, reportDamaged: damagedRow.tell };
  const opened = await (place.url === null ? onSqlite(place.folder, parts) : onPostgres(place.url, parts));
  let isOpen = true;
  const close = async () => {
    if (!isOpen) return;
    isOpen = false;
    await opened.drained();
    await opened.close();
  };
  onTestFinished(close);
  return {
    ...opened,
    damaged,
    folder: place.folder,
    onHealth: health.add,
    onDamagedRow: damagedRow.add,
    onHung: () => {},
    close,
    again: async (between = () => {}) => {
      await close();
      between();
      return openedAt(place, clock);
    },
  };
}

async function onSqlite(folder: string, parts: Parts): Promise<Opened> {
  const lock = lockFolder(folder);
  const file = await openDatabase(folder, () => parts.clock.moment().wall);
  const { database, stores } = storesOfFile(file, parts);
  const { readWhole, asideName } = file;
  const { engine, canWrite, drained } = database;
  const close = async () => {
    file.database.close();
    lock.close();
  };
  return { stores, database, engine, readWhole, asideName, canWrite, drained, close };
}

async function onPostgres(url: string, parts: Parts): Promise<Opened> {
  const database = postgresDatabase(url, parts.clock, parts.told);
  await bringUp(database.pool);
  const { engine, canWrite, drained, close } = database;
  const stores = storesOfPostgres(database, parts);
  return { stores, database, engine, readWhole: true, asideName: null, canWrite, drained, close };
}

/** The address of a new database of the run's server, made with these words of `create database`. */
export async function emptyDatabase(options = ''): Promise<string> {
  const server = inject('postgresUrl');
  if (server === null) throw new Error('There is no PostgreSQL here.');
  return newDatabase(server, options);
}
