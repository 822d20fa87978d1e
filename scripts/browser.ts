import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** A Chromium for the tests and the screenshots: where it is, how to start it, and a sentence that says which one it is. */
export type Browser = { readonly path: string; readonly args: readonly string[]; readonly says: string };

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const systemPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const installDeadlineMs = 240_000;

/** Takes the one named by VESTIBULE_CHROMIUM, Debian's, the one it can install, or the one that came with npm; throws when none starts. */
export async function findBrowser(): Promise<Browser> {
  const named = process.env.VESTIBULE_CHROMIUM;
  const found = [named, ...systemPaths].find((path) => path !== undefined && existsSync(path)) ?? installed();
  const browser =
    found === undefined
      ? await packaged()
      : { path: found, args: quiet, says: `Browser: ${found} (${versionOf(found)}).` };
  if (versionOf(browser.path) === 'does not start') {
    throw new Error(
      'No Chromium starts on this machine. Install the package "chromium", or name one in VESTIBULE_CHROMIUM.',
    );
  }
  return browser;
}

/** Debian's Chromium, where this user may install it. */
function installed(): string | undefined {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { env, timeout: installDeadlineMs, stdio: 'ignore' } as const;
  console.log('Installing chromium …');
  spawnSync('apt-get', ['update', '-qq'], options);
  spawnSync(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'chromium-sandbox', 'fonts-liberation'],
    options,
  );
  return systemPaths.find((path) => existsSync(path));
}

async function packaged(): Promise<Browser> {
  const { default: chromium } = await import('@sparticuz/chromium');
  const path = await chromium.executablePath();
  return { path, args: [...quiet, '--headless=shell'], says: `Browser: @sparticuz/chromium (${versionOf(path)}).` };
}

function versionOf(path: string): string {
  const { stdout, status } = spawnSync(path, ['--version', '--no-sandbox'], { encoding: 'utf8', timeout: 20_000 });
  return status === 0 ? stdout.trim() : 'does not start';
}
