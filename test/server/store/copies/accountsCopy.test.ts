import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EpochMs } from '../../../../protocol/call.ts';
import { copiedAccounts } from '../../../../server/store/copies/accountsCopy.ts';
import { anAccount } from '../../../builders/account.ts';
import { site } from '../../../builders/ring.ts';
import { type SomeStores, someStores } from '../../../harness/stores.ts';
import { aFolder } from '../../aFolder.ts';

const at = (ms: number) => EpochMs.parse(ms);
/** The accounts of a journal, with or without what their copy in another folder gives back. */
async function accountsOver(copies: string, journal?: SomeStores) {
  const failures: unknown[] = [];
  const { accounts: plain } = (journal ?? (await someStores())).stores;
  return { plain, store: await copiedAccounts(plain, copies, (error) => void failures.push(error)), failures };
}

test('every column, place and learnt user comes back into a new journal, byte for byte', async () => {
  const copies = aFolder();
  const { store } = await accountsOver(copies);
  await store.add(anAccount('one'));
  await store.addUser('one', { site, userId: 7 }, at(1_500));
  const other = await accountsOver(copies);
  expect([await other.store.load(), other.failures]).toEqual([[anAccount('one')], []]);
});

test('the newest pair of tokens wins: an older one in the journal is replaced, a newer one stays', async () => {
  const copies = aFolder();
  const { store } = await accountsOver(copies);
  await store.add({ ...anAccount('one'), generation: 5 });
  const generations = [];
  for (const generation of [4, 6]) {
    const journal = await someStores();
    await journal.stores.accounts.add({ ...anAccount('one'), generation });
    const { plain } = await accountsOver(copies, await journal.again());
    generations.push((await plain.read('one'))?.generation);
  }
  expect(generations).toEqual([5, 6]);
});

test('a copy that cannot be written is removed, so that nothing forgotten comes back, and the next change writes it again', async () => {
  const copies = aFolder();
  const { store, failures } = await accountsOver(copies);
  await store.add(anAccount('one'));
  await store.add(anAccount('two'));
  mkdirSync(join(copies, 'accounts.json.new'));
  await store.forget('one');
  const isThere = existsSync(join(copies, 'accounts.json'));
  rmSync(join(copies, 'accounts.json.new'), { recursive: true });
  await store.learn('two', { region: 'sandbox' });
  const after = await accountsOver(copies);
  expect([isThere, failures.length, (await after.store.load()).map(({ id, region }) => [id, region])]).toEqual([
    false,
    1,
    [['two', 'sandbox']],
  ]);
});
