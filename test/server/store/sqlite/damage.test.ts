import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { SiteId } from '../../../../protocol/call.ts';
import { makeDirectory } from '../../../../server/desks/directory.ts';
import { copiedDirectory, mendDirectory, restoreDirectory } from '../../../../server/store/copies/directoryCopy.ts';
import { backUp } from '../../../../server/store/sqlite/backup.ts';
import { isDamage, markDamaged } from '../../../../server/store/sqlite/damage.ts';
import { groupCommit } from '../../../../server/store/sqlite/groupCommit.ts';
import { openDatabase } from '../../../../server/store/sqlite/openDatabase.ts';
import { readThroughInBackground } from '../../../../server/store/sqlite/soundness.ts';
import type { KeptWall } from '../../../../server/walls/keptWall.ts';
import { manualClock } from '../../../fakes/manualClock.ts';
import { type SomeStores, someStores } from '../../../harness/stores.ts';
import { aFolder } from '../../aFolder.ts';

const site = SiteId.parse('harbor-house');
const now = () => manualClock().moment().wall;
const opened = (folder: string) => openDatabase(folder, now);

/** A journal with something in every page of its first megabyte, closed again. */
async function aFilledFolder(): Promise<string> {
  const folder = aFolder();
  const { database } = await opened(folder);
  const insert = database.prepare(`insert into deliveries (site, hook, dedupe, kind, raw, received_at, mono, boot)
    values ('harbor-house', 'h', :dedupe, 'call', zeroblob(2000), 1, 1, 'b')`);
  database.exec('begin');
  for (let index = 0; index < 500; index++) insert.run({ dedupe: `call guid:${index}` });
  database.exec('commit');
  database.close();
  return folder;
}

function overwrite(path: string, offset: number, length: number): void {
  const file = openSync(path, 'r+');
  writeSync(file, new Uint8Array(length).fill(0xa5), 0, length, offset);
  closeSync(file);
}

const aside = (folder: string) => readdirSync(folder).filter((name) => name.startsWith('damaged-'));

test.each([
  ['its header is overwritten', (path: string) => overwrite(path, 0, 100)],
  ['pages of its middle are overwritten', (path: string) => overwrite(path, 8_192, 40_960)],
  ['it was cut off in its middle', (path: string) => truncateSync(path, Math.floor(statSync(path).size / 2))],
  ['it is another file altogether', (path: string) => writeFileSync(path, 'a letter to the concierge '.repeat(500))],
])('a journal is set aside, and a new one begun, when %s', async (_how, damage) => {
  const folder = await aFilledFolder();
  damage(join(folder, 'journal.db'));
  const { database, asideName } = await opened(folder);
  expect(aside(folder)).toContain(asideName);
  expect(database.prepare('select count(*) as count from deliveries').get()).toMatchObject({ count: 0 });
  database.close();
});

test('a sound journal is not set aside', async () => {
  const folder = await aFilledFolder();
  const { database, asideName } = await opened(folder);
  expect([asideName, aside(folder)]).toEqual([null, []]);
  expect(database.prepare('select count(*) as count from deliveries').get()).toMatchObject({ count: 500 });
  database.close();
});

test('a file that a running relay found damaged is read whole at the next start, however large', async () => {
  const folder = await aFilledFolder();
  const path = join(folder, 'journal.db');
  markDamaged(path);
  const { database, asideName } = await opened(folder);
  expect(asideName).toBe(null);
  database.close();
  overwrite(path, 8_192, 40_960);
  const again = await opened(folder);
  expect(again.asideName).not.toBe(null);
  again.database.close();
  expect(existsSync(`${path}.damaged`)).toBe(false);
});

test('the background reader tells a sound file from a damaged one', async () => {
  const folder = await aFilledFolder();
  const path = join(folder, 'journal.db');
  expect(await readThroughInBackground(path)).toBe(null);
  overwrite(path, 8_192, 40_960);
  expect(await readThroughInBackground(path)).toMatch(/damaged|malformed/);
});

test('a journal of a newer Vestibule is refused in words that say what to do, and left as it is', async () => {
  const folder = await aFilledFolder();
  const path = join(folder, 'journal.db');
  const newer = new DatabaseSync(path);
  newer.exec('create table of_the_future (id text) strict; pragma user_version = 999');
  newer.close();
  const before = readFileSync(path);
  await expect(opened(folder)).rejects.toThrow(/newer Vestibule. Start that version/);
  expect([readFileSync(path).equals(before), aside(folder)]).toEqual([true, []]);
});

test('hooks, their walls and desks outlive the journal that was set aside; what was revoked stays revoked', async () => {
  const over = ({ stores, folder }: SomeStores) =>
    copiedDirectory(stores.directory, folder, (error) => {
      throw error;
    });
  const first = await someStores();
  const store = over(first);
  const before = await makeDirectory(store, now);
  const hook = await before.createHook(site, 'building', { resource: 'call' });
  const gone = await before.createHook(site, 'building');
  const desk = await before.createDesk([site], 'North desk');
  await before.nameSite({ id: site, name: 'Harbor House' });
  await before.revokeHook(gone.id);
  const wall: KeptWall = {
    hook: hook.id,
    wall: 'addresses',
    mode: 'enforce',
    rule: { kind: 'addresses', from: ['203.0.113.9'] },
    secret: { kind: 'none' },
    addedAt: now(),
  };
  await store.saveWall(wall);

  const second = await first.again(() => overwrite(join(first.folder, 'journal.db'), 0, 100));
  expect(second.asideName).not.toBe(null);
  const restored = over(second);
  expect(await restoreDirectory(restored, second.folder)).toBe(true);
  const after = await makeDirectory(restored, now);
  expect([
    after.hookByKey(hook.key),
    after.hookByKey(gone.key),
    after.deskByToken(desk.token)?.name,
    after.site(site).name,
    (await restored.load()).walls,
  ]).toEqual([{ id: hook.id, site, resource: 'call', wallsOf: hook.id }, null, 'North desk', 'Harbor House', [wall]]);
});

test('a schema that the disk changed is damage, and a version number that it changed is put right', async () => {
  const folder = await aFilledFolder();
  const path = join(folder, 'journal.db');
  const changed = new DatabaseSync(path);
  changed.exec('pragma user_version = 777');
  changed.close();
  const first = await opened(folder);
  expect(first.asideName).toBe(null);
  first.database.close();
  const again = new DatabaseSync(path);
  again.exec('alter table calls rename column panel to pamel');
  again.close();
  const second = await opened(folder);
  expect(second.asideName).not.toBe(null);
  second.database.close();
});

test('a backup is made while the journal is written to, holds what was there before it began, and opens as a journal', async () => {
  const folder = await aFilledFolder();
  const { database } = await opened(folder);
  const file = join(aFolder(), 'copy.db');
  const made = backUp(database, file);
  database.exec(`insert into sites (id, name) values ('later', 'Later')`);
  expect(await made).toEqual({ ok: true, value: null });
  database.close();
  const copy = new DatabaseSync(file, { readOnly: true });
  expect(copy.prepare('select count(*) as count from deliveries').get()).toMatchObject({ count: 500 });
  copy.close();
});

test('a backup never overwrites a file, and leaves nothing half-made', async () => {
  const folder = await aFilledFolder();
  const { database } = await opened(folder);
  const target = aFolder();
  writeFileSync(join(target, 'mine.txt'), 'mine');
  expect(await backUp(database, join(target, 'mine.txt'))).toMatchObject({ ok: false });
  expect(await backUp(database, join(target, 'no-such-folder', 'copy.db'))).toMatchObject({ ok: false });
  expect([readdirSync(target), readFileSync(join(target, 'mine.txt'), 'utf8')]).toEqual([['mine.txt'], 'mine']);
  database.close();
});

test('only words of damage count as damage', async () => {
  expect(
    [11, 26, 267, 5, 13, 778, undefined].map((errcode) => isDamage(Object.assign(new Error('x'), { errcode }))),
  ).toEqual([true, true, true, false, false, false, false]);
});

test('a journal that cannot write says so once, tries by itself, and says once that it writes again', async () => {
  const folder = aFolder();
  const { database } = await opened(folder);
  const clock = manualClock();
  const told: boolean[] = [];
  const commits = groupCommit(database, clock, ({ canWrite }) => void told.push(canWrite));
  database.exec('pragma query_only = on');
  await expect(
    commits.write(async () => database.exec(`insert into sites (id, name) values ('a', 'A')`)),
  ).rejects.toThrow();
  clock.pass(1_000);
  await commits.drained();
  expect([commits.canWrite(), told]).toEqual([false, [false]]);
  database.exec('pragma query_only = off');
  clock.pass(1_000);
  await commits.drained();
  expect([commits.canWrite(), told]).toEqual([true, [false, true]]);
  database.close();
});

test('the write-ahead log stays bounded under a load that never pauses', async () => {
  const folder = aFolder();
  const { database } = await opened(folder);
  const insert = database.prepare(`insert into deliveries (site, hook, dedupe, kind, raw, received_at, mono, boot)
    values ('harbor-house', 'h', :dedupe, 'call', randomblob(4000), 1, 1, 'b')`);
  for (let commit = 0; commit < 300; commit++) {
    database.exec('begin');
    for (let row = 0; row < 100; row++) insert.run({ dedupe: `call guid:${commit}-${row}` });
    database.exec('commit');
  }
  expect(statSync(join(folder, 'journal.db')).size).toBeGreaterThan(64 * 1024 * 1024);
  expect(statSync(join(folder, 'journal.db-wal')).size).toBeLessThan(64 * 1024 * 1024);
  database.close();
});

test('a key whose hash was changed by the disk is put back from the copy, and a revoked one stays revoked', async () => {
  const { stores, database, folder } = await someStores();
  const store = copiedDirectory(stores.directory, folder, () => {});
  const directory = await makeDirectory(store, now);
  const hook = await directory.createHook(site, 'building', { resource: 'call' });
  const gone = await directory.createHook(site, 'building');
  const desk = await directory.createDesk([site], 'North desk');
  await directory.revokeHook(gone.id);
  await database.run('update hooks set key_hash = randomblob(32), resource = null');
  await database.run(`update desks set token_hash = randomblob(32), name = 'N'`);
  expect(await mendDirectory(store, folder)).toBe(3);
  const after = await makeDirectory(store, now);
  expect([after.hookByKey(hook.key), after.hookByKey(gone.key), after.deskByToken(desk.token)?.id]).toEqual([
    { id: hook.id, site, resource: 'call', wallsOf: hook.id },
    null,
    desk.desk,
  ]);
  expect(await mendDirectory(store, folder)).toBe(0);
});
