import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';

const root = join(import.meta.dirname, '..');

/** What is built: a Vite configuration, and the folders whose contents decide whether the last build still holds. */
const parts = [
  {
    name: 'the desk’s page',
    config: 'renderer/vite.config.ts',
    sources: ['renderer', 'protocol'],
    out: 'out/renderer/index.html',
    stamp: 'renderer',
  },
  {
    name: 'the door panel',
    config: 'simulator/vite.config.ts',
    sources: ['simulator', 'protocol'],
    out: 'out/simulator/index.html',
    stamp: 'simulator',
  },
] as const;

/** Builds what has changed since the last time; everything when `force`. Prints one line per part. */
export async function buildAll({ force = false }: { readonly force?: boolean } = {}): Promise<void> {
  mkdirSync(join(root, 'out/.stamps'), { recursive: true });
  for (const part of parts) {
    const stampFile = join(root, 'out/.stamps', part.stamp);
    const stamp = hashOf([...part.sources.map((folder) => join(root, folder)), join(root, 'package-lock.json')]);
    const current =
      existsSync(join(root, part.out)) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;
    if (current && !force) continue;
    console.log(`Building ${part.name} …`);
    await build({ configFile: join(root, part.config), logLevel: 'warn' });
    writeFileSync(stampFile, stamp);
  }
}

function hashOf(paths: readonly string[]): string {
  const hash = createHash('sha256');
  const add = (path: string, isFolder: boolean): void => {
    if (!isFolder) {
      hash.update(path).update(readFileSync(path));
      return;
    }
    const entries = readdirSync(path, { withFileTypes: true }).sort((one, other) => (one.name < other.name ? -1 : 1));
    for (const entry of entries) add(join(path, entry.name), entry.isDirectory());
  };
  for (const path of paths) add(path, !path.endsWith('.json'));
  return hash.digest('hex');
}

if (import.meta.main) await buildAll({ force: process.argv.includes('--force') });
