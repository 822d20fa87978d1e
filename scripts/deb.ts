/** A Debian package from the unpacked tree, by dpkg-deb: electron-builder's own way fetches a tool from the network. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type DebParts = {
  /** `release/linux-unpacked`. */
  readonly unpacked: string;
  readonly icon: string;
  readonly version: string;
  readonly file: string;
};

export const desktopEntry = `[Desktop Entry]
Type=Application
Name=Vestibule
Comment=Rings the front desk when a visitor calls
Exec=/opt/Vestibule/vestibule %U
Icon=vestibule
Terminal=false
Categories=Office;
MimeType=x-scheme-handler/vestibule;
StartupWMClass=Vestibule
`;

const control = (version: string, kilobytes: number) => `Package: vestibule
Version: ${version}
Section: misc
Priority: optional
Architecture: amd64
Maintainer: Vestibule contributors
Installed-Size: ${kilobytes}
Depends: libgtk-3-0t64 | libgtk-3-0, libnotify4, libnss3, libxss1, libxtst6, xdg-utils, libatspi2.0-0t64 | libatspi2.0-0, libuuid1, libsecret-1-0
Recommends: libappindicator3-1
Description: Rings the front desk when a visitor calls
 The desk of a front-desk answering system for ButterflyMX intercoms.
`;

/** Chromium's sandbox helper has to belong to root and carry its bit; without it, or user namespaces, the program does not start. */
const postinst = `#!/bin/sh
set -e
if [ "$1" = configure ]; then
  chmod 4755 "$DPKG_ROOT/opt/Vestibule/chrome-sandbox" || true
  if [ -z "$DPKG_ROOT" ] && command -v update-desktop-database >/dev/null 2>&1; then update-desktop-database -q || true; fi
fi
`;

export function makeDeb({ unpacked, icon, version, file }: DebParts): void {
  const tree = `${file}.tree`;
  rmSync(tree, { recursive: true, force: true });
  const at = (path: string) => {
    mkdirSync(join(tree, path), { recursive: true });
    return join(tree, path);
  };
  cpSync(unpacked, join(at('opt'), 'Vestibule'), { recursive: true });
  symlinkSync('/opt/Vestibule/vestibule', join(at('usr/bin'), 'vestibule'));
  writeFileSync(join(at('usr/share/applications'), 'vestibule.desktop'), desktopEntry);
  cpSync(icon, join(at('usr/share/icons/hicolor/1024x1024/apps'), 'vestibule.png'));
  const size = Number(run('du', ['-sk', tree]).split('\t')[0]);
  writeFileSync(join(at('DEBIAN'), 'control'), control(version, size));
  writeFileSync(join(at('DEBIAN'), 'postinst'), postinst, { mode: 0o755 });
  run('dpkg-deb', ['--root-owner-group', '--build', tree, file]);
  rmSync(tree, { recursive: true, force: true });
}

export function run(command: string, words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} failed: ${stderr || 'it is not installed.'}`);
  return stdout;
}
