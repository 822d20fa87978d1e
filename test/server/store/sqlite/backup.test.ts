import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { backUp } from '../../../../server/store/sqlite/backup.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vestibule-backup-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a backup is made whole however much is written meanwhile', async () => {
  const database = new DatabaseSync(join(folder, 'journal.db'));
  database.exec('pragma journal_mode = wal; create table lines (line text)');
  const insert = database.prepare('insert into lines values (?)');
  const write = (lines: number) => {
    database.exec('begin immediate');
    for (let line = 0; line < lines; line++) insert.run('x'.repeat(300));
    database.exec('commit');
  };
  write(5_000);
  let writes = true;
  const writing = (async () => {
    while (writes) {
      write(200);
      await setImmediate();
    }
  })();
  const outcomes = [];
  for (let index = 0; index < 8; index++) outcomes.push(await backUp(database, join(folder, `copy-${index}.db`)));
  writes = false;
  await writing;
  database.close();
  const copy = new DatabaseSync(join(folder, 'copy-0.db'), { readOnly: true });
  const lines = Number(copy.prepare('select count(*) as lines from lines').get()?.['lines']);
  copy.close();
  expect([outcomes.filter(({ ok }) => !ok), lines >= 5_000, lines % 200]).toEqual([[], true, 0]);
});

test('a file that exists is never written over', async () => {
  const database = new DatabaseSync(join(folder, 'journal.db'));
  expect(await backUp(database, join(folder, 'journal.db'))).toMatchObject({ ok: false });
  database.close();
});
