import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { names } from '../../../../server/store/migrations/migrations.ts';
import { first } from '../../../../server/store/migrations/sqlite/0001_first.ts';
import { vendor } from '../../../../server/store/migrations/sqlite/0002_vendor.ts';
import { logOfCall } from '../../../../server/store/migrations/sqlite/0003_logOfCall.ts';
import { panelNumber } from '../../../../server/store/migrations/sqlite/0004_panelNumber.ts';
import { provenance } from '../../../../server/store/migrations/sqlite/0005_provenance.ts';
import { hookWalls } from '../../../../server/store/migrations/sqlite/0006_hookWalls.ts';
import { bringUp } from '../../../../server/store/sqlite/bringUp.ts';
import { isDamage } from '../../../../server/store/sqlite/damage.ts';
import { migrate, newestSchema, schemaOf } from '../../../../server/store/sqlite/schema.ts';
import { aRingingRing } from '../../../builders/ring.ts';
import { storesIn } from '../../../harness/stores.ts';
import { aFolder } from '../../aFolder.ts';

const early = [first, vendor, logOfCall, panelNumber, provenance, hookWalls];
const versions = early.map((_text, place) => place + 1);
const tables = ['sites', 'hooks', 'desks', 'desk_sites', 'deliveries', 'calls', 'facts', 'aliases'];

/** What a relay of that version would have written: a site with a hook, a desk, and one call. */
function aJournalOf(version: number, path = ':memory:'): DatabaseSync {
  const database = new DatabaseSync(path);
  for (const text of early.slice(0, version)) database.exec(text);
  database.exec(`pragma user_version = ${version};
    insert into sites (id, name) values ('demo', 'Harbor House');
    insert into hooks (id, site, scope, key_hash, created_at) values ('hook-1', 'demo', 'building', x'01', 1);
    insert into desks (id, name, token_hash, created_at) values ('north', 'Front desk', x'02', 1);
    insert into desk_sites (desk, site, place) values ('north', 'demo', 0);
    insert into deliveries (site, hook, dedupe, kind, raw, received_at, mono, boot)
      values ('demo', 'hook-1', 'call guid:call-1', 'call', x'03', 1, 1, 'boot');
    insert into aliases (site, alias, call) values ('demo', 'id:7', 'call-1');
    insert into facts (site, call, seq, at, what) values ('demo', 'call-1', 1, 1, 'received');`);
  const ring = aRingingRing({ panelId: 40_218 });
  database
    .prepare(`insert into calls (site, call, revision, phase, panel, recipient, received_at, door_opened, mono, boot, ring)
      values ('demo', 'call-1', 1, 'ringing', 'Gate', 'frontDesk', 1, 0, 1, 'boot', ?)`)
    .run(JSON.stringify(ring));
  return database;
}

/** Every row of what is asked for here. */
const rowsOf = (database: DatabaseSync) =>
  Object.fromEntries(tables.map((table) => [table, database.prepare(`select * from ${table}`).all()]));
const versionOf = (database: DatabaseSync) => database.prepare('pragma user_version').get()?.['user_version'];

/** Throws in the form of a row that is left, so that a later test of it says which. */
async function refusal(database: DatabaseSync): Promise<unknown> {
  return migrate(database).then(
    () => null,
    (error: unknown) => error,
  );
}

test('the newest schema is known by the hash of what all migrations make', async () => {
  using database = new DatabaseSync(':memory:');
  await bringUp(database);
  expect(schemaOf(database)).toBe(newestSchema);
});

describe.each(versions)('a journal of version %i', (version) => {
  test('comes up to the newest schema with nothing lost', async () => {
    using database = aJournalOf(version);
    const before = rowsOf(database);
    await migrate(database);
    expect([schemaOf(database), versionOf(database)]).toEqual([newestSchema, names.length]);
    expect(rowsOf(database)).toMatchObject(before);
    expect(database.prepare('select panel_id, unreadable from calls').all()).toEqual([
      { panel_id: 40_218, unreadable: 0 },
    ]);
  });

  test('is opened by the stores, which ring on with its call', async () => {
    const folder = aFolder();
    aJournalOf(version, join(folder, 'journal.db')).close();
    const { asideName, stores } = await storesIn(folder);
    expect([asideName, (await stores.journal.live()).map(({ call }) => call)]).toEqual([null, ['call-1']]);
  });
});

test('a journal whose migration fails half way is as before, and comes up once it can', async () => {
  const folder = aFolder();
  const path = join(folder, 'journal.db');
  const database = aJournalOf(5, path);
  database.exec('create table hook_walls (id text) strict');
  const before = rowsOf(database);
  database.close();
  await expect(storesIn(folder)).rejects.toThrow(/hook_walls already exists/);

  const after = new DatabaseSync(path);
  expect([rowsOf(after), versionOf(after)]).toEqual([before, 5]);
  expect(readdirSync(folder).filter((name) => name.startsWith('damaged-'))).toEqual([]);
  after.exec('drop table hook_walls');
  await migrate(after);
  expect(schemaOf(after)).toBe(newestSchema);
  after.close();
});

test('a newer journal is refused in words, and is left as it is', async () => {
  using database = new DatabaseSync(':memory:');
  await bringUp(database);
  database.exec(`create table of_the_future (id text) strict; pragma user_version = ${names.length + 1}`);
  const before = schemaOf(database);
  const refused = await refusal(database);
  expect([String(refused), isDamage(refused)]).toEqual([
    expect.stringContaining('written by a newer Vestibule'),
    false,
  ]);
  expect(schemaOf(database)).toBe(before);
});

test('a schema that no relay ever wrote counts as damage', async () => {
  using database = new DatabaseSync(':memory:');
  await bringUp(database);
  database.exec(`create table of_somebody_else (id text) strict; pragma user_version = ${names.length}`);
  expect(isDamage(await refusal(database))).toBe(true);
});
