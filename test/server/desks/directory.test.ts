import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SiteId } from '../../../protocol/call.ts';
import { type DirectoryChange, type DirectoryStore, makeDirectory } from '../../../server/desks/directory.ts';
import { manualClock } from '../../fakes/manualClock.ts';
import { type Engine, engines, someStores } from '../../harness/stores.ts';

const harbor = SiteId.parse('harbor-house');
const mill = SiteId.parse('mill-lane');
const minuteMs = 60_000;

/** A directory over real stores; `again` opens the same ones as a restarted relay would. */
async function aDirectory(engine: Engine, wrap = (store: DirectoryStore) => store) {
  const clock = manualClock();
  const opened = await someStores(engine, clock);
  const over = ({ stores }: typeof opened) => makeDirectory(wrap(stores.directory), () => clock.moment().wall);
  const again = async () => over(await opened.again());
  return { directory: await over(opened), clock, folder: opened.folder, again };
}

/** All bytes of the data folder, the write-ahead log included. */
const bytesOf = (folder: string) =>
  Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name)))).toString('latin1');

describe.each(engines)('on %s', (engine) => {
  describe('hooks', () => {
    it('are found by their key, with their site', async () => {
      const { directory } = await aDirectory(engine);
      const { id, key } = await directory.createHook(harbor, 'building');
      expect(directory.hookByKey(key)).toEqual({ id, site: harbor, resource: null, wallsOf: id });
    });

    it('that are for one thing alone say so to whoever reads their deliveries, after a restart too', async () => {
      const { directory, again } = await aDirectory(engine);
      const calls = await directory.createHook(harbor, 'building', { resource: 'call' });
      const doors = await directory.createHook(harbor, 'building', { resource: 'access_log' });
      const told = (of: typeof directory) => [calls, doors].map(({ key }) => of.hookByKey(key)?.resource);
      expect([told(directory), told(await again())]).toEqual([
        ['call', 'access_log'],
        ['call', 'access_log'],
      ]);
    });

    it('are for the same thing when another takes their place with a new key', async () => {
      const { directory } = await aDirectory(engine);
      const { id } = await directory.createHook(harbor, 'building', { resource: 'call' });
      const { key } = await directory.createHook(harbor, 'building', { successorOf: id });
      expect(directory.hookByKey(key)?.resource).toBe('call');
    });

    it('have keys of 32 random bytes', async () => {
      const { directory } = await aDirectory(engine);
      const { key } = await directory.createHook(harbor, 'building');
      expect(Buffer.from(key, 'base64url')).toHaveLength(32);
    });

    it('are not found by another key', async () => {
      const { directory } = await aDirectory(engine);
      const { key } = await directory.createHook(harbor, 'building');
      expect(directory.hookByKey(`${key.slice(0, -1)}_`)).toBeNull();
    });

    it('let nothing in once revoked, after a restart too', async () => {
      const { directory, again } = await aDirectory(engine);
      const { id, key } = await directory.createHook(harbor, 'building');
      await directory.revokeHook(id);
      expect([directory.hookByKey(key), (await again()).hookByKey(key)]).toEqual([null, null]);
    });

    it('still let in after a restart', async () => {
      const { directory, again } = await aDirectory(engine);
      const { id, key } = await directory.createHook(harbor, 'tenant');
      expect((await again()).hookByKey(key)).toEqual({ id, site: harbor, resource: null, wallsOf: id });
    });

    it('that do not exist cannot be revoked', async () => {
      expect(await (await aDirectory(engine)).directory.revokeHook('nothing')).toBe(false);
    });
  });

  describe('desks', () => {
    it('are found by their token, with their sites in the order they were given', async () => {
      const { directory, again } = await aDirectory(engine);
      const { desk, token } = await directory.createDesk([mill, harbor], 'Front desk');
      const expected = { id: desk, name: 'Front desk', sites: [mill, harbor] };
      expect([directory.deskByToken(token), (await again()).deskByToken(token)]).toEqual([expected, expected]);
    });

    it('have a token that names the desk and holds 256 random bits', async () => {
      const { directory } = await aDirectory(engine);
      const { desk, token } = await directory.createDesk([harbor], 'Front desk');
      expect(token).toMatch(new RegExp(`^desk_${desk}\\.[A-Za-z0-9_-]{43}$`));
    });

    it('are not found by the right name with a wrong secret', async () => {
      const { directory } = await aDirectory(engine);
      const { desk } = await directory.createDesk([harbor], 'Front desk');
      expect(directory.deskByToken(`desk_${desk}.${'A'.repeat(43)}`)).toBeNull();
    });

    it('are cut off once revoked: their token is worth nothing, and whoever listens is told', async () => {
      const { directory } = await aDirectory(engine);
      const { desk, token } = await directory.createDesk([harbor], 'Front desk');
      const told: DirectoryChange[] = [];
      directory.onChange((change) => void told.push(change));
      await directory.revokeDesk(desk);
      expect([directory.deskByToken(token), told]).toEqual([null, [{ kind: 'desk-revoked', desk }]]);
    });
  });

  describe('sites', () => {
    it('are made with the first hook or desk, and called by their id until they are named', async () => {
      const { directory } = await aDirectory(engine);
      await directory.createHook(harbor, 'building');
      expect(directory.sites()).toEqual([{ id: harbor, name: 'harbor-house' }]);
    });

    it('keep the name that the operator gave, after a restart too', async () => {
      const { directory, again } = await aDirectory(engine);
      await directory.nameSite({ id: harbor, name: 'Harbor House' });
      await directory.createHook(harbor, 'building');
      expect([directory.site(harbor).name, (await again()).site(harbor).name]).toEqual([
        'Harbor House',
        'Harbor House',
      ]);
    });
  });

  describe('invitations', () => {
    const invite = { sites: [harbor], name: 'Lobby', minutes: 10 };

    it('are listed while they can be used, and taken back, for good', async () => {
      const { directory, again } = await aDirectory(engine);
      const [first, second] = [await directory.createInvite(invite), await directory.createInvite(invite)];
      expect(directory.invites().map(({ id }) => id)).toEqual([first.id, second.id]);
      expect([await directory.revokeInvite(first.id), await directory.revokeInvite(first.id)]).toEqual([true, false]);
      const left = [{ id: second.id, name: 'Lobby', sites: [harbor], expiresAt: second.expiresAt }];
      expect([await directory.redeem(first.code), directory.invites()]).toEqual([null, left]);
      const restarted = await again();
      expect([await restarted.redeem(first.code), restarted.invites()]).toEqual([null, left]);
      await restarted.redeem(second.code);
      expect(restarted.invites()).toEqual([]);
    });

    it('are shown as two groups of five characters that nobody mistakes', async () => {
      const { directory } = await aDirectory(engine);
      expect((await directory.createInvite(invite)).code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
    });

    it('make one desk, whose token works at once', async () => {
      const { directory } = await aDirectory(engine);
      const { code } = await directory.createInvite(invite);
      const enrolled = await directory.redeem(code);
      expect(directory.deskByToken(enrolled?.token ?? '')).toEqual({
        id: enrolled?.desk,
        name: 'Lobby',
        sites: [harbor],
      });
    });

    it('may be typed in small letters and without the hyphen', async () => {
      const { directory } = await aDirectory(engine);
      const { code } = await directory.createInvite(invite);
      expect(await directory.redeem(code.toLowerCase().replace('-', ' '))).not.toBeNull();
    });

    it('work once, even when two pages use them at the same moment', async () => {
      const { directory } = await aDirectory(engine);
      const { code } = await directory.createInvite(invite);
      const enrolled = await Promise.all([directory.redeem(code), directory.redeem(code)]);
      expect(enrolled.filter((desk) => desk !== null)).toHaveLength(1);
    });

    it('stay used after a restart', async () => {
      const { directory, again } = await aDirectory(engine);
      const { code } = await directory.createInvite(invite);
      await directory.redeem(code);
      expect(await (await again()).redeem(code)).toBeNull();
    });

    it('wait over a restart', async () => {
      const { directory, again } = await aDirectory(engine);
      const { code } = await directory.createInvite(invite);
      expect(await (await again()).redeem(code)).not.toBeNull();
    });

    it('are worth nothing when their time is over', async () => {
      const { directory, clock } = await aDirectory(engine);
      const { code } = await directory.createInvite(invite);
      clock.pass(10 * minuteMs + 1);
      expect(await directory.redeem(code)).toBeNull();
    });

    it('can be used again when the disk refused the first time', async () => {
      let refuse = true;
      const { directory } = await aDirectory(engine, (store) => ({
        ...store,
        redeem: async (used, desk) => {
          if (refuse) throw new Error('disk full');
          await store.redeem(used, desk);
        },
      }));
      const { code } = await directory.createInvite(invite);
      await directory.redeem(code).catch(() => null);
      refuse = false;
      expect(await directory.redeem(code)).not.toBeNull();
    });
  });
});

it('No key, token or code is written to the disk.', async () => {
  const { directory, folder } = await aDirectory('sqlite');
  const { key } = await directory.createHook(harbor, 'building');
  const { token } = await directory.createDesk([harbor], 'Front desk');
  const { code } = await directory.createInvite({ sites: [harbor], name: 'Lobby', minutes: 10 });
  const bytes = bytesOf(folder);
  const secrets = [key, token.split('.')[1] ?? '', code, code.replace('-', '')];
  expect(secrets.filter((secret) => bytes.includes(secret))).toEqual([]);
});
