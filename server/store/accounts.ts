import { z } from 'zod';
import { LinkedRole, Region, TenantLine } from '../../protocol/account.ts';
import { EpochMs, SiteId } from '../../protocol/call.ts';
import type { AccountRow, AccountStore, RenewalEnd, Seen } from '../butterflymx/accounts/store.ts';
import type { Row as AnyRow, Database, Statements } from './database.ts';
import { readable } from './readable.ts';

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
export function accounts({ all, write }: Database): AccountStore {
  async function complete(rows: readonly AnyRow[]): Promise<readonly AccountRow[]> {
    const known = readable(
      rows,
      (row) => Row.parse(row),
      () => {},
    );
    return Promise.all(
      known.map(async (row) => ({
        ...row,
        places: readable(
          await all(statements.places, { id: row.id }),
          (place) => PlaceRow.parse(place),
          () => {},
        ),
        users: readable(
          await all(statements.users, { id: row.id }),
          (user) => UserRow.parse(user),
          () => {},
        ),
      })),
    );
  }

  return {
    load: async () => complete(await all(statements.all)),
    read: async (id) => (await complete(await all(statements.one, { id })))[0] ?? null,
    add: (row) =>
      write(async (sql) => {
        await sql.run(statements.add, columnsOf(row));
        await addPlaces(sql, row.id, row);
      }),
    merge: (from, into, sealed) =>
      write(async (sql) => {
        await sql.run(statements.relink, { ...relinked(from), id: into, sealed });
        await addPlaces(sql, into, from);
        await remove(sql, from.id);
      }),
    beginRenewal: ({ id, generation, renewingAt }, at) =>
      write(async (sql) => (await sql.run(statements.setIntent, { id, generation, seen: renewingAt, at })) === 1),
    endRenewal: (seen, outcome) => write((sql) => end(sql, seen, outcome)),
    reseal: ({ id, generation, renewingAt }, sealed) =>
      write(async (sql) => (await sql.run(statements.reseal, { id, generation, seen: renewingAt, sealed })) === 1),
    learn: (id, { region, apiUrl, vendorUser, tenants }) =>
      write(async (sql) => {
        await sql.run(statements.learn, {
          id,
          region: region ?? null,
          api: apiUrl ?? null,
          user: vendorUser ?? null,
          tenants: tenants === undefined ? null : JSON.stringify(tenants),
        });
      }),
    addUser: (id, { site, userId }, at) =>
      write(async (sql) => void (await sql.run(statements.addUser, { id, site, user: userId, at }))),
    forget: (id) => write((sql) => remove(sql, id)),
  };
}

async function addPlaces(sql: Statements, id: string, row: AccountRow): Promise<void> {
  for (const { site, role } of row.places) await sql.run(statements.addPlace, { id, site, role });
}

async function remove(sql: Statements, id: string): Promise<void> {
  for (const drop of [statements.dropPlaces, statements.dropUsers, statements.drop]) await sql.run(drop, { id });
}

async function end(sql: Statements, { id, generation, renewingAt }: Seen, outcome: RenewalEnd): Promise<boolean> {
  const seen = { id, generation, seen: renewingAt };
  switch (outcome.kind) {
    case 'renewed': {
      const { sealed, expiresAt, renewedAt } = outcome;
      return (await sql.run(statements.renewed, { ...seen, sealed, expires: expiresAt, renewed: renewedAt })) === 1;
    }
    case 'refused':
      return (await sql.run(statements.refused, seen)) === 1;
    case 'unchanged':
      return (await sql.run(statements.setIntent, { ...seen, at: outcome.renewingAt })) === 1;
  }
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

const statements = {
  all: 'select * from accounts order by linked_at, id',
  one: 'select * from accounts where id = :id',
  places: 'select site, role from account_sites where account = :id order by site, role',
  users: 'select site, user_id from account_users where account = :id order by site, learnt_at',
  add: `insert into accounts (id, region, api_url, accounts_url, client_id, vendor_user, sealed, expires_at,
    generation, renewing_at, state, label, tenants, linked_at, renewed_at) values (:id, :region, :api, :accounts, :client, :user, :sealed,
    :expires, :generation, :renewing, :state, :label, :tenants, :linked, :renewed)`,
  relink: `update accounts set region = :region, api_url = :api, client_id = :client, sealed = :sealed,
    expires_at = :expires, generation = generation + 1, renewing_at = null, state = 'linked', label = coalesce(:label, accounts.label),
    renewed_at = :renewed where id = :id`,
  setIntent:
    'update accounts set renewing_at = :at where id = :id and generation = :generation and renewing_at is not distinct from :seen',
  renewed: `update accounts set sealed = :sealed, expires_at = :expires, renewed_at = :renewed,
    generation = generation + 1, renewing_at = null, state = 'linked'
    where id = :id and generation = :generation and renewing_at is not distinct from :seen`,
  refused: `update accounts set state = 'refused', renewing_at = null
    where id = :id and generation = :generation and renewing_at is not distinct from :seen`,
  reseal:
    'update accounts set sealed = :sealed where id = :id and generation = :generation and renewing_at is not distinct from :seen',
  learn: `update accounts set region = coalesce(:region, region), api_url = coalesce(:api, api_url),
    vendor_user = coalesce(:user, vendor_user), tenants = coalesce(:tenants, tenants) where id = :id`,
  addPlace: 'insert into account_sites (account, site, role) values (:id, :site, :role) on conflict do nothing',
  addUser: `insert into account_users (account, site, user_id, learnt_at)
    select id, :site, :user, :at from accounts where id = :id on conflict do nothing`,
  dropPlaces: 'delete from account_sites where account = :id',
  dropUsers: 'delete from account_users where account = :id',
  drop: 'delete from accounts where id = :id',
};
