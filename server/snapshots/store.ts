import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SnapshotId } from '../../protocol/call.ts';
import type { Clock } from '../clock.ts';

/** Re-encoded pictures on disk, each under an unguessable name, for a day. */
export type SnapshotStore = {
  readonly keep: (jpeg: Uint8Array) => Promise<SnapshotId>;
  /** Null when there is none, or no more. */
  readonly read: (id: SnapshotId) => Promise<Uint8Array | null>;
  /** Deletes what is older than a day, now and every hour from now on. */
  readonly sweep: () => Promise<void>;
  /** Deletes all. */
  readonly clear: () => Promise<void>;
};

const keepMs = 86_400_000;
const sweepEveryMs = 3_600_000;

export function snapshotStore(dataDir: string, clock: Clock): SnapshotStore {
  const folder = join(dataDir, 'snapshots');
  const pathOf = (id: SnapshotId) => join(folder, `${id}.jpg`);

  async function sweep(): Promise<void> {
    clock.after(sweepEveryMs, () => void sweep());
    const oldest = clock.moment().wall - keepMs;
    for (const name of await readdir(folder).catch(() => [])) {
      const path = join(folder, name);
      const found = await stat(path).catch(() => null);
      if (found !== null && found.mtimeMs < oldest) await unlink(path).catch(() => {});
    }
  }
  return {
    keep: async (jpeg) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const id = SnapshotId.parse(randomBytes(18).toString('base64url'));
      await writeFile(pathOf(id), jpeg, { mode: 0o600 });
      return id;
    },
    read: (id) => readFile(pathOf(id)).catch(() => null),
    sweep,
    clear: async () => {
      for (const name of await readdir(folder).catch(() => [])) await unlink(join(folder, name)).catch(() => {});
    },
  };
}
