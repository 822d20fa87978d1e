import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NewWall } from '../../../protocol/wall.ts';
import { engines } from '../../harness/stores.ts';
import { aKey, site, someWalls } from '../walls/someWalls.ts';
import { aKnock } from './aKnock.ts';

const hook = 'hook-1';
const from = NewWall.parse({ kind: 'addresses', from: ['203.0.113.0/24'] });
const word = NewWall.parse({ kind: 'header', header: 'X-Word', secret: 'a word that nobody knows' });
const basic = NewWall.parse({ kind: 'basic', user: 'butterfly', secret: 'a password that nobody knows' });
const hmac = NewWall.parse({ kind: 'hmac', header: 'X-Signature', secret: 'a secret that nobody knows' });
const standard = NewWall.parse({ kind: 'standard-webhooks', secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' });
const all = [from, word, basic, hmac, standard];
type Walls = Awaited<ReturnType<typeof someWalls>>['walls'];
const stand = (walls: Walls) => walls.standing(hook).map(({ wall, mode, check }) => [wall, mode, check !== null]);

describe.each(engines)('on %s', (engine) => {
  describe('walls of a hook', () => {
    it('observe at first, are named by their kind, and stand again after a restart', async () => {
      const { walls, again } = await someWalls({ engine });
      for (const asked of [...all, hmac]) await walls.add(hook, asked);
      await walls.setMode({ hook, wall: 'hmac' }, 'enforce');
      const expected = [
        ['addresses', 'observe', true],
        ['header', 'observe', true],
        ['basic', 'observe', true],
        ['hmac', 'enforce', true],
        ['standard-webhooks', 'observe', true],
        ['hmac-2', 'observe', true],
      ];
      const after = (await again()).walls;
      expect([stand(walls), new Set(stand(after).map(String))]).toEqual([expected, new Set(expected.map(String))]);
    });

    it('never get one name, also when they are added at the same moment', async () => {
      const { walls } = await someWalls({ engine });
      await Promise.all([walls.add(hook, from), walls.add(hook, from), walls.add(hook, from)]);
      expect(stand(walls).map(([wall]) => wall)).toEqual(['addresses', 'addresses-2', 'addresses-3']);
    });

    it('stand for their own hook alone', async () => {
      const { walls } = await someWalls({ engine });
      await walls.add(hook, from);
      expect(walls.standing('hook-2')).toEqual([]);
    });

    it('are twenty at most', async () => {
      const { walls } = await someWalls({ engine });
      for (let count = 0; count < 20; count++) await walls.add(hook, from);
      expect(await walls.add(hook, from)).toMatchObject({ ok: false, error: { error: 'too-many-walls' } });
    });

    it('that are not there can be neither changed nor removed', async () => {
      const { walls } = await someWalls({ engine });
      expect([
        await walls.setMode({ hook, wall: 'hmac' }, 'enforce'),
        await walls.remove({ hook, wall: 'hmac' }),
      ]).toEqual([null, false]);
    });

    it('are shared by a hook and the one that takes its place with a new key', async () => {
      const { directory, again } = await someWalls({ engine });
      const { id, key } = await directory.createHook(site, 'building');
      const next = await directory.createHook(site, 'building', { successorOf: id });
      const last = await directory.createHook(site, 'building', { successorOf: next.id });
      const after = (await again()).directory;
      expect([key, next.key, last.key].map((each) => after.hookByKey(each)?.wallsOf)).toEqual([id, id, id]);
    });
  });

  describe('secrets of walls', () => {
    it('that are sealed cannot be opened without their key: the wall says so, and the others stand', async () => {
      const { walls, again } = await someWalls({ engine });
      for (const asked of all) await walls.add(hook, asked);
      const { walls: after } = await again({ changed: [aKey()] });
      const troubled = after.lines(hook).flatMap(({ wall, trouble }) => (trouble === null ? [] : [[wall, trouble]]));
      expect(troubled).toEqual([
        ['hmac', expect.stringContaining('VESTIBULE_KEY_FILE')],
        ['standard-webhooks', expect.stringContaining('VESTIBULE_KEY_FILE')],
      ]);
      expect(stand(after).filter(([, , checked]) => checked)).toHaveLength(3);
    });

    it('are sealed anew by the newest key, so that an older one may be taken away', async () => {
      const [old, next] = [aKey(), aKey()];
      const first = await someWalls({ engine, keys: [old] });
      await first.walls.add(hook, hmac);
      const second = await first.again({ changed: [next, old] });
      /** Changes come one after another: what the start began is done. */
      await second.walls.remove({ hook, wall: 'none' });
      const third = await second.again({ changed: [next] });
      expect(stand(third.walls)).toEqual([['hmac', 'observe', true]]);
    });

    it('make no key where none needs to be sealed', async () => {
      const { walls, folder } = await someWalls({ engine, keys: [] });
      for (const asked of [from, word, basic]) await walls.add(hook, asked);
      expect(existsSync(join(folder, 'account.key'))).toBe(false);
      await walls.add(hook, hmac);
      expect(existsSync(join(folder, 'account.key'))).toBe(true);
    });
  });

  describe('what a wall has counted', () => {
    const name = { hook, wall: 'addresses' };
    it('outlives a restart, with the last time and the last address', async () => {
      const { walls, clock, again } = await someWalls({ engine });
      await walls.add(hook, from);
      const at = clock.moment().wall;
      walls.count(name, 'passed', aKnock({ at }));
      for (const later of [1, 2]) walls.count(name, 'refused', aKnock({ at: at + later, address: '198.51.100.7' }));
      walls.flush();
      const [line] = (await again()).walls.lines(hook);
      expect(line?.seen).toEqual({
        since: at,
        passed: 1,
        lastPassedAt: at,
        refused: 2,
        lastRefusedAt: at + 2,
        lastRefusedFrom: '198.51.100.7',
      });
    });

    it('is written down by itself once a minute, whatever arrives', async () => {
      const { walls, clock, again } = await someWalls({ engine });
      await walls.add(hook, from);
      for (let count = 0; count < 100; count++) walls.count(name, 'refused', aKnock());
      clock.pass(60_000);
      expect((await again()).walls.lines(hook)[0]?.seen.refused).toBe(100);
    });

    it('begins from nothing with another mode, and goes on where the mode stays', async () => {
      const { walls, clock } = await someWalls({ engine });
      await walls.add(hook, from);
      walls.count(name, 'refused', aKnock());
      clock.pass(5_000);
      const same = await walls.setMode(name, 'observe');
      const other = await walls.setMode(name, 'enforce');
      expect([same?.seen.refused, other?.seen.refused, other?.seen.since]).toEqual([1, 0, clock.moment().wall]);
    });

    it('is not that of an earlier wall of the same name', async () => {
      const { walls, again } = await someWalls({ engine });
      await walls.add(hook, from);
      walls.count(name, 'refused', aKnock());
      walls.flush();
      await walls.remove(name);
      await walls.add(hook, from);
      walls.flush();
      expect((await again()).walls.lines(hook)[0]?.seen.refused).toBe(0);
    });
  });
});

describe('secrets of walls', () => {
  it('are nowhere in the data folder in clear, and in no line that is shown', async () => {
    const { walls, bytes, drained } = await someWalls();
    for (const asked of all) await walls.add(hook, asked);
    await drained();
    const secrets = all.flatMap((asked) =>
      'secret' in asked ? [asked.secret, asked.secret.replace('whsec_', '')] : [],
    );
    const shown = JSON.stringify(walls.lines(hook));
    expect([secrets.length, secrets.filter((secret) => bytes().includes(secret) || shown.includes(secret))]).toEqual([
      8,
      [],
    ]);
  });
});

describe('a damaged journal', () => {
  it('that is set aside leaves every wall as it stood', async () => {
    const { walls, folder, again } = await someWalls();
    for (const asked of all) await walls.add(hook, asked);
    for (const wall of ['hmac', 'addresses']) await walls.setMode({ hook, wall }, 'enforce');
    const before = stand(walls);
    const after = await again({
      between: () => {
        writeFileSync(join(folder, 'journal.db'), new Uint8Array(8_192).fill(0xa5));
        rmSync(join(folder, 'journal.db-wal'), { force: true });
      },
    });
    expect(new Set(stand(after.walls).map(String))).toEqual(new Set(before.map(String)));
  });

  it.each([
    ['took a wall away', 'delete from hook_walls'],
    ['made a mode something else', `update hook_walls set mode = 'enforse'`],
    ['let everybody in', `update hook_walls set rule = replace(rule, '203.0.113.0/24', '0.0.0.0/0')`],
    ['changed a secret’s hash', `update hook_walls set secret = replace(secret, '"hash":"', '"hash":"0')`],
  ])('in which the disk %s is put right from the copy', async (_what, sql) => {
    const { walls, database, again } = await someWalls();
    for (const asked of [from, word]) await walls.add(hook, asked);
    await walls.setMode({ hook, wall: 'addresses' }, 'enforce');
    await database.run(sql);
    const after = await again();
    expect([after.mended > 0, after.walls.lines(hook).map(({ wall, mode, rule }) => [wall, mode, rule])]).toEqual([
      true,
      walls.lines(hook).map(({ wall, mode, rule }) => [wall, mode, rule]),
    ]);
    const address = after.walls.standing(hook).find(({ wall }) => wall === 'addresses');
    expect(address?.check?.(aKnock({ address: '198.51.100.7' }))).toBe(false);
  });

  it('never brings back a wall that was removed, nor an older mode', async () => {
    const { walls, again } = await someWalls();
    for (const asked of [from, word]) await walls.add(hook, asked);
    await walls.setMode({ hook, wall: 'addresses' }, 'enforce');
    await walls.setMode({ hook, wall: 'addresses' }, 'observe');
    await walls.remove({ hook, wall: 'header' });
    const after = await again();
    expect([after.mended, stand(after.walls)]).toEqual([0, [['addresses', 'observe', true]]]);
  });
});
