/** Who may do what: sites, hooks, desks and invitations. Read from memory by hash, so that a wrong key costs what a right one does. */
import { hash as hashOfOne, randomBytes } from 'node:crypto';
import type { HookResource, HookScope, InviteLine, NewDesk } from '../../protocol/admin.ts';
import { DeskId, type EpochMs, type Site, type SiteId } from '../../protocol/call.ts';
import type { EnrolReply } from '../../protocol/seat.ts';
import type { WallStore } from '../walls/hookWalls.ts';
import type { Hook } from './hook.ts';
import { type InviteWish, type MadeInvite, makeInvites } from './invites.ts';

export type HookRow = {
  readonly id: string;
  readonly site: SiteId;
  readonly scope: HookScope;
  /** The one thing that it was registered for; null for all. */
  readonly resource: HookResource | null;
  /** Its own id, or that of the hook whose place it took: both stand behind the same walls. */
  readonly wallsOf: string;
  readonly keyHash: string;
  readonly createdAt: EpochMs;
  readonly revokedAt: EpochMs | null;
};
export type DeskRow = {
  readonly id: DeskId;
  readonly name: string;
  readonly sites: readonly SiteId[];
  readonly tokenHash: string;
  readonly createdAt: EpochMs;
  readonly revokedAt: EpochMs | null;
};
export type InviteRow = {
  readonly codeHash: string;
  readonly name: string;
  readonly sites: readonly SiteId[];
  readonly expiresAt: EpochMs;
  readonly usedAt: EpochMs | null;
};
export type DirectoryRows = Awaited<ReturnType<WallStore['load']>> & {
  readonly sites: readonly Site[];
  readonly hooks: readonly HookRow[];
  readonly desks: readonly DeskRow[];
  readonly invites: readonly InviteRow[];
};

/** Where the directory is kept, with the walls of its hooks. Each write is durable when it resolves. */
export type DirectoryStore = Omit<WallStore, 'load'> & {
  readonly load: () => Promise<DirectoryRows>;
  readonly saveSite: (site: Site) => Promise<void>;
  readonly saveHook: (hook: HookRow) => Promise<void>;
  readonly saveDesk: (desk: DeskRow) => Promise<void>;
  readonly saveInvite: (invite: InviteRow) => Promise<void>;
  /** The invitation is used up and the desk exists, or neither. */
  readonly redeem: (invite: InviteRow, desk: DeskRow) => Promise<void>;
};

export type DirectoryChange =
  | { readonly kind: 'desk-revoked'; readonly desk: DeskId }
  /** A desk rings at other sites from now on: `left` are those that it had. */
  | { readonly kind: 'desk-moved'; readonly desk: DeskId; readonly left: readonly SiteId[] }
  | { readonly kind: 'site-named'; readonly site: SiteId };

/** What else may be said of a new hook: the one thing it is for, or the hook whose place it takes with another key. */
export type HookWish = { readonly resource?: HookResource | null; readonly successorOf?: string };

export type Directory = {
  readonly hookByKey: (key: string) => Hook | null;
  /** The hook whose key this was before it was revoked; null for one that is in force, or that was never ours. */
  readonly revokedHookByKey: (key: string) => { readonly id: string; readonly site: SiteId } | null;
  readonly deskByToken: (
    token: string,
  ) => { readonly id: DeskId; readonly name: string; readonly sites: readonly SiteId[] } | null;
  /** A site without a name of its own is called by its id. */
  readonly site: (id: SiteId) => Site;
  readonly sites: () => readonly Site[];
  readonly nameSite: (site: Site) => Promise<void>;
  readonly createHook: (
    site: SiteId,
    scope: HookScope,
    wish?: HookWish,
  ) => Promise<{ readonly id: string; readonly key: string }>;
  /** False when there is no such hook. */
  readonly revokeHook: (id: string) => Promise<boolean>;
  readonly hooks: () => readonly HookRow[];
  readonly createDesk: (sites: readonly SiteId[], name: string) => Promise<NewDesk>;
  readonly revokeDesk: (id: string) => Promise<boolean>;
  /** From now on the desk is enrolled to these sites alone; false when there is no such desk in force. */
  readonly moveDesk: (id: string, sites: readonly SiteId[]) => Promise<boolean>;
  readonly desks: () => readonly DeskRow[];
  readonly createInvite: (invite: InviteWish) => Promise<MadeInvite>;
  /** Invitations that can still be used, the newest last. */
  readonly invites: () => readonly InviteLine[];
  /** False when no invitation that can still be used has this id. */
  readonly revokeInvite: (id: string) => Promise<boolean>;
  /** Null when the code is wrong, used or too old; all alike. */
  readonly redeem: (code: string) => Promise<EnrolReply | null>;
  readonly onChange: (listener: (change: DirectoryChange) => void) => void;
};

export async function makeDirectory(store: DirectoryStore, now: () => EpochMs): Promise<Directory> {
  const rows = await store.load();
  const sites = new Map(rows.sites.map((site) => [site.id, site]));
  const hooks = new Map(rows.hooks.map((hook) => [hook.id, hook]));
  const desks = new Map(rows.desks.map((desk) => [desk.id, desk]));
  const invites = makeInvites({ rows: rows.invites, save: store.saveInvite, hash, now });
  const hooksByHash = new Map(rows.hooks.map((hook) => [hook.keyHash, hook.id]));
  const desksByHash = new Map(rows.desks.map((desk) => [desk.tokenHash, desk.id]));
  const listeners: ((change: DirectoryChange) => void)[] = [];
  const tell = (change: DirectoryChange) => listeners.forEach((listener) => void listener(change));

  async function ensureSites(wanted: readonly SiteId[]): Promise<void> {
    for (const id of wanted) if (!sites.has(id)) await nameSite({ id, name: id });
  }

  async function nameSite(site: Site): Promise<void> {
    await store.saveSite(site);
    sites.set(site.id, site);
    tell({ kind: 'site-named', site: site.id });
  }

  function keepDesk(desk: DeskRow): void {
    desks.set(desk.id, desk);
    desksByHash.set(desk.tokenHash, desk.id);
  }

  function newDesk(wanted: readonly SiteId[], name: string): { readonly row: DeskRow; readonly token: string } {
    const id = DeskId.parse(randomBytes(6).toString('hex'));
    const token = `desk_${id}.${secret()}`;
    return {
      row: { id, name, sites: [...new Set(wanted)], tokenHash: hash(token), createdAt: now(), revokedAt: null },
      token,
    };
  }

  return {
    hookByKey: (key) => {
      const hook = hooks.get(hooksByHash.get(hash(key)) ?? '');
      if (hook === undefined || hook.revokedAt !== null) return null;
      return { id: hook.id, site: hook.site, resource: hook.resource, wallsOf: hook.wallsOf };
    },
    revokedHookByKey: (key) => {
      const hook = hooks.get(hooksByHash.get(hash(key)) ?? '');
      return hook === undefined || hook.revokedAt === null ? null : { id: hook.id, site: hook.site };
    },
    deskByToken: (token) => {
      const id = desksByHash.get(hash(token));
      const desk = id === undefined ? undefined : desks.get(id);
      return desk === undefined || desk.revokedAt !== null ? null : { id: desk.id, name: desk.name, sites: desk.sites };
    },
    site: (id) => sites.get(id) ?? { id, name: id },
    sites: () => [...sites.values()],
    nameSite,
    createHook: async (site, scope, { resource, successorOf } = {}) => {
      await ensureSites([site]);
      const key = secret();
      const before = successorOf === undefined ? undefined : hooks.get(successorOf);
      const id = randomBytes(6).toString('hex');
      const hook: HookRow = {
        id,
        site,
        scope,
        resource: resource ?? before?.resource ?? null,
        wallsOf: before?.wallsOf ?? id,
        keyHash: hash(key),
        createdAt: now(),
        revokedAt: null,
      };
      await store.saveHook(hook);
      hooks.set(hook.id, hook);
      hooksByHash.set(hook.keyHash, hook.id);
      return { id: hook.id, key };
    },
    revokeHook: async (id) => {
      const hook = hooks.get(id);
      if (hook === undefined) return false;
      const revoked = { ...hook, revokedAt: hook.revokedAt ?? now() };
      await store.saveHook(revoked);
      hooks.set(id, revoked);
      return true;
    },
    hooks: () => [...hooks.values()],
    createDesk: async (wanted, name) => {
      await ensureSites(wanted);
      const { row, token } = newDesk(wanted, name);
      await store.saveDesk(row);
      keepDesk(row);
      return { site: first(row.sites), sites: [...row.sites], desk: row.id, token };
    },
    revokeDesk: async (id) => {
      const desk = [...desks.values()].find((known) => known.id === id);
      if (desk === undefined) return false;
      const revoked = { ...desk, revokedAt: desk.revokedAt ?? now() };
      await store.saveDesk(revoked);
      desks.set(desk.id, revoked);
      tell({ kind: 'desk-revoked', desk: desk.id });
      return true;
    },
    moveDesk: async (id, wanted) => {
      const desk = [...desks.values()].find((known) => known.id === id);
      if (desk === undefined || desk.revokedAt !== null) return false;
      await ensureSites(wanted);
      const moved = { ...desk, sites: [...new Set(wanted)] };
      await store.saveDesk(moved);
      desks.set(moved.id, moved);
      tell({ kind: 'desk-moved', desk: moved.id, left: desk.sites.filter((site) => !moved.sites.includes(site)) });
      return true;
    },
    desks: () => [...desks.values()],
    createInvite: async (wish) => {
      await ensureSites(wish.sites);
      return invites.create(wish);
    },
    invites: invites.list,
    revokeInvite: invites.revoke,
    redeem: async (entered) => {
      const taken = invites.take(entered);
      if (taken === null) return null;
      const { row, token } = newDesk(taken.used.sites, taken.used.name);
      await store.redeem(taken.used, row).catch((error: unknown) => {
        taken.giveBack();
        throw error;
      });
      keepDesk(row);
      return { desk: row.id, name: row.name, token };
    },
    onChange: (listener) => void listeners.push(listener),
  };
}

const hash = (secretWord: string) => hashOfOne('sha256', secretWord, 'hex');
const secret = () => randomBytes(32).toString('base64url');
const first = (wanted: readonly SiteId[]): SiteId => {
  const [site] = wanted;
  if (site === undefined) throw new Error('A desk needs a site.');
  return site;
};
