import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';
import type { LoginState } from '../../protocol/bridge.ts';

/** The word with which the system starts this program at login: then it stays in the tray. */
export const hiddenWord = '--hidden';

export type Login = { readonly set: (wanted: boolean) => void; readonly state: () => LoginState };

/** Starting at login, as it really is: what the system says, not what was asked of it. */
export function makeLogin(parts: {
  readonly platform: NodeJS.Platform;
  readonly executable: string;
  /** The folder of the desktop's autostart entries, on Linux. */
  readonly autostart: string;
  readonly isPackaged: boolean;
}): Login {
  if (!parts.isPackaged) return { set: () => {}, state: () => 'not-supported' };
  return parts.platform === 'linux' ? linuxLogin(parts.autostart, parts.executable) : systemLogin(parts.platform);
}

function systemLogin(platform: NodeJS.Platform): Login {
  const how = platform === 'win32' ? { args: [hiddenWord] } : {};
  return {
    set: (wanted) => app.setLoginItemSettings({ openAtLogin: wanted, ...how }),
    state: () => {
      const { openAtLogin, executableWillLaunchAtLogin, status } = app.getLoginItemSettings(how);
      if (status === 'requires-approval') return 'needs-approval';
      const works = platform === 'win32' ? executableWillLaunchAtLogin : openAtLogin;
      return works ? 'on' : 'off';
    },
  };
}

/** Electron has no such call on Linux: an entry by the freedesktop.org autostart rules, which a later upgrade of the program keeps true. */
function linuxLogin(folder: string, executable: string): Login {
  const file = join(folder, 'vestibule.desktop');
  const entry = `[Desktop Entry]
Type=Application
Name=Vestibule
Comment=Rings when a visitor calls
Exec="${executable.replace(/["\\$\x60]/g, '\\$&')}" ${hiddenWord}
X-GNOME-Autostart-enabled=true
`;
  return {
    set: (wanted) => {
      if (!wanted) return rmSync(file, { force: true });
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, entry);
    },
    state: () => (isInForce(file, executable) ? 'on' : 'off'),
  };
}

/** An entry counts when nobody has switched it off and the program that it names is there and can run. */
function isInForce(file: string, executable: string): boolean {
  if (!existsSync(file)) return false;
  const text = readFileSync(file, 'utf8');
  if (/^(Hidden=true|X-GNOME-Autostart-enabled=false)$/m.test(text) || !text.includes(executable)) return false;
  try {
    accessSync(executable, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
