import { readFileSync } from 'node:fs';

/** The standard input, by the name that commands commonly give it. */
const standardInput = '-';

/** A secret from a file, or from the standard input for `-`, without the line's end: what is typed stays in the shell's history. Null when there is none. */
export function readSecret(file: string): string | null {
  try {
    const secret = readFileSync(file === standardInput ? 0 : file, 'utf8').replace(/\r?\n$/, '');
    return secret === '' ? null : secret;
  } catch {
    return null;
  }
}
