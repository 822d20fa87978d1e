import { existsSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { EpochMs } from '../../../protocol/call.ts';

/** SQLite's words for a file whose bytes are wrong: 11 malformed, 26 no database at all. The high bits only refine them. */
const damageCodes = new Set([11, 26]);

/** True when SQLite says that the file itself is damaged; reading or writing it again will not help. */
export const isDamage = (error: unknown): boolean =>
  error instanceof Error &&
  'errcode' in error &&
  typeof error.errcode === 'number' &&
  damageCodes.has(error.errcode & 0xff);

/** Damage that we found ourselves, in SQLite's form. */
export const damaged = (what: string): Error =>
  Object.assign(new Error(`The journal is damaged: ${what}.`), { errcode: 11 });

/** A larger file is read through in the background after the start: a visitor does not wait for it. */
const mostReadAtStart = 64 * 1024 * 1024;

/** True when the whole file may be read before the first call is taken: it is small, or known to be damaged. */
export const isReadWholeAtStart = (path: string): boolean =>
  existsSync(markOf(path)) || (statSync(path, { throwIfNoEntry: false })?.size ?? 0) <= mostReadAtStart;

/** Throws like SQLite does when a page is damaged. Reads every page; indexes are not compared with their tables. */
export function readThrough(database: DatabaseSync): void {
  const found = database.prepare('pragma quick_check(1)').get()?.quick_check;
  if (found !== 'ok') throw damaged(String(found));
}

/** Remembers that a running relay found damage, so that the next start looks at the whole file. */
export const markDamaged = (path: string): void => writeFileSync(markOf(path), '', { mode: 0o600 });

/** Moves the damaged file and its log out of the way, for a person to look at; gives its new name, with the time in milliseconds. */
export function setAside(folder: string, name: string, at: EpochMs): string {
  const aside = `damaged-${at}-${name}`;
  for (const ending of ['', '-wal', '-shm']) {
    const path = join(folder, `${name}${ending}`);
    if (existsSync(path)) renameSync(path, join(folder, `${aside}${ending}`));
  }
  rmSync(markOf(join(folder, name)), { force: true });
  return aside;
}

const markOf = (path: string) => `${path}.damaged`;
