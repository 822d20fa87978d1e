import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { DesktopSettings, RelayAddress } from '../../protocol/bridge.ts';

const Place = z.object({ x: z.number(), y: z.number(), width: z.number().positive(), height: z.number().positive() });

/** The file, as it lies there. A number names its form: an older one is carried over, a newer one is left alone. */
const Kept = z.object({
  version: z.literal(1),
  relay: RelayAddress.nullable().catch(null),
  openAtLogin: z.boolean().catch(true),
  cardOn: DesktopSettings.shape.cardOn.catch('active'),
  globalKeys: z.boolean().catch(true),
  place: Place.nullable().catch(null),
});
type Kept = z.infer<typeof Kept>;

/** What an administrator lays down for every user of a machine; what it names cannot be changed in the program. */
export const Policy = z
  .object({
    relay: RelayAddress,
    openAtLogin: z.boolean(),
    cardOn: DesktopSettings.shape.cardOn,
    globalKeys: z.boolean(),
    /** Lets a desk's token lie in plain text where the system has no key store. */
    allowPlainTextToken: z.boolean(),
    /** Keeps the screen on through the whole shift, not only while something rings. */
    keepDisplayOn: z.boolean(),
    updates: z.boolean(),
  })
  .partial();
export type Policy = z.infer<typeof Policy>;

export type Settings = {
  readonly now: () => DesktopSettings;
  readonly managed: () => readonly string[];
  readonly place: () => Kept['place'];
  /** Resolves once it is on the disk; rejects when it cannot be, with nothing changed. */
  readonly change: (change: { readonly [K in Exclude<keyof Kept, 'version'>]?: Kept[K] | undefined }) => Promise<void>;
  /** Why the file could not be used, for the log; null when all was well. */
  readonly trouble: string | null;
};

const fresh: Kept = { version: 1, relay: null, openAtLogin: true, cardOn: 'active', globalKeys: true, place: null };

/** Reads the settings; a file that cannot be read is kept beside as `.unreadable`, and the program starts with its own. */
export function openSettings(file: string, policy: Policy): Settings {
  const { kept, trouble } = read(file);
  let current = kept;
  let writing = Promise.resolve();
  const held = {
    relay: policy.relay,
    openAtLogin: policy.openAtLogin,
    cardOn: policy.cardOn,
    globalKeys: policy.globalKeys,
  };
  const managed = Object.entries(held).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  return {
    now: () => ({
      relay: held.relay ?? current.relay,
      openAtLogin: held.openAtLogin ?? current.openAtLogin,
      cardOn: held.cardOn ?? current.cardOn,
      globalKeys: held.globalKeys ?? current.globalKeys,
    }),
    managed: () => managed,
    place: () => current.place,
    change: (change) => {
      const turn = writing.then(async () => {
        const next = Kept.parse({ ...current, ...JSON.parse(JSON.stringify(change)) });
        await writeWhole(file, `${JSON.stringify(next, null, 2)}\n`);
        current = next;
      });
      writing = turn.catch(() => {});
      return turn;
    },
    trouble,
  };
}

/** The policy of this machine; an unreadable one is told and counts as none. */
export function readPolicy(file: string): { readonly policy: Policy; readonly trouble: string | null } {
  try {
    return { policy: Policy.parse(JSON.parse(readFileSync(file, 'utf8'))), trouble: null };
  } catch (error) {
    return {
      policy: {},
      trouble: isMissing(error) ? null : `The policy in ${file} cannot be read and is not applied.`,
    };
  }
}

/** Where an administrator lays the policy down. Not by a variable that a user can set; on Windows its owner is looked at too. */
export function policyFile(platform: NodeJS.Platform): string {
  if (platform === 'win32') return 'C:\\ProgramData\\Vestibule\\desktop.json';
  return platform === 'darwin' ? '/Library/Application Support/Vestibule/desktop.json' : '/etc/vestibule/desktop.json';
}

/** Written beside, synced and renamed: after a crash there is the old file or the new one. */
export async function writeWhole(file: string, text: string): Promise<void> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const beside = `${file}.new`;
  const handle = await open(beside, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(beside, file);
}

function read(file: string): { readonly kept: Kept; readonly trouble: string | null } {
  try {
    return { kept: Kept.parse(JSON.parse(readFileSync(file, 'utf8'))), trouble: null };
  } catch (error) {
    if (isMissing(error)) return { kept: fresh, trouble: null };
    copyAside(file);
    return {
      kept: fresh,
      trouble: 'The settings could not be read; they were set aside and this desk starts with new ones.',
    };
  }
}

function copyAside(file: string): void {
  try {
    copyFileSync(file, `${file}.unreadable`);
  } catch {
    /* The folder cannot be written; the first change will say so. */
  }
}

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT';
