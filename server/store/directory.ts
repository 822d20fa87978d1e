import { z } from 'zod';
import { HookResource, HookScope } from '../../protocol/admin.ts';
import { DeskId, EpochMs, Site, SiteId } from '../../protocol/call.ts';
import type { DeskRow, DirectoryRows, DirectoryStore, InviteRow } from '../desks/directory.ts';
import type { Database, Statements } from './database.ts';
import { hookWalls } from './hookWalls.ts';
import { readable } from './readable.ts';

const hex = z.instanceof(Uint8Array).transform((bytes) => Buffer.from(bytes).toString('hex'));
const time = EpochMs.nullable();
const SiteRow = Site;
const HookRow = z
  .object({
    id: z.string(),
    site: SiteId,
    scope: HookScope,
    resource: HookResource.nullable(),
    walls_of: z.string().nullable(),
    key_hash: hex,
    created_at: EpochMs,
    revoked_at: time,
  })
  .transform((row) => ({
    id: row.id,
    site: row.site,
    scope: row.scope,
    resource: row.resource,
    wallsOf: row.walls_of ?? row.id,
    keyHash: row.key_hash,
    createdAt: row.created_at,
    revokedAt: row.revoked_at,
  }));
const DeskRowRead = z.object({ id: DeskId, name: z.string(), token_hash: hex, created_at: EpochMs, revoked_at: time });
const DeskSite = z.object({ desk: DeskId, site: SiteId });
const InviteRowRead = z
  .object({ code_hash: hex, name: z.string(), sites: z.string(), expires_at: EpochMs, used_at: time })
  .transform((row) => ({
    codeHash: row.code_hash,
    name: row.name,
    sites: z.array(SiteId).parse(JSON.parse(row.sites)),
    expiresAt: row.expires_at,
    usedAt: row.used_at,
  }));

const saveSite = 'insert into sites (id, name) values (:id, :name) on conflict (id) do update set name = excluded.name';
const saveHook = `insert into hooks (id, site, scope, resource, walls_of, key_hash, created_at, revoked_at)
  values (:id, :site, :scope, :resource, :walls, :hash, :created, :revoked)
  on conflict (id) do update set site = excluded.site, resource = excluded.resource, walls_of = excluded.walls_of,
    key_hash = excluded.key_hash, revoked_at = excluded.revoked_at`;
const saveDesk = `insert into desks (id, name, token_hash, created_at, revoked_at)
  values (:id, :name, :hash, :created, :revoked)
  on conflict (id) do update set token_hash = excluded.token_hash, revoked_at = excluded.revoked_at`;
const saveDeskSite = 'insert into desk_sites (desk, site, place) values (:desk, :site, :place) on conflict do nothing';
const dropDeskSites = 'delete from desk_sites where desk = :desk';
const saveInvite = `insert into invites (code_hash, name, sites, expires_at, used_at)
  values (:hash, :name, :sites, :expires, :used) on conflict (code_hash) do update set used_at = excluded.used_at`;

/** Sites, hooks, desks and invitations beside the journal, through the same commits. Rows that cannot be read are left out; the copy has them. */
export function directory(database: Database): DirectoryStore {
  const { write } = database;
  const { load: loadWalls, ...walls } = hookWalls(database);
  return {
    ...walls,
    load: async () => ({ ...(await load(database)), ...(await loadWalls()) }),
    saveSite: ({ id, name }) => write(async (sql) => void (await sql.run(saveSite, { id, name }))),
    saveHook: (hook) =>
      write(async (sql) => {
        await sql.run(saveHook, {
          id: hook.id,
          site: hook.site,
          scope: hook.scope,
          resource: hook.resource,
          walls: hook.wallsOf,
          hash: bytes(hook.keyHash),
          created: hook.createdAt,
          revoked: hook.revokedAt,
        });
      }),
    saveDesk: (desk) => write((sql) => putDesk(sql, desk)),
    saveInvite: (invite) => write((sql) => putInvite(sql, invite)),
    redeem: (invite, desk) =>
      write(async (sql) => {
        await putInvite(sql, invite);
        await putDesk(sql, desk);
      }),
  };
}

async function putDesk(sql: Statements, desk: DeskRow): Promise<void> {
  const { id, name, createdAt: created, revokedAt: revoked } = desk;
  await sql.run(saveDesk, { id, name, hash: bytes(desk.tokenHash), created, revoked });
  await sql.run(dropDeskSites, { desk: id });
  for (const [place, site] of desk.sites.entries()) await sql.run(saveDeskSite, { desk: id, site, place });
}

async function putInvite(sql: Statements, invite: InviteRow): Promise<void> {
  await sql.run(saveInvite, {
    hash: bytes(invite.codeHash),
    name: invite.name,
    sites: JSON.stringify(invite.sites),
    expires: invite.expiresAt,
    used: invite.usedAt,
  });
}

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));

async function load({ all }: Database): Promise<Omit<DirectoryRows, 'walls' | 'tallies'>> {
  const read = async <R>(text: string, row: z.ZodType<R>): Promise<readonly R[]> =>
    readable(
      await all(text),
      (one) => row.parse(one),
      () => {},
    );
  const places = await read('select desk, site from desk_sites order by desk, place', DeskSite);
  const sitesOf = Map.groupBy(places, ({ desk }) => desk);
  const desks = await read('select id, name, token_hash, created_at, revoked_at from desks', DeskRowRead);
  return {
    sites: await read('select id, name from sites', SiteRow),
    hooks: await read(
      'select id, site, scope, resource, walls_of, key_hash, created_at, revoked_at from hooks',
      HookRow,
    ),
    desks: desks.map((desk) => ({
      id: desk.id,
      name: desk.name,
      sites: (sitesOf.get(desk.id) ?? []).map(({ site }) => site),
      tokenHash: desk.token_hash,
      createdAt: desk.created_at,
      revokedAt: desk.revoked_at,
    })),
    invites: await read(
      'select code_hash, name, sites, expires_at, used_at from invites where used_at is null',
      InviteRowRead,
    ),
  };
}
