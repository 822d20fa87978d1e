import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { HookResource, HookScope } from '../../protocol/admin.ts';
import { DeskId, EpochMs, Site, SiteId } from '../../protocol/call.ts';
import type { DeskRow, DirectoryRows, DirectoryStore, InviteRow } from '../desks/directory.ts';
import { sqliteHookWalls } from './hookWalls.ts';
import type { GroupCommit } from './sqlite/groupCommit.ts';
import { readable } from './sqlite/readable.ts';

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

/** Sites, hooks, desks and invitations beside the journal, through the same commits. */
export function sqliteDirectory(database: DatabaseSync, commits: GroupCommit): DirectoryStore {
  const { write } = commits;
  const { load: loadWalls, ...walls } = sqliteHookWalls(database, commits);
  const saveSite = database.prepare(
    'insert into sites (id, name) values (:id, :name) on conflict (id) do update set name = :name',
  );
  const saveHook =
    database.prepare(`insert into hooks (id, site, scope, resource, walls_of, key_hash, created_at, revoked_at)
    values (:id, :site, :scope, :resource, :walls, :hash, :created, :revoked)
    on conflict (id) do update set site = :site, resource = :resource, walls_of = :walls, key_hash = :hash, revoked_at = :revoked`);
  const saveDesk = database.prepare(`insert into desks (id, name, token_hash, created_at, revoked_at)
    values (:id, :name, :hash, :created, :revoked) on conflict (id) do update set token_hash = :hash, revoked_at = :revoked`);
  const saveDeskSite = database.prepare(
    'insert into desk_sites (desk, site, place) values (:desk, :site, :place) on conflict do nothing',
  );
  const dropDeskSites = database.prepare('delete from desk_sites where desk = :desk');
  const saveInvite = database.prepare(`insert into invites (code_hash, name, sites, expires_at, used_at)
    values (:hash, :name, :sites, :expires, :used) on conflict (code_hash) do update set used_at = :used`);

  const putDesk = (desk: DeskRow) => {
    saveDesk.run({
      id: desk.id,
      name: desk.name,
      hash: bytes(desk.tokenHash),
      created: desk.createdAt,
      revoked: desk.revokedAt,
    });
    dropDeskSites.run({ desk: desk.id });
    for (const [place, site] of desk.sites.entries()) saveDeskSite.run({ desk: desk.id, site, place });
  };
  const putInvite = (invite: InviteRow) =>
    saveInvite.run({
      hash: bytes(invite.codeHash),
      name: invite.name,
      sites: JSON.stringify(invite.sites),
      expires: invite.expiresAt,
      used: invite.usedAt,
    });

  return {
    ...walls,
    load: () => ({ ...load(database), ...loadWalls() }),
    saveSite: ({ id, name }) => write(() => void saveSite.run({ id, name })),
    saveHook: (hook) =>
      write(
        () =>
          void saveHook.run({
            id: hook.id,
            site: hook.site,
            scope: hook.scope,
            resource: hook.resource,
            walls: hook.wallsOf,
            hash: bytes(hook.keyHash),
            created: hook.createdAt,
            revoked: hook.revokedAt,
          }),
      ),
    saveDesk: (desk) => write(() => putDesk(desk)),
    saveInvite: (invite) => write(() => void putInvite(invite)),
    redeem: (invite, desk) =>
      write(() => {
        putInvite(invite);
        putDesk(desk);
      }),
  };
}

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));

/** Rows that cannot be read are left out; the copy beside the journal has them. */
function load(database: DatabaseSync): Omit<DirectoryRows, 'walls' | 'tallies'> {
  const all = <R>(sql: string, read: (row: Record<string, unknown>) => R) =>
    readable(
      database
        .prepare(sql)
        .all()
        .map((row) => ({ ...row })),
      read,
      () => {},
    );
  const places = all('select desk, site from desk_sites order by desk, place', (row) => DeskSite.parse(row));
  return {
    sites: all('select id, name from sites', (row) => SiteRow.parse(row)),
    hooks: all('select id, site, scope, resource, walls_of, key_hash, created_at, revoked_at from hooks', (row) =>
      HookRow.parse(row),
    ),
    desks: all('select id, name, token_hash, created_at, revoked_at from desks', (row) => {
      const desk = DeskRowRead.parse(row);
      return {
        id: desk.id,
        name: desk.name,
        sites: places.filter((place) => place.desk === desk.id).map(({ site }) => site),
        tokenHash: desk.token_hash,
        createdAt: desk.created_at,
        revokedAt: desk.revoked_at,
      };
    }),
    invites: all('select code_hash, name, sites, expires_at, used_at from invites where used_at is null', (row) =>
      InviteRowRead.parse(row),
    ),
  };
}
