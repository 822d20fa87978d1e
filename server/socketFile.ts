import { createHash } from 'node:crypto';
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The longest path that a socket file may have on every system we know. */
const longestPath = 100;

/** Where commands find a running relay: beside its journal, or in the temporary folder when that path is too long. */
export function socketPath(dataDir: string): string {
  const folder = resolve(dataDir);
  if (process.platform === 'win32') return `\\\\.\\pipe\\vestibule-${nameOf(folder)}`;
  const beside = join(folder, 'relay.sock');
  return Buffer.byteLength(beside) <= longestPath ? beside : join(tmpdir(), `vestibule-${nameOf(folder)}.sock`);
}

const nameOf = (folder: string) => createHash('sha256').update(folder).digest('hex').slice(0, 16);

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
