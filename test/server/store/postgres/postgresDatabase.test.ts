import { Client } from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Health } from '../../../../server/store/database.ts';
import { bringUp } from '../../../../server/store/postgres/openPostgres.ts';
import { postgresDatabase } from '../../../../server/store/postgres/postgresDatabase.ts';
import { manualClock } from '../../../fakes/manualClock.ts';
import { emptyDatabase, engines } from '../../../harness/stores.ts';

const saveSite = 'insert into sites (id, name) values (:id, :name)';

/** A database, and what it told of its health. `cut` ends the connection of this process at the server. */
async function aDatabase() {
  const url = await emptyDatabase();
  const clock = manualClock();
  const told: boolean[] = [];
  const database = postgresDatabase(url, clock, ({ canWrite }: Health) => void told.push(canWrite));
  await bringUp(database.pool);
  const other = new Client({ connectionString: url });
  await other.connect();
  onTestFinished(async () => {
    await database.close();
    await other.end();
  });
  const cut = async (pid: unknown) => void (await other.query('select pg_terminate_backend($1)', [pid]));
  const names = async () => (await database.all('select name from sites order by id')).map(({ name }) => name);
  return { database, clock, told, cut, names, other };
}

describe.skipIf(!engines.includes('postgres'))('PostgreSQL', () => {
  test('a write whose connection is cut rejects, the next one works, and both are told', async () => {
    const { database, told, cut, names } = await aDatabase();
    const lost = database.write(async (sql) => {
      await sql.run(saveSite, { id: 'a', name: 'lost' });
      await cut((await sql.get('select pg_backend_pid() as pid'))?.['pid']);
      await sql.run(saveSite, { id: 'b', name: 'lost too' });
    });
    await expect(lost).rejects.toThrow();
    expect([database.canWrite(), told]).toEqual([false, [false]]);
    await database.write(async (sql) => void (await sql.run(saveSite, { id: 'c', name: 'kept' })));
    expect([database.canWrite(), told, await names()]).toEqual([true, [false, true], ['kept']]);
  });

  test('that it writes again is found out without anybody who writes', async () => {
    const { database, told, clock, cut } = await aDatabase();
    const lost = database.write(async (sql) => {
      await cut((await sql.get('select pg_backend_pid() as pid'))?.['pid']);
      await sql.run(saveSite, { id: 'a', name: 'lost' });
    });
    await expect(lost).rejects.toThrow();
    clock.pass(1_000);
    await database.drained();
    expect([database.canWrite(), told]).toEqual([true, [false, true]]);
  });

  test('connections that are cut while nobody uses them are replaced', async () => {
    const { other, names } = await aDatabase();
    await Promise.all([1, 2, 3].map(() => names()));
    await other.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`);
    await expect.poll(() => names().catch(() => null)).toEqual([]);
  });

  test('a row that breaks a rule of the schema rejects, and says nothing of the health', async () => {
    const { database, told, names } = await aDatabase();
    const write = () => database.write(async (sql) => void (await sql.run(saveSite, { id: 'a', name: 'first' })));
    await write();
    await expect(write()).rejects.toThrow(/duplicate key/);
    expect([database.canWrite(), told, await names()]).toEqual([true, [], ['first']]);
  });

  test('a write that fails leaves nothing of what it wrote before', async () => {
    const { database, names } = await aDatabase();
    const half = database.write(async (sql) => {
      await sql.run(saveSite, { id: 'a', name: 'half' });
      throw new Error('no room');
    });
    await expect(half).rejects.toThrow('no room');
    expect(await names()).toEqual([]);
  });

  test('two writes that wait for one another are both stored', async () => {
    const { database, names } = await aDatabase();
    for (const id of ['a', 'b'])
      await database.write(async (sql) => void (await sql.run(saveSite, { id, name: 'before' })));
    const rename = 'update sites set name = name || :mark where id = :id';
    const meet = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
    /** Each holds its first row before it asks for the other's. */
    const crosswise = (own: 0 | 1, ids: readonly string[]) =>
      database.write(async (sql) => {
        await sql.run(rename, { id: ids[0] ?? '', mark: String(own) });
        meet[own].resolve();
        await meet[own === 0 ? 1 : 0].promise;
        await sql.run(rename, { id: ids[1] ?? '', mark: String(own) });
      });
    await Promise.all([crosswise(0, ['a', 'b']), crosswise(1, ['b', 'a'])]);
    for (const name of await names()) expect(name).toMatch(/^before(01|10)$/);
  });

  test('two relays that bring one database up at a time both go on', async () => {
    const url = await emptyDatabase();
    const relays = [1, 2].map(() => postgresDatabase(url, manualClock()));
    await Promise.all(relays.map(({ pool }) => bringUp(pool)));
    await relays[0]?.write(async (sql) => void (await sql.run(saveSite, { id: 'a', name: 'one' })));
    expect(await relays[1]?.all('select name from sites')).toEqual([{ name: 'one' }]);
    for (const { close } of relays) await close();
  });

  test('text is compared by its bytes, whatever the language of the database', async () => {
    const url = await emptyDatabase(`template template0 locale_provider icu icu_locale 'en-US'`);
    const database = postgresDatabase(url, manualClock());
    await bringUp(database.pool);
    for (const id of ['b', 'B', 'a', 'A', 'a~', 'aB'])
      await database.write(async (sql) => void (await sql.run(saveSite, { id, name: id })));
    const ordered = (await database.all('select id from sites order by id')).map(({ id }) => id);
    await database.close();
    expect(ordered).toEqual(['A', 'B', 'a', 'aB', 'a~', 'b']);
  });
});
