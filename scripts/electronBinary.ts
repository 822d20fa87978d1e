import { existsSync } from 'node:fs';
import { join } from 'node:path';

const names: Readonly<Record<string, string>> = {
  win32: 'electron.exe',
  darwin: 'Electron.app/Contents/MacOS/Electron',
};

/** Electron's binary, looked for as a file only: asking the package for it would start a download. */
export function electronBinary(root: string, platform: NodeJS.Platform = process.platform): string | null {
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(root, 'node_modules/electron/dist');
  const path = join(folder, names[platform] ?? 'electron');
  return existsSync(path) ? path : null;
}

/** Whether a window could be shown here at all. */
export const hasDisplay = (platform: NodeJS.Platform = process.platform): boolean =>
  platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
