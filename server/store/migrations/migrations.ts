/** Every change of the schema, in its order. Forward only: a later change is a later file. Each runs in a transaction of its own. */
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Database } from '../database.ts';
import { panelOfCall } from './0007_panelOfCall.ts';
import { begunOfCall } from './0008_begunOfCall.ts';
import { postgresBaseline } from './postgres.ts';
import { first } from './sqlite/0001_first.ts';
import { vendor } from './sqlite/0002_vendor.ts';
import { logOfCall } from './sqlite/0003_logOfCall.ts';
import { panelNumber } from './sqlite/0004_panelNumber.ts';
import { provenance } from './sqlite/0005_provenance.ts';
import { hookWalls } from './sqlite/0006_hookWalls.ts';

/** Written in SQLite's words before there was another engine; their text is part of the schema that a file is known by. */
const early = {
  '0001_first': first,
  '0002_vendor': vendor,
  '0003_logOfCall': logOfCall,
  '0004_panelNumber': panelNumber,
  '0005_provenance': provenance,
  '0006_hookWalls': hookWalls,
};

/** Written once for both. */
const later = { '0007_panelOfCall': panelOfCall, '0008_begunOfCall': begunOfCall };

export const earlyNames: readonly string[] = Object.keys(early);
export const names: readonly string[] = [...earlyNames, ...Object.keys(later)];

const sqliteMigrations: Readonly<Record<string, Migration>> = Object.fromEntries([
  ...Object.entries(early).map(([name, text]) => [name, { up: (lists: Kysely<unknown>) => runAll(lists, text) }]),
  ...Object.entries(later).map(([name, change]) => [name, { up: (lists: Kysely<unknown>) => change(lists, 'sqlite') }]),
]);

const postgresMigrations: Readonly<Record<string, Migration>> = Object.fromEntries([
  ['0006_baseline', { up: (lists: Kysely<unknown>) => runAll(lists, postgresBaseline) }],
  ...Object.entries(later).map(([name, change]) => [
    name,
    { up: (lists: Kysely<unknown>) => change(lists, 'postgres') },
  ]),
]);

export const migrationsOf = (engine: Database['engine']): Record<string, Migration> => ({
  ...(engine === 'sqlite' ? sqliteMigrations : postgresMigrations),
});

/** Statement by statement; none of ours holds a semicolon in its text. */
async function runAll(lists: Kysely<unknown>, text: string): Promise<void> {
  for (const statement of text.split(';').map((one) => one.trim()))
    if (statement !== '') await sql.raw(statement).execute(lists);
}
