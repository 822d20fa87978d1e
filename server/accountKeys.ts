import { createHash, randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { err, ok, type Result } from '../protocol/result.ts';

/** 32 bytes that seal secrets, and a short name by which a sealed blob tells which key it needs. */
export type Key = { readonly id: string; readonly bytes: Buffer };

export type Keys = {
  /** Every key that is known; the first one seals. */
  readonly all: () => readonly Key[];
  /** The key that seals; made, and on disk, before it is given for the first time. A sentence when there can be none. */
  readonly sealing: () => Result<Key, string>;
  /** Why no key could be read, in words; null when nothing is wrong. */
  readonly trouble: () => string | null;
};

const keyBytes = 32;

/** True for the text of one key: 32 bytes in base64. */
export const isKey = (text: string): boolean =>
  /^[A-Za-z0-9+/_-]{43}=?$/.test(text) && Buffer.from(text, 'base64').length === keyBytes;

const keyOf = (text: string): Key => {
  const bytes = Buffer.from(text, 'base64');
  const id = createHash('sha256').update('vestibule account key').update(bytes).digest('hex').slice(0, 8);
  return { id, bytes };
};

/** The keys that the environment gives, then those of the file, one a line; the file is made when a secret is sealed and there is no key yet. */
export function accountKeys({ given, file }: { readonly given: readonly string[]; readonly file: string }): Keys {
  let read = readKeys(file);
  const all = () => [...given.map(keyOf), ...(read.ok ? read.value : [])];
  return {
    all,
    sealing: () => {
      const [first] = all();
      if (first !== undefined) return ok(first);
      if (read.ok) read = makeKey(file);
      const [made] = read.ok ? read.value : [];
      return made === undefined ? err(read.ok ? `There is no key in ${file}.` : read.error) : ok(made);
    },
    trouble: () => (read.ok ? null : read.error),
  };
}

function readKeys(file: string): Result<readonly Key[], string> {
  try {
    const lines = readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
    if (lines.length > 0 && lines.every(isKey)) return ok(lines.map(keyOf));
    return err(`The key file ${file} holds no key: each line is 32 bytes in base64. Put the right file back.`);
  } catch (error) {
    return hasCode(error, 'ENOENT')
      ? ok([])
      : err(`The key file ${file} cannot be read. Make it readable for the relay's user.`);
  }
}

const hasCode = (error: unknown, code: string) => error instanceof Error && 'code' in error && error.code === code;

/** On disk, with its name in the folder, before anything is sealed with it: a key that a power cut takes makes every account refused. */
function makeKey(file: string): Result<readonly Key[], string> {
  try {
    const text = randomBytes(keyBytes).toString('base64');
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const opened = openSync(file, 'wx', 0o600);
    writeSync(opened, `${text}\n`);
    fsyncSync(opened);
    closeSync(opened);
    syncFolder(dirname(file));
    return ok([keyOf(text)]);
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return readKeys(file);
    return err(`The key file ${file} cannot be written. Make its folder writable, or set VESTIBULE_KEY_FILE.`);
  }
}

/** Windows opens no folder; its file system keeps the name without being asked. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const opened = openSync(folder, 'r');
  fsyncSync(opened);
  closeSync(opened);
}
