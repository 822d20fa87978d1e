import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { HookResource, HookScope } from '../../protocol/admin.ts';
import { DeskId, EpochMs, Site, SiteId } from '../../protocol/call.ts';
import type { DirectoryStore } from '../desks/directory.ts';
import { writeWhole } from './wholeFile.ts';

/** Whom the relay knows, hashes only: sites, hooks and desks as they are in the journal. Open invitations are not worth a copy. */
const Copy = z.object({
  sites: z.array(Site),
  hooks: z.array(
    z.object({
      id: z.string(),
      site: SiteId,
      scope: HookScope,
      /** A copy of an older relay has none. */
      resource: HookResource.nullable().default(null),
      keyHash: z.string(),
      createdAt: EpochMs,
      revokedAt: EpochMs.nullable(),
    }),
  ),
  desks: z.array(
    z.object({
      id: DeskId,
      name: z.string(),
      sites: z.array(SiteId),
      tokenHash: z.string(),
      createdAt: EpochMs,
      revokedAt: EpochMs.nullable(),
    }),
  ),
});

const fileName = 'directory.json';

/**
 * The same store, copied beside the journal after every change: when the journal's file is damaged and set aside, the vendor's hooks and
 * the desks' tokens must still be good, or nothing would ring.
 */
export function copiedDirectory(
  store: DirectoryStore,
  dataDir: string,
  reportFailure: (error: unknown) => void,
): DirectoryStore {
  const copy = () => {
    try {
      const { sites, hooks, desks } = store.load();
      writeWhole(join(dataDir, fileName), JSON.stringify({ sites, hooks, desks }));
    } catch (error) {
      reportFailure(error);
    }
  };
  return {
    load: store.load,
    saveSite: (site) => store.saveSite(site).then(copy),
    saveHook: (hook) => store.saveHook(hook).then(copy),
    saveDesk: (desk) => store.saveDesk(desk).then(copy),
    saveInvite: store.saveInvite,
    redeem: (invite, desk) => store.redeem(invite, desk).then(copy),
  };
}

/** Fills a new journal from the copy; false when there is none that can be read. */
export async function restoreDirectory(store: DirectoryStore, dataDir: string): Promise<boolean> {
  const copy = readCopy(join(dataDir, fileName));
  if (copy === null) return false;
  await Promise.all([
    ...copy.sites.map(store.saveSite),
    ...copy.hooks.map(store.saveHook),
    ...copy.desks.map(store.saveDesk),
  ]);
  return true;
}

/**
 * Puts back what the journal has lost of the copy, or has otherwise: ids and hashes never change, so a difference is damage. Gives how
 * many rows were mended. A row that is newer than the copy stays as it is.
 */
export async function mendDirectory(store: DirectoryStore, dataDir: string): Promise<number> {
  const copy = readCopy(join(dataDir, fileName));
  if (copy === null) return 0;
  const { hooks, desks } = store.load();
  const hook = new Map(hooks.map((row) => [row.id, row]));
  const desk = new Map(desks.map((row) => [row.id, row]));
  const brokenHooks = copy.hooks.filter(
    ({ id, keyHash, site, resource }) =>
      hook.get(id)?.keyHash !== keyHash || hook.get(id)?.site !== site || hook.get(id)?.resource !== resource,
  );
  const brokenDesks = copy.desks.filter(
    ({ id, tokenHash, sites }) => desk.get(id)?.tokenHash !== tokenHash || desk.get(id)?.sites.join() !== sites.join(),
  );
  if (brokenHooks.length + brokenDesks.length > 0) await Promise.all(copy.sites.map(store.saveSite));
  await Promise.all([...brokenHooks.map(store.saveHook), ...brokenDesks.map(store.saveDesk)]);
  return brokenHooks.length + brokenDesks.length;
}

function readCopy(path: string): z.infer<typeof Copy> | null {
  try {
    return Copy.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}
