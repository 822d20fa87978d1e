import { randomBytes } from 'node:crypto';
import type { Region } from '../../../protocol/account.ts';
import { EpochMs } from '../../../protocol/call.ts';
import { type Clock, deadlineIn } from '../../clock.ts';
import type { Seal } from '../../seal.ts';
import type { AllAccounts } from './accounts.ts';
import { regionOf, type Tokens } from './oauth.ts';
import { type Addresses, addressesOf } from './regions.ts';
import { sealSecrets } from './secrets.ts';
import type { AccountRow, AccountStore, Place } from './store.ts';

/** What a link has brought. `region`: null when nobody named one. */
export type NewAccount = {
  readonly places: readonly Place[];
  readonly region: Region | null;
  readonly addresses: Addresses;
  readonly client: { readonly id: string; readonly secret: string | null };
  readonly label: string | null;
  readonly tokens: Tokens;
};

export type KeepParts = {
  readonly store: AccountStore;
  readonly seal: Seal;
  readonly clock: Clock;
  readonly configured: Addresses;
  readonly all: Pick<AllAccounts, 'held' | 'takeIn' | 'askWhoIs' | 'forget'>;
};

const askMs = 2_000;

/** Keeps a new account and asks what it is; its tokens are on disk before they are used. The id: the older one's, when the same person was linked before. */
export async function keepAccount(fresh: NewAccount, parts: KeepParts): Promise<string> {
  const { store, all } = parts;
  const row = rowOf(fresh, parts);
  await store.add(row);
  await all.takeIn(row.id);
  if (fresh.region === null) await learnRegion(row, fresh.tokens.accessToken, parts);
  const person = await all.askWhoIs(row.id, deadlineIn(askMs));
  return person?.vendorUser == null ? row.id : mergeWithOlder(row, person.vendorUser, parts);
}

function rowOf(
  { places, region, addresses, client, label, tokens }: NewAccount,
  { seal, clock }: KeepParts,
): AccountRow {
  const id = `account-${randomBytes(6).toString('hex')}`;
  const { accessToken, refreshToken, expiresIn } = tokens;
  const sealed = sealSecrets(seal, { accessToken, refreshToken, clientSecret: client.secret }, id);
  if (!sealed.ok) throw new Error(sealed.error);
  const now = clock.moment().wall;
  return {
    id,
    region: region ?? 'production-na',
    ...addresses,
    clientId: client.id,
    vendorUser: null,
    sealed: sealed.value,
    expiresAt: EpochMs.parse(now + expiresIn * 1_000),
    generation: 1,
    renewingAt: null,
    state: 'linked',
    label,
    tenants: [],
    linkedAt: now,
    renewedAt: now,
    places,
    users: [],
  };
}

async function learnRegion(row: AccountRow, token: string, { store, configured, all }: KeepParts): Promise<void> {
  const found = await regionOf(row.accountsUrl, token, deadlineIn(askMs));
  const region = `production-${found}` as const;
  await store.learn(row.id, { region, apiUrl: addressesOf(region, configured).apiUrl });
  await all.takeIn(row.id);
}

/** Linking again is how a refused account is mended: it keeps its id, its places and what was learnt of it. Asked anew, it is not turned away any more. */
async function mergeWithOlder({ id, accountsUrl }: AccountRow, vendorUser: string, parts: KeepParts): Promise<string> {
  const { store, seal, all } = parts;
  const older = all
    .held()
    .find(({ row }) => row.id !== id && row.vendorUser === vendorUser && row.accountsUrl === accountsUrl);
  const newest = all.held().find(({ row }) => row.id === id);
  if (older === undefined || newest === undefined || newest.secrets === null) return id;
  const sealed = sealSecrets(seal, newest.secrets, older.row.id);
  if (!sealed.ok) return id;
  await store.merge(newest.row, older.row.id, sealed.value);
  await all.takeIn(id);
  await all.takeIn(older.row.id);
  await all.askWhoIs(older.row.id, deadlineIn(askMs));
  return older.row.id;
}
