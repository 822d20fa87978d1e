/** `npm test`: gets a browser, builds the pages, then runs every test where nothing can leave the machine. Arguments go to vitest. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from './browser.ts';
import { buildAll } from './build.ts';

const root = join(import.meta.dirname, '..');

/** WebRTC finds no candidates with a loopback device alone: the namespace gets a pair of devices with an address and a route. */
const network = [
  'ip link set lo up',
  'ip link add v0 type veth peer name v1',
  'ip addr add 10.99.0.1/24 dev v0',
  'ip link set v0 up',
  'ip link set v1 up',
  'ip route add default via 10.99.0.2',
].join(' && ');

/** The words before a command that put it in a network of its own; none where that cannot be made. */
function namespace(): readonly string[] {
  const ways = process.getuid?.() === 0 ? [['unshare', '-n']] : [['unshare', '-rn']];
  for (const way of ways) {
    const words = [...way, 'sh', '-c', `${network} && exec "$@"`, 'sh'];
    if (spawnSync(words[0] ?? '', [...words.slice(1), 'true'], { timeout: 10_000 }).status === 0) return words;
  }
  return [];
}

const memory = '/dev/shm';
const enoughBytes = 4_000_000_000;

/**
 * Where the tests' folders lie: in memory where there is room, so that a disk that others keep busy does not make a ring *unrecorded* in a
 * test about something else. What a disk costs is measured by `npm run bench` and `npm run chaos`.
 */
function folderOfTests(): string {
  const inMemory = hasRoom(memory) ? folderIn(memory) : null;
  if (inMemory !== null && runsPrograms(inMemory)) return inMemory;
  if (inMemory !== null) rmSync(inMemory, { recursive: true });
  return folderIn(tmpdir());
}
function hasRoom(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize >= enoughBytes;
  } catch {
    return false;
  }
}
function folderIn(parent: string): string {
  const folder = mkdtempSync(join(parent, 'vestibule-test-'));
  /** PostgreSQL runs as a user of its own, who must come through. */
  chmodSync(folder, 0o711);
  return folder;
}
/** PostgreSQL is copied there and started; a container's memory folder often allows none. */
function runsPrograms(folder: string): boolean {
  const probe = join(folder, 'probe');
  writeFileSync(probe, '#!/bin/sh\n', { mode: 0o755 });
  return spawnSync(probe).status === 0;
}

try {
  const browser = await findBrowser();
  console.log(browser.says);
  await buildAll();
  const inside = namespace();
  console.log(
    inside.length > 0
      ? 'Network: a namespace of its own; nothing leaves this machine.'
      : 'Network: this machine’s own; a namespace cannot be made here.',
  );
  const [command = '', ...rest] = [
    ...inside,
    process.execPath,
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    ...process.argv.slice(2),
  ];
  const folder = folderOfTests();
  const env = {
    ...process.env,
    TMPDIR: folder,
    VESTIBULE_CHROMIUM: browser.path,
    VESTIBULE_CHROMIUM_ARGS: browser.args.join(' '),
  };
  const { status } = spawnSync(command, rest, { cwd: root, env, stdio: 'inherit' });
  rmSync(folder, { recursive: true, force: true });
  process.exit(status ?? 1);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.log('0 passed, 1 failed');
  process.exit(1);
}
