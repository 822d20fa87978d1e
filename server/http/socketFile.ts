import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { isOursAlone } from './socketTrust.ts';

/** The longest path that a socket file may have on every system we know. */
const longestPath = 100;
const socketName = 'relay.sock';
/** In a data folder whose own path is too long: where the socket file is instead. */
const pointerName = 'relay.sock.path';

/** Where commands look for a running relay: beside its journal, or where a file there says. Nothing need be there. */
export function socketPath(dataDir: string): string {
  const folder = resolve(dataDir);
  if (process.platform === 'win32') return `\\\\.\\pipe\\vestibule-${nameOf(folder)}`;
  const beside = join(folder, socketName);
  return isShort(beside) ? beside : (readPointer(folder) ?? beside);
}

/**
 * Where a relay listens for commands. Where that cannot be beside its journal it is in a folder of this user alone, never in one that
 * others can write to and listen in before us; a file beside the journal says where.
 */
export function placeSocket(dataDir: string): string {
  const path = socketPath(dataDir);
  if (process.platform === 'win32' || (isShort(path) && isPlaced(path, dataDir))) return path;
  const place = join(ownFolder(resolve(dataDir)), socketName);
  writeFileSync(join(dataDir, pointerName), place, { mode: 0o600 });
  return place;
}

const isShort = (path: string) => Buffer.byteLength(path) <= longestPath;
const nameOf = (folder: string) => createHash('sha256').update(folder).digest('hex').slice(0, 16);

/** Beside the journal, or where an earlier start put it and nobody else has been since. */
const isPlaced = (path: string, dataDir: string) => dirname(path) === resolve(dataDir) || isOursAlone(dirname(path));

/** A new folder for its owner alone, in the one that the system keeps for this user's sockets if there is one (XDG Base Directory). */
function ownFolder(dataDir: string): string {
  const kept = process.env.XDG_RUNTIME_DIR;
  const room = kept !== undefined && isOursAlone(kept) ? kept : tmpdir();
  return mkdtempSync(join(room, `vestibule-${nameOf(dataDir).slice(0, 6)}-`));
}

function readPointer(folder: string): string | null {
  try {
    return readFileSync(join(folder, pointerName), 'utf8');
  } catch {
    return null;
  }
}

/** Serves the same routes over the socket file, readable by its owner only. A file that a killed relay left is replaced. */
export async function listenOnFile(
  path: string,
  handle: RequestListener,
  trust: (socket: Socket) => void,
): Promise<Server> {
  rmSync(path, { force: true });
  const server = createServer(handle).on('connection', trust);
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(path, done);
  });
  if (process.platform !== 'win32') chmodSync(path, 0o600);
  return server;
}
