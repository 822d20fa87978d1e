import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { first } from '../../../server/store/migrations/sqlite/0001_first.ts';
import { vendor } from '../../../server/store/migrations/sqlite/0002_vendor.ts';
import { logOfCall } from '../../../server/store/migrations/sqlite/0003_logOfCall.ts';
import { migrate } from '../../../server/store/sqlite/schema.ts';

test('panels known before they had numbers get that of their newest call', async () => {
  using database = new DatabaseSync(':memory:');
  for (const sql of [first, vendor, logOfCall]) database.exec(sql);
  database.exec('pragma user_version = 3');
  const panel = database.prepare('insert into panels (site, name, last_call_at, calls) values (?, ?, 1, 1)');
  for (const name of ['Garage', 'Gate', 'Torn']) panel.run('demo', name);
  const call =
    database.prepare(`insert into calls (site, call, revision, phase, panel, recipient, received_at, door_opened, mono, boot, ring)
    values ('demo', ?, 1, 'ended', ?, 'frontDesk', ?, 0, 0, 'boot', ?)`);
  const ring = (panelId: number | null) => JSON.stringify({ call: { panelId } });
  call.run('one', 'Garage', 1, ring(40_217));
  call.run('two', 'Garage', 2, ring(40_218));
  call.run('three', 'Garage', 3, ring(null));
  call.run('four', 'Torn', 3, '{');

  await migrate(database);
  expect(database.prepare('select name, number from panels order by name').all()).toEqual([
    { name: 'Garage', number: 40_218 },
    { name: 'Gate', number: null },
    { name: 'Torn', number: null },
  ]);
});
