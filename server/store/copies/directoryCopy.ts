import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { HookResource, HookScope } from '../../../protocol/admin.ts';
import { DeskId, EpochMs, Site, SiteId } from '../../../protocol/call.ts';
import type { Clock } from '../../clock.ts';
import type { DirectoryStore, HookRow } from '../../desks/directory.ts';
import { KeptWall, type WallName } from '../../walls/keptWall.ts';
import { writeWhole } from '../wholeFile.ts';

const HookCopy = z
  .object({
    id: z.string(),
    site: SiteId,
    scope: HookScope,
    resource: HookResource.nullable().default(null),
    wallsOf: z.string().optional(),
    keyHash: z.string(),
    createdAt: EpochMs,
    revokedAt: EpochMs.nullable(),
  })
  .transform((hook) => ({ ...hook, wallsOf: hook.wallsOf ?? hook.id }));

/** Whom the relay knows, hashes only: sites, hooks and desks as they are in the journal, and the walls of hooks. Open invitations are not worth a copy. An older relay's copy has no walls. */
const Copy = z.object({
  sites: z.array(Site),
  hooks: z.array(HookCopy),
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
  walls: z.array(KeptWall).default([]),
});

const fileName = 'directory.json';

/** A store with its copy; `flush` writes what a pause kept back, before the process ends. */
export type CopiedDirectory = DirectoryStore & { readonly flush: () => Promise<void> };

/**
 * The copy is the whole directory, so a thousand new desks in a row would write it a thousand times, each time longer. With a clock it is
 * written at once after a pause, and then at most a tenth of the time.
 */
const restsForEachWrite = 9;
const mostRestMs = 1_000;

type Write = () => Promise<void>;
type Pace = { readonly run: (write: Write) => Promise<void>; readonly flush: (write: Write) => Promise<void> };

const atOnce: Pace = { run: (write) => write(), flush: async () => {} };

function pacedBy(clock: Pick<Clock, 'after' | 'moment'>): Pace {
  let rests = false;
  let isBehind = false;
  let last: Promise<void> = Promise.resolve();
  async function run(write: Write): Promise<void> {
    if (rests) {
      isBehind = true;
      return;
    }
    rests = true;
    isBehind = false;
    const began = clock.moment().mono;
    last = write();
    await last;
    const restMs = Math.min(mostRestMs, (clock.moment().mono - began) * restsForEachWrite);
    clock.after(restMs, () => {
      rests = false;
      if (isBehind) void run(write);
    });
  }
  return {
    run,
    flush: async (write) => {
      await last;
      if (isBehind) await write();
      isBehind = false;
    },
  };
}

/**
 * The same store, copied beside the journal after every change: when the journal's file is damaged and set aside, the vendor's hooks and
 * the desks' tokens must still be good, or nothing would ring, and what stands behind walls must still do so.
 */
export function copiedDirectory(
  store: DirectoryStore,
  dataDir: string,
  reportFailure: (error: unknown) => void,
  clock: Pick<Clock, 'after' | 'moment'> | null = null,
): CopiedDirectory {
  const pace = clock === null ? atOnce : pacedBy(clock);
  /** One copy after another, so that the newest is the last. */
  let last: Promise<void> = Promise.resolve();
  function write(keeps: (wall: WallName) => boolean): Promise<void> {
    const written = last.then(async () => {
      const { sites, hooks, desks, walls } = await store.load();
      await writeWhole(join(dataDir, fileName), JSON.stringify({ sites, hooks, desks, walls: walls.filter(keeps) }));
    });
    last = written.catch(() => {});
    return written;
  }
  const writeAll = () => write(() => true).catch(reportFailure);
  const copy = () => pace.run(writeAll);
  return {
    flush: () => pace.flush(writeAll),
    load: store.load,
    saveTally: store.saveTally,
    saveWall: (wall) => store.saveWall(wall).then(copy),
    /** Gone from the copy first: what is only in the copy is put back at the next start, and would refuse visitors again. */
    removeWall: async (name) => {
      await write(({ hook, wall }) => hook !== name.hook || wall !== name.wall);
      await store.removeWall(name);
    },
    saveSite: (site) => store.saveSite(site).then(copy),
    saveHook: (hook) => store.saveHook(hook).then(copy),
    saveDesk: (desk) => store.saveDesk(desk).then(copy),
    saveInvite: store.saveInvite,
    redeem: (invite, desk) => store.redeem(invite, desk).then(copy),
  };
}

/** Fills a new journal from the copy; false when there is none that can be read. */
export async function restoreDirectory(store: DirectoryStore, dataDir: string): Promise<boolean> {
  const copy = await readCopy(join(dataDir, fileName));
  if (copy === null) return false;
  await Promise.all([
    ...copy.sites.map(store.saveSite),
    ...copy.hooks.map(store.saveHook),
    ...copy.desks.map(store.saveDesk),
    ...copy.walls.map(store.saveWall),
  ]);
  return true;
}

/**
 * Puts back what the journal has lost of the copy, or has otherwise: ids and hashes never change, so a difference is damage. Gives how
 * many rows were mended. A row that is newer than the copy stays as it is.
 */
export async function mendDirectory(store: DirectoryStore, dataDir: string): Promise<number> {
  const copy = await readCopy(join(dataDir, fileName));
  if (copy === null) return 0;
  const { hooks, desks, walls } = await store.load();
  const hook = new Map(hooks.map((row) => [row.id, row]));
  const desk = new Map(desks.map((row) => [row.id, row]));
  const brokenHooks = copy.hooks.filter((kept) => lasting(kept) !== lasting(hook.get(kept.id)));
  const brokenDesks = copy.desks.filter(
    ({ id, tokenHash, sites }) => desk.get(id)?.tokenHash !== tokenHash || desk.get(id)?.sites.join() !== sites.join(),
  );
  const brokenWalls = copy.walls.filter(
    (kept) => ruleText(kept) !== ruleText(walls.find(({ hook: of, wall }) => of === kept.hook && wall === kept.wall)),
  );
  if (brokenHooks.length + brokenDesks.length > 0) await Promise.all(copy.sites.map(store.saveSite));
  await Promise.all([
    ...brokenHooks.map(store.saveHook),
    ...brokenDesks.map(store.saveDesk),
    ...brokenWalls.map(store.saveWall),
  ]);
  return brokenHooks.length + brokenDesks.length + brokenWalls.length;
}

/** What never changes of a hook, in one text. */
const lasting = (hook: HookRow | undefined) =>
  JSON.stringify([hook?.keyHash, hook?.site, hook?.resource, hook?.wallsOf]);
/** What a wall asks. Its mode may be another than when it was copied. */
const ruleText = (wall: KeptWall | undefined) => JSON.stringify([wall?.rule, wall?.secret]);

async function readCopy(path: string): Promise<z.infer<typeof Copy> | null> {
  try {
    return Copy.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return null;
  }
}
