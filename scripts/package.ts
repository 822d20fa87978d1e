/** `npm run package [-- --stub] [linux|win|mac]`: builds, refuses what would be unsafe to hand out, and packs with electron-builder. */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, type Configuration, Platform } from 'electron-builder';
import { load } from 'js-yaml';
import { z } from 'zod';
import { buildAll } from './build.ts';
import { makeDeb, run } from './deb.ts';
import { findRefusal, Publishing } from './publishing.ts';
import { stubElectron } from './stubElectron.ts';

const root = join(import.meta.dirname, '..');
const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));

try {
  const { values, positionals } = parseArgs({
    options: { stub: { type: 'boolean', default: false }, out: { type: 'string', default: 'release' } },
    allowPositionals: true,
  });
  const system = z.enum(['linux', 'win', 'mac']).parse(positionals[0] ?? 'linux');
  const configuration = z
    .record(z.string(), z.unknown())
    .parse(load(readFileSync(join(root, 'electron-builder.yml'), 'utf8')));
  const refusal = findRefusal(system, Publishing.parse(configuration));
  if (refusal !== null) throw new Error(refusal);
  await buildAll();
  const output = join(root, values.out);
  const stub = values.stub ? mkdtempSync(join(tmpdir(), 'vestibule-electron-')) : null;
  if (stub !== null) stubElectron(stub, String(configuration['electronVersion']));
  try {
    await pack(system, output, stub);
  } finally {
    if (stub !== null) rmSync(stub, { recursive: true, force: true });
  }
  console.log(
    `Packed into ${values.out}${stub === null ? '' : ', with a stub in place of Electron: to look at, not to hand out'}.`,
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

async function pack(system: 'linux' | 'win' | 'mac', output: string, stub: string | null): Promise<void> {
  const config: Configuration = {
    extends: join(root, 'electron-builder.yml'),
    directories: { output },
    ...(stub === null ? {} : { electronDist: stub }),
  };
  const platform = { linux: Platform.LINUX, win: Platform.WINDOWS, mac: Platform.MAC }[system];
  const isByHand = system === 'linux' && (stub !== null || !existsSync('/usr/bin/fpm'));
  const targets = isByHand ? platform.createTarget(['dir']) : platform.createTarget();
  await build({ targets, config, publish: 'never', projectDir: root });
  if (!isByHand) return;
  const unpacked = join(output, 'linux-unpacked');
  const archive = join(output, `vestibule-${version}.tar.gz`);
  const top = `vestibule-${version}`;
  run('tar', [
    '-czf',
    archive,
    '-C',
    output,
    '--owner=0',
    '--group=0',
    `--transform=s,^linux-unpacked,${top},`,
    'linux-unpacked',
  ]);
  const deb = join(output, `vestibule_${version}_amd64.deb`);
  makeDeb({ unpacked, icon: join(root, 'out/icons/icon.png'), version, file: deb });
  for (const file of [join(unpacked, 'resources/app.asar'), archive, deb])
    console.log(`${Math.round(statSync(file).size / 1_024)} kB  ${basename(file)}`);
}
