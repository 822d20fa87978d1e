import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import main, { preload } from '../electron/vite.config.ts';
import { buildRelay } from './buildRelay.ts';
import { drawIcons } from './icons.ts';

const root = join(import.meta.dirname, '..');

/** What is built: how, and the folders whose contents decide whether the last build still holds. */
const parts = [
  {
    name: 'the desk’s page',
    make: () => build({ configFile: join(root, 'renderer/vite.config.ts'), logLevel: 'warn' }),
    sources: ['renderer', 'protocol'],
    out: 'out/renderer/desk/index.html',
    stamp: 'renderer',
  },
  {
    name: 'the door panel',
    make: () => build({ configFile: join(root, 'simulator/vite.config.ts'), logLevel: 'warn' }),
    sources: ['simulator', 'protocol'],
    out: 'out/simulator/index.html',
    stamp: 'simulator',
  },
  {
    name: 'the desktop program',
    make: async () => {
      await build({ ...main, logLevel: 'warn' });
      await build({ ...preload, logLevel: 'warn' });
      await drawIcons(join(root, 'icons/vestibule.svg'), join(root, 'out/icons'));
    },
    sources: ['electron', 'protocol', 'icons'],
    out: 'out/main/main.cjs',
    stamp: 'electron',
  },
  {
    name: 'the relay',
    make: buildRelay,
    sources: ['server', 'protocol'],
    out: 'out/relay/relayProcess.js',
    stamp: 'relay',
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
    await asProduction(part.make);
    writeFileSync(stampFile, stamp);
  }
}

/** A test that builds has `NODE_ENV=test`, and Vite would make a page for developers of it, with this machine's paths. */
async function asProduction(make: () => Promise<unknown>): Promise<void> {
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  try {
    await make();
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
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
