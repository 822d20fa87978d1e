import { lstatSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** The socket file is not surely this user's relay's; the message says why, and what to do. */
export class DistrustedSocket extends Error {
  override readonly name = 'DistrustedSocket';
}

const others = 0o077;
const othersWrite = 0o022;

/** True for a folder, no link to one, that is this user's and that nobody else can enter. */
export function isOursAlone(folder: string): boolean {
  const found = lookAt(folder, lstatSync);
  if (found === null || !isOurs(found)) return false;
  return found.isDirectory() && (found.mode & others) === 0;
}

/**
 * Throws `DistrustedSocket` where somebody else may listen in the relay's place: whoever asks a relay over its socket file sends secrets,
 * and believes the addresses that it is told. Where nothing is there it says nothing.
 */
export function mustBeOurSocket(path: string): void {
  if (process.platform === 'win32') return;
  const socket = lookAt(path, lstatSync);
  if (socket === null) return;
  const folder = lookAt(dirname(path), statSync);
  if (!socket.isSocket()) throw distrusted(path, 'it is no socket');
  if (!isOurs(socket)) throw distrusted(path, `it belongs to user ${socket.uid}`);
  if ((socket.mode & others) !== 0) throw distrusted(path, 'others may open it');
  if (folder === null || !isOurs(folder)) throw distrusted(path, 'its folder is not yours');
  if ((folder.mode & othersWrite) !== 0) throw distrusted(path, 'others may write in its folder');
}

const distrusted = (path: string, why: string) =>
  new DistrustedSocket(
    `The relay is not asked over ${path}: ${why}. Run this command as the user that runs the relay; keep its data folder to that user alone (chmod 700), and start the relay again.`,
  );

const isOurs = ({ uid }: Stats) => uid === process.getuid?.();

function lookAt(path: string, look: (path: string) => Stats): Stats | null {
  try {
    return look(path);
  } catch {
    return null;
  }
}
