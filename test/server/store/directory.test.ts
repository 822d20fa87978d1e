import { beforeEach, describe, expect, test } from 'vitest';
import { DeskId, EpochMs, SiteId } from '../../../protocol/call.ts';
import type { DeskRow, HookRow, InviteRow } from '../../../server/desks/directory.ts';
import { engines, type SomeStores, someStores } from '../../harness/stores.ts';

const harbor = SiteId.parse('harbor-house');
const mill = SiteId.parse('mill-lane');
const at = EpochMs.parse(1_700_000_000_000);
const hashOf = (nth: number) => `${nth}`.padStart(64, '0');

const hook = (nth: number): HookRow => ({
  id: `hook-${nth}`,
  site: harbor,
  scope: 'building',
  resource: null,
  wallsOf: `hook-${nth}`,
  keyHash: hashOf(nth),
  createdAt: at,
  revokedAt: null,
});
const desk = (id: string, nth: number): DeskRow => ({
  id: DeskId.parse(id),
  name: 'Front desk',
  sites: [mill, harbor],
  tokenHash: hashOf(nth),
  createdAt: at,
  revokedAt: null,
});
const invite: InviteRow = { codeHash: hashOf(9), name: 'Lobby', sites: [harbor], expiresAt: at, usedAt: null };

describe.each(engines)('on %s', (engine) => {
  let opened: SomeStores;
  beforeEach(async () => {
    opened = await someStores(engine);
    for (const id of [harbor, mill]) await opened.stores.directory.saveSite({ id, name: id });
  });

  test('everything comes back as it was saved, after a restart too', async () => {
    const { directory } = opened.stores;
    await directory.saveHook(hook(1));
    await directory.saveDesk(desk('north', 2));
    await directory.saveInvite(invite);
    const { stores } = await opened.again();
    expect(await stores.directory.load()).toMatchObject({
      hooks: [hook(1)],
      desks: [desk('north', 2)],
      invites: [invite],
    });
  });

  test('a desk has the sites that it was saved with last, in their order', async () => {
    const { directory } = opened.stores;
    await directory.saveDesk(desk('north', 2));
    await directory.saveDesk({ ...desk('north', 2), sites: [harbor] });
    await directory.saveDesk({ ...desk('south', 3), sites: [harbor, mill] });
    const { desks } = await directory.load();
    expect(new Map(desks.map(({ id, sites }) => [String(id), sites]))).toEqual(
      new Map([
        ['north', [harbor]],
        ['south', [harbor, mill]],
      ]),
    );
  });

  test('an invitation that was used is told no more, and its desk is there', async () => {
    const { directory } = opened.stores;
    await directory.saveInvite(invite);
    await directory.redeem({ ...invite, usedAt: at }, desk('lobby', 4));
    const { invites, desks } = await directory.load();
    expect([invites, desks.map(({ id }) => id)]).toEqual([[], ['lobby']]);
  });

  test('a desk of a site that is not there is not saved, not even in part', async () => {
    const nowhere = { ...desk('north', 2), sites: [harbor, SiteId.parse('nowhere')] };
    await expect(opened.stores.directory.saveDesk(nowhere)).rejects.toThrow(/foreign key/i);
    expect((await opened.stores.directory.load()).desks).toEqual([]);
  });

  test('a row that cannot be read is left out, and takes no other with it', async () => {
    const { stores, database } = opened;
    for (const nth of [1, 2]) await stores.directory.saveHook(hook(nth));
    await stores.directory.saveDesk(desk('north', 3));
    await stores.directory.saveDesk(desk('south', 4));
    await database.run(`update hooks set scope = 'bXilding' where id = 'hook-1'`);
    await database.run(`update desks set created_at = -1 where id = 'south'`);
    const { hooks, desks } = await stores.directory.load();
    expect([hooks.map(({ id }) => id), desks.map(({ id }) => id)]).toEqual([['hook-2'], ['north']]);
  });

  test('a name with U+0000 in it takes nothing else with it', async () => {
    const { directory } = opened.stores;
    await directory.saveSite({ id: harbor, name: 'Harbor\0House' });
    const { sites } = await directory.load();
    expect(sites.find(({ id }) => id === harbor)?.name).toMatch(/^Harbor[\0\ufffd]House$/);
  });
});
