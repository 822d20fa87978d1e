import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { LinkedRole, Region, TenantLine } from '../../protocol/account.ts';
import { EpochMs, SiteId } from '../../protocol/call.ts';
import type { AccountRow, AccountStore, RenewalEnd, Seen } from '../butterflymx/accounts/store.ts';
import type { GroupCommit } from './sqlite/groupCommit.ts';
import { readable } from './sqlite/readable.ts';

const Row = z
  .object({
    id: z.string(),
    region: Region,
    api_url: z.string(),
    accounts_url: z.string(),
    client_id: z.string(),
    vendor_user: z.string().nullable(),
    sealed: z.instanceof(Uint8Array),
    expires_at: EpochMs,
    generation: z.number(),
    renewing_at: EpochMs.nullable(),
    state: z.enum(['linked', 'refused']),
    label: z.string().nullable(),
    tenants: z.string().transform((text) => z.array(TenantLine).parse(JSON.parse(text))),
    linked_at: EpochMs,
    renewed_at: EpochMs,
  })
  .transform(
    ({ api_url, accounts_url, client_id, vendor_user, expires_at, renewing_at, linked_at, renewed_at, ...row }) => ({
      ...row,
      apiUrl: api_url,
      accountsUrl: accounts_url,
      clientId: client_id,
      vendorUser: vendor_user,
      expiresAt: expires_at,
      renewingAt: renewing_at,
      linkedAt: linked_at,
      renewedAt: renewed_at,
    }),
  );
const PlaceRow = z.object({ site: SiteId, role: LinkedRole });
const UserRow = z.object({ site: SiteId, user_id: z.number() }).transform((row) => ({
  site: row.site,
  userId: row.user_id,
}));

/** Linked accounts beside the journal, through the same commits. Rows that cannot be read are left out: such an account is linked again. */
export function sqliteAccounts(database: DatabaseSync, { write }: GroupCommit): AccountStore {
  const sql = statements(database);
  const complete = (row: unknown): AccountRow => {
    const read = Row.parse(row);
    return {
      ...read,
      places: sql.places.all({ id: read.id }).map((place) => PlaceRow.parse(place)),
      users: sql.users.all({ id: read.id }).map((user) => UserRow.parse(user)),
    };
  };
  const read = (rows: readonly unknown[]) => readable(rows, complete, () => {});
  const remove = (id: string) => [sql.dropPlaces, sql.dropUsers, sql.drop].forEach((drop) => void drop.run({ id }));
  const addPlaces = (id: string, row: AccountRow) =>
    row.places.forEach(({ site, role }) => void sql.addPlace.run({ id, site, role }));

  const end = ({ id, generation, renewingAt }: Seen, outcome: RenewalEnd): boolean => {
    const seen = { id, generation, seen: renewingAt };
    switch (outcome.kind) {
      case 'renewed': {
        const { sealed, expiresAt, renewedAt } = outcome;
        return sql.renewed.run({ ...seen, sealed, expires: expiresAt, renewed: renewedAt }).changes === 1;
      }
      case 'refused':
        return sql.refused.run(seen).changes === 1;
      case 'unchanged':
        return sql.setIntent.run({ ...seen, at: outcome.renewingAt }).changes === 1;
    }
  };

  return {
    load: () => read(sql.all.all()),
    read: (id) => read(sql.one.all({ id }))[0] ?? null,
    add: (row) =>
      write(() => {
        sql.add.run(columnsOf(row));
        addPlaces(row.id, row);
      }),
    merge: (from, into, sealed) =>
      write(() => {
        sql.relink.run({ ...relinked(from), id: into, sealed });
        addPlaces(into, from);
        remove(from.id);
      }),
    beginRenewal: ({ id, generation, renewingAt }, at) =>
      write(() => sql.setIntent.run({ id, generation, seen: renewingAt, at }).changes === 1),
    endRenewal: (seen, outcome) => write(() => end(seen, outcome)),
    reseal: ({ id, generation, renewingAt }, sealed) =>
      write(() => sql.reseal.run({ id, generation, seen: renewingAt, sealed }).changes === 1),
    learn: (id, { region, apiUrl, vendorUser, tenants }) =>
      write(
        () =>
          void sql.learn.run({
            id,
            region: region ?? null,
            api: apiUrl ?? null,
            user: vendorUser ?? null,
            tenants: tenants === undefined ? null : JSON.stringify(tenants),
          }),
      ),
    addUser: (id, { site, userId }, at) => write(() => void sql.addUser.run({ id, site, user: userId, at })),
    forget: (id) => write(() => remove(id)),
  };
}

const columnsOf = (row: AccountRow) => ({
  id: row.id,
  region: row.region,
  api: row.apiUrl,
  accounts: row.accountsUrl,
  client: row.clientId,
  user: row.vendorUser,
  sealed: row.sealed,
  expires: row.expiresAt,
  generation: row.generation,
  renewing: row.renewingAt,
  state: row.state,
  label: row.label,
  tenants: JSON.stringify(row.tenants),
  linked: row.linkedAt,
  renewed: row.renewedAt,
});

const relinked = (row: AccountRow) => {
  const { region, api, client, expires, label, renewed } = columnsOf(row);
  return { region, api, client, expires, label, renewed };
};

const statements = (database: DatabaseSync) => ({
  all: database.prepare('select * from accounts order by linked_at, id'),
  one: database.prepare('select * from accounts where id = :id'),
  places: database.prepare('select site, role from account_sites where account = :id order by site, role'),
  users: database.prepare('select site, user_id from account_users where account = :id order by site, learnt_at'),
  add: database.prepare(`insert into accounts (id, region, api_url, accounts_url, client_id, vendor_user, sealed, expires_at,
    generation, renewing_at, state, label, tenants, linked_at, renewed_at) values (:id, :region, :api, :accounts, :client, :user, :sealed,
    :expires, :generation, :renewing, :state, :label, :tenants, :linked, :renewed)`),
  relink: database.prepare(`update accounts set region = :region, api_url = :api, client_id = :client, sealed = :sealed,
    expires_at = :expires, generation = generation + 1, renewing_at = null, state = 'linked', label = coalesce(:label, label),
    renewed_at = :renewed where id = :id`),
  setIntent: database.prepare(
    'update accounts set renewing_at = :at where id = :id and generation = :generation and renewing_at is :seen',
  ),
  renewed: database.prepare(`update accounts set sealed = :sealed, expires_at = :expires, renewed_at = :renewed,
    generation = generation + 1, renewing_at = null, state = 'linked'
    where id = :id and generation = :generation and renewing_at is :seen`),
  refused: database.prepare(`update accounts set state = 'refused', renewing_at = null
    where id = :id and generation = :generation and renewing_at is :seen`),
  reseal: database.prepare(
    'update accounts set sealed = :sealed where id = :id and generation = :generation and renewing_at is :seen',
  ),
  learn: database.prepare(`update accounts set region = coalesce(:region, region), api_url = coalesce(:api, api_url),
    vendor_user = coalesce(:user, vendor_user), tenants = coalesce(:tenants, tenants) where id = :id`),
  addPlace: database.prepare(
    'insert into account_sites (account, site, role) values (:id, :site, :role) on conflict do nothing',
  ),
  addUser: database.prepare(`insert into account_users (account, site, user_id, learnt_at)
    select id, :site, :user, :at from accounts where id = :id on conflict do nothing`),
  dropPlaces: database.prepare('delete from account_sites where account = :id'),
  dropUsers: database.prepare('delete from account_users where account = :id'),
  drop: database.prepare('delete from accounts where id = :id'),
});
