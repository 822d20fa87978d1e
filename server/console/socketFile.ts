import { createHash } from 'node:crypto';
import { chmod, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { FastifyInstance } from 'fastify';

/** The longest path that every system takes for a socket file, in bytes. */
const longestPath = 100;

/** Where commands find the relay of a data folder: inside it, or under a short name of its own where the path is too long. */
export function socketFileOf(dataDir: string): string {
  const folder = resolve(dataDir);
  const path = join(folder, 'relay.sock');
  if (Buffer.byteLength(path) <= longestPath) return path;
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  return join(tmpdir(), `vestibule-${name}.sock`);
}

/** Listens on the socket file, for its owner alone. Who holds the data folder's lock may remove a file that an earlier run left. */
export async function listenOnSocketFile(app: FastifyInstance, dataDir: string): Promise<string> {
  const path = socketFileOf(dataDir);
  await rm(path, { force: true });
  await app.listen({ path });
  await chmod(path, 0o600);
  return path;
}
