import { beforeEach, describe, expect, test } from 'vitest';
import { EpochMs, SiteId } from '../../../protocol/call.ts';
import type { AccountStore, RenewalEnd } from '../../../server/butterflymx/accounts/store.ts';
import { anAccount } from '../../builders/account.ts';
import { site } from '../../builders/ring.ts';
import { engines, type SomeStores, someStores } from '../../harness/stores.ts';

const at = (ms: number) => EpochMs.parse(ms);
const renewed: RenewalEnd = {
  kind: 'renewed',
  sealed: new Uint8Array([9]),
  expiresAt: at(9_000),
  renewedAt: at(8_000),
};

describe.each(engines)('on %s', (engine) => {
  let opened: SomeStores;
  let accounts: AccountStore;
  const add = async (id: string) => {
    await accounts.add(anAccount(id));
    await accounts.addUser(id, { site, userId: 7 }, at(1_500));
  };
  beforeEach(async () => {
    opened = await someStores(engine);
    accounts = opened.stores.accounts;
  });

  test('an account comes back with every column, place and user, after a restart too', async () => {
    await add('one');
    const { stores } = await opened.again();
    expect([
      await stores.accounts.load(),
      await stores.accounts.read('one'),
      await stores.accounts.read('two'),
    ]).toEqual([[anAccount('one')], anAccount('one'), null]);
  });

  test('an account whose row cannot be read is left out, and takes no other with it', async () => {
    await add('one');
    await add('two');
    await opened.database.run(`update accounts set tenants = '[' where id = 'one'`);
    expect((await accounts.load()).map(({ id }) => id)).toEqual(['two']);
  });

  test('of two who begin a renewal at a time one does, and the other is told no', async () => {
    await add('one');
    const begun = await Promise.all([1, 2, 3].map((nth) => accounts.beginRenewal(anAccount('one'), at(3_000 + nth))));
    expect(begun.filter((did) => did)).toHaveLength(1);
  });

  test('a renewal ends only while nobody changed the row since it began', async () => {
    await add('one');
    const seen = { id: 'one', generation: 1, renewingAt: at(3_000) };
    expect(await accounts.endRenewal(seen, renewed)).toBe(false);
    await accounts.beginRenewal(anAccount('one'), at(3_000));
    const ended = await Promise.all([accounts.endRenewal(seen, renewed), accounts.endRenewal(seen, renewed)]);
    expect(ended.sort()).toEqual([false, true]);
    expect(await accounts.read('one')).toMatchObject({
      generation: 2,
      renewingAt: null,
      sealed: new Uint8Array([9]),
      expiresAt: 9_000,
    });
  });

  test('a renewal that was refused, or changed nothing, says so in the row', async () => {
    await add('one');
    await accounts.beginRenewal(anAccount('one'), at(3_000));
    const seen = { id: 'one', generation: 1, renewingAt: at(3_000) };
    expect(await accounts.endRenewal(seen, { kind: 'unchanged', renewingAt: null })).toBe(true);
    expect(await accounts.read('one')).toEqual(anAccount('one'));
    expect(await accounts.endRenewal(anAccount('one'), { kind: 'refused' })).toBe(true);
    expect((await accounts.read('one'))?.state).toBe('refused');
  });

  test('secrets are sealed anew only in the row that was seen', async () => {
    await add('one');
    expect([
      await accounts.reseal({ id: 'one', generation: 2, renewingAt: null }, new Uint8Array([5])),
      await accounts.reseal(anAccount('one'), new Uint8Array([6])),
      (await accounts.read('one'))?.sealed,
    ]).toEqual([false, true, new Uint8Array([6])]);
  });

  test('an account that is linked again takes the new secrets and places, and is one account', async () => {
    await add('one');
    const elsewhere = { site: SiteId.parse('elsewhere'), role: 'administrator' } as const;
    const again = anAccount('two', { label: null, places: [elsewhere], expiresAt: at(7_000) });
    await accounts.add(again);
    await accounts.merge(again, 'one', new Uint8Array([4]));
    expect(await accounts.load()).toEqual([
      anAccount('one', {
        generation: 2,
        sealed: new Uint8Array([4]),
        expiresAt: at(7_000),
        places: [{ site, role: 'called' }, elsewhere],
      }),
    ]);
  });

  test('what is learnt of an account is kept, and nothing of one that is not there', async () => {
    await add('one');
    await accounts.learn('one', { region: 'sandbox', tenants: [] });
    await accounts.addUser('nobody', { site, userId: 8 }, at(1));
    expect(await accounts.load()).toEqual([anAccount('one', { region: 'sandbox', tenants: [] })]);
  });

  test('an account that is forgotten leaves no place and no user', async () => {
    await add('one');
    await accounts.forget('one');
    const left = ['accounts', 'account_sites', 'account_users'].map((table) =>
      opened.database.all(`select * from ${table}`),
    );
    expect(await Promise.all(left)).toEqual([[], [], []]);
  });
});
