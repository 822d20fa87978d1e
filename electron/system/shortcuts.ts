import { globalShortcut } from 'electron';

/** The keys that work in every program. No global key opens a door, and none uses Ctrl+Alt, which is AltGr. */
export const globalKeys = {
  answer: 'CommandOrControl+Shift+F9',
  silence: 'CommandOrControl+Shift+F10',
} as const;

/** Takes the keys, or leaves them; gives back those that another program has. */
export function takeGlobalKeys(wanted: boolean, pressed: (key: keyof typeof globalKeys) => void): readonly string[] {
  globalShortcut.unregisterAll();
  if (!wanted) return [];
  const names = ['answer', 'silence'] as const;
  return names.flatMap((name) =>
    globalShortcut.register(globalKeys[name], () => pressed(name)) ? [] : [globalKeys[name]],
  );
}
