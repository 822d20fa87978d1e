/** `npm run desktop`: the Electron desktop from this checkout. Fetches Electron's binary when it is not there, and says so. */
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildAll } from './build.ts';
import { electronBinary } from './electronBinary.ts';

const root = join(import.meta.dirname, '..');
try {
  if (electronBinary(root) === null) {
    console.log('Electron’s binary is not here. Fetching it (about 120 MB, once) …');
    spawnSync(process.execPath, [join(root, 'node_modules/electron/install.js')], {
      stdio: ['ignore', 'inherit', 'ignore'],
      timeout: 600_000,
    });
  }
  const binary = electronBinary(root);
  if (binary === null)
    throw new Error(
      'Electron’s binary could not be fetched. Check the network or proxy, or unpack it yourself and name its folder in ELECTRON_OVERRIDE_DIST_PATH. The desk also runs in a browser: npm start.',
    );
  await buildAll();
  const program = spawn(binary, [root, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => program.kill(signal));
  program.on('exit', (code) => process.exit(code ?? 0));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
