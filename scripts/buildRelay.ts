/** `npm run build:relay`: the relay, its threads and the command as one folder of plain JavaScript, libraries with them. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'rolldown';

const root = join(import.meta.dirname, '..');
const out = join(root, 'out/relay');

/** Each program that is started by its file. */
const programs = {
  relayProcess: 'server/relayProcess.ts',
  vestibule: 'server/cli/run.ts',
  storeThread: 'server/store/thread/storeThread.ts',
  soundnessThread: 'server/store/sqlite/soundnessThread.ts',
  decodeInChild: 'server/snapshots/decodeInChild.ts',
};

/** Native code, or code that looks for files beside itself: from `node_modules` as ever. */
const outside = ['sharp', 'pg'];

export async function buildRelay(): Promise<void> {
  rmSync(out, { recursive: true, force: true });
  await build({
    input: Object.fromEntries(Object.entries(programs).map(([name, file]) => [name, join(root, file)])),
    platform: 'node',
    external: outside,
    logLevel: 'warn',
    output: {
      dir: out,
      format: 'esm',
      minify: true,
      sourcemap: true,
      entryFileNames: '[name].js',
      chunkFileNames: 'part-[hash].js',
    },
  });
}

if (import.meta.main) await buildRelay();
