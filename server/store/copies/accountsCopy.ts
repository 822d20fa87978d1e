import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { LinkedRole, Region, TenantLine } from '../../../protocol/account.ts';
import { EpochMs, SiteId } from '../../../protocol/call.ts';
import type { AccountRow, AccountStore } from '../../butterflymx/accounts/store.ts';
import { writeWhole } from '../wholeFile.ts';

const Kept = z.object({
  id: z.string(),
  region: Region,
  apiUrl: z.string(),
  accountsUrl: z.string(),
  clientId: z.string(),
  vendorUser: z.string().nullable(),
  sealed: z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64'))),
  expiresAt: EpochMs,
  generation: z.number(),
  renewingAt: EpochMs.nullable(),
  state: z.enum(['linked', 'refused']),
  label: z.string().nullable(),
  tenants: z.array(TenantLine),
  linkedAt: EpochMs,
  renewedAt: EpochMs,
  places: z.array(z.object({ site: SiteId, role: LinkedRole })),
  users: z.array(z.object({ site: SiteId, userId: z.number() })),
});
const Copy = z.object({ accounts: z.array(Kept) });

const fileName = 'accounts.json';

/**
 * The same store, copied beside the journal after every change, tokens sealed as they are: when the journal is damaged and set aside, calls
 * must still be answered without a person at ButterflyMX. First puts back what the journal lost of the copy, so await it before reading.
 */
export async function copiedAccounts(
  store: AccountStore,
  dataDir: string,
  reportFailure: (error: unknown) => void,
): Promise<AccountStore> {
  const path = join(dataDir, fileName);
  /** An older copy is worse than none: its refresh token is used up, or it has an account that was forgotten. */
  const write = async () => {
    try {
      const rows = await store.load();
      const accounts = rows.map((row) => ({ ...row, sealed: Buffer.from(row.sealed).toString('base64') }));
      await writeWhole(path, JSON.stringify({ accounts }));
    } catch (error) {
      reportFailure(error);
      await rm(path, { force: true });
    }
  };
  /** One copy after another, so that the newest is the last. */
  let last: Promise<void> = Promise.resolve();
  const copy = () => {
    last = last.then(write);
    return last;
  };
  const thenCopied = async <T>(change: Promise<T>): Promise<T> => {
    const result = await change;
    await copy();
    return result;
  };
  for (const row of await readCopy(path)) await putBack(row, store).catch(reportFailure);
  if ((await store.load()).length > 0) await copy();
  return {
    load: store.load,
    read: store.read,
    add: (row) => thenCopied(store.add(row)),
    merge: (from, into, sealed) => thenCopied(store.merge(from, into, sealed)),
    beginRenewal: (seen, at) => thenCopied(store.beginRenewal(seen, at)),
    endRenewal: (seen, end) => thenCopied(store.endRenewal(seen, end)),
    reseal: (seen, sealed) => thenCopied(store.reseal(seen, sealed)),
    learn: (id, learnt) => thenCopied(store.learn(id, learnt)),
    addUser: (id, user, at) => thenCopied(store.addUser(id, user, at)),
    forget: (id) => thenCopied(store.forget(id)),
  };
}

/** A row that is there and as new as the copy stays; one that cannot be read, or is of an older pair of tokens, is replaced. */
async function putBack(row: AccountRow, store: AccountStore): Promise<void> {
  const known = await store.read(row.id);
  if (known !== null && known.generation >= row.generation) return;
  await store.forget(row.id);
  await store.add(row);
  for (const user of row.users) await store.addUser(row.id, user, row.renewedAt);
}

async function readCopy(path: string): Promise<readonly AccountRow[]> {
  try {
    return Copy.parse(JSON.parse(await readFile(path, 'utf8'))).accounts;
  } catch {
    return [];
  }
}
