/** The packed tree, made as for a user but with a stub in Electron's place; and electron-builder's own schema for the systems that cannot be packed here. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractFile, listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { load } from 'js-yaml';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { desktopEntry } from '../../scripts/deb.ts';
import { findRefusal, Publishing } from '../../scripts/publishing.ts';

const root = join(import.meta.dirname, '../..');
const out = `release/test-${process.pid}`;
const release = join(root, out);
const asar = join(release, 'linux-unpacked/resources/app.asar');
const configuration = z
  .record(z.string(), z.unknown())
  .parse(load(readFileSync(join(root, 'electron-builder.yml'), 'utf8')));

beforeAll(() => {
  const packed = spawnSync(process.execPath, ['scripts/package.ts', '--stub', '--out', out], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(packed.stderr + packed.stdout).toContain('Packed into');
}, 120_000);
afterAll(() => rmSync(release, { recursive: true, force: true }));

test('the package holds bundles and its manifest, and nothing else', () => {
  const files = listPackage(asar, { isPack: false }).filter((path) => /\.\w+$/.test(path));
  const strange = files.filter(
    (path) => !/^\/(package\.json|out\/(main|preload|renderer|icons)\/[\w./-]+\.(cjs|js|css|html|png))$/.test(path),
  );
  expect(strange).toEqual([]);
  for (const needed of [
    '/package.json',
    '/out/main/main.cjs',
    '/out/preload/preload.cjs',
    '/out/renderer/desk/index.html',
    '/out/renderer/ring/index.html',
  ])
    expect(files).toContain(needed);
});

test('no map, no secret and no path of the machine that built it is in the package', () => {
  for (const path of listPackage(asar, { isPack: false }).filter((name) => /\.(cjs|js|css|html|json)$/.test(name))) {
    const text = extractFile(asar, path.slice(1)).toString('utf8');
    expect(text.includes('sourceMappingURL'), path).toBe(false);
    expect(text.includes(root), path).toBe(false);
    expect(/-----BEGIN [A-Z ]*PRIVATE KEY|VESTIBULE_[A-Z_]*TOKEN=/.test(text), path).toBe(false);
  }
});

test('the preload asks for electron alone', () => {
  const text = extractFile(asar, 'out/preload/preload.cjs').toString('utf8');
  const asked = [...text.matchAll(/require\([`'"]([^`'"]+)[`'"]\)/g)].map(([, name]) => name);
  expect(asked).toEqual(['electron']);
});

test('every fuse is as the checklist wants it', async () => {
  const wire = await getCurrentFuseWire(join(release, 'linux-unpacked/vestibule'));
  const isOn = (fuse: FuseV1Options) => wire[fuse] === FuseState.ENABLE;
  expect(isOn(FuseV1Options.RunAsNode)).toBe(false);
  expect(isOn(FuseV1Options.EnableCookieEncryption)).toBe(true);
  expect(isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable)).toBe(false);
  expect(isOn(FuseV1Options.EnableNodeCliInspectArguments)).toBe(false);
  expect(isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation)).toBe(true);
  expect(isOn(FuseV1Options.OnlyLoadAppFromAsar)).toBe(true);
  expect(isOn(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot)).toBe(false);
  expect(isOn(FuseV1Options.GrantFileProtocolExtraPrivileges)).toBe(false);
});

test('the desktop file has what the menu and the links need', () => {
  expect(desktopEntry).toMatch(/^\[Desktop Entry\]\nType=Application\n/);
  for (const key of ['Name', 'Exec', 'Icon', 'Categories', 'MimeType'])
    expect(desktopEntry).toMatch(new RegExp(`^${key}=.+$`, 'm'));
  expect(desktopEntry).toContain('x-scheme-handler/vestibule;');
});

test('the archive unpacks into one folder with the program in it', () => {
  const { stdout } = spawnSync('tar', ['-tzf', join(release, 'vestibule-0.1.0.tar.gz')], { encoding: 'utf8' });
  const names = stdout.trim().split('\n');
  expect(names.filter((name) => !name.startsWith('vestibule-0.1.0/'))).toEqual([]);
  expect(names).toContain('vestibule-0.1.0/vestibule');
  expect(names).toContain('vestibule-0.1.0/resources/app.asar');
});

const hasDpkg = existsSync('/usr/bin/dpkg');
test.runIf(hasDpkg)('the Debian package installs into a scratch root and leaves it as it was', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'vestibule-root-'));
  try {
    for (const folder of ['var/lib/dpkg/info', 'var/lib/dpkg/updates', 'var/lib/dpkg/triggers'])
      mkdirSync(join(scratch, folder), { recursive: true });
    spawnSync('touch', [join(scratch, 'var/lib/dpkg/status')]);
    const dpkg = (...words: string[]) =>
      spawnSync(
        'dpkg',
        [
          `--root=${scratch}`,
          '--force-depends',
          '--force-not-root',
          '--force-script-chrootless',
          '--no-triggers',
          ...words,
        ],
        { encoding: 'utf8', env: { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/sbin` } },
      );
    const deb = join(release, 'vestibule_0.1.0_amd64.deb');
    const installed = dpkg('-i', deb);
    expect(installed.status, installed.stderr).toBe(0);
    for (const path of [
      'opt/Vestibule/vestibule',
      'usr/share/applications/vestibule.desktop',
      'usr/share/icons/hicolor/1024x1024/apps/vestibule.png',
    ])
      expect(existsSync(join(scratch, path)), path).toBe(true);
    expect(statSync(join(scratch, 'opt/Vestibule/vestibule')).mode & 0o111).not.toBe(0);
    expect(statSync(join(scratch, 'opt/Vestibule/chrome-sandbox')).mode & 0o7777).toBe(0o4755);
    const removed = dpkg('-P', 'vestibule');
    expect(removed.status, removed.stderr).toBe(0);
    expect(existsSync(join(scratch, 'opt/Vestibule'))).toBe(false);
    expect(existsSync(join(scratch, 'usr/share/applications/vestibule.desktop'))).toBe(false);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
});

test('electron-builder accepts the configuration of every system', async () => {
  const schema: unknown = JSON.parse(readFileSync(join(root, 'node_modules/app-builder-lib/scheme.json'), 'utf8'));
  const { default: Ajv } = await import('ajv');
  const validate = new Ajv({ allErrors: true, strict: false, validateFormats: false }).compile(
    z.record(z.string(), z.unknown()).parse(schema),
  );
  expect(validate(configuration), JSON.stringify(validate.errors)).toBe(true);
  expect(validate({ ...configuration, hardenedRuntimes: true })).toBe(false);
});

test('no Windows package is made without the name on its certificate, and none with a feed that is not https', () => {
  expect(findRefusal('win', Publishing.parse(configuration))).toContain('publisherName');
  expect(findRefusal('win', { win: { signtoolOptions: { publisherName: [' '] } } })).toContain('publisherName');
  expect(findRefusal('win', { win: { signtoolOptions: { publisherName: 'Harbor House Ltd' } } })).toBeNull();
  expect(findRefusal('linux', { publish: { provider: 'generic', url: 'http://updates.example.com' } })).toContain(
    'https',
  );
  const refused = spawnSync(process.execPath, ['scripts/package.ts', 'win'], { cwd: root, encoding: 'utf8' });
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain('publisherName');
});
