import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { aConnection, type RawConnection } from '../harness/aConnection.ts';
import { within } from './scenario.ts';

/** A proxy that keeps its connections to the relay for the next request: nginx where it is installed, else one of our own. */
export type KeepingProxy = {
  readonly address: string;
  readonly kind: 'nginx' | 'a proxy of our own';
  readonly close: () => Promise<void>;
};

export type KeepingOptions = {
  readonly target: string;
  /** How long it keeps an idle connection. */
  readonly idleMs: number;
};

const nginx = ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/opt/homebrew/bin/nginx'].find(existsSync);

export const aKeepingProxy = (options: KeepingOptions): Promise<KeepingProxy> =>
  nginx === undefined ? ourOwn(options) : anNginx(nginx, options);

const Address = z.object({ port: z.number() });

/** A port that was free a moment ago. */
async function aFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = Address.parse(server.address());
  server.close();
  return port;
}

async function anNginx(program: string, { target, idleMs }: KeepingOptions): Promise<KeepingProxy> {
  const folder = mkdtempSync(join(tmpdir(), 'vestibule-nginx-'));
  const port = await aFreePort();
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, settings({ folder, port, relay: new URL(target).host, idleMs }));
  const child = spawn(program, ['-c', file, '-p', folder, '-e', join(folder, 'error.log')], { stdio: 'ignore' });
  const address = `http://127.0.0.1:${port}`;
  const answers = () =>
    fetch(`${address}/healthz`)
      .then(({ ok }) => ok)
      .catch(() => false);
  if (!(await within(10_000, answers))) throw new Error(`${program} did not start; see ${folder}/error.log`);
  return {
    address,
    kind: 'nginx',
    close: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type Settings = { readonly folder: string; readonly port: number; readonly relay: string; readonly idleMs: number };

/** As docs/install.md has it, but for the time. */
const settings = ({ folder, port, relay, idleMs }: Settings) => `
daemon off;
pid ${folder}/nginx.pid;
worker_processes 1;
${process.getuid?.() === 0 ? 'user root;' : ''}
events { worker_connections 1024; }
http {
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
  upstream relay {
    server ${relay};
    keepalive 64;
    keepalive_timeout ${idleMs}ms;
  }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://relay;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    }
  }
}
`;

/** Like nginx it tries a request once, answers 502 when the connection ended without an answer, and believes \`Connection: close\`. */
async function ourOwn({ target, idleMs }: KeepingOptions): Promise<KeepingProxy> {
  const kept: RawConnection[] = [];
  const keep = (connection: RawConnection) => {
    kept.push(connection);
    setTimeout(() => {
      const [old] = kept.splice(kept.indexOf(connection) >>> 0, 1);
      old?.[Symbol.dispose]();
    }, idleMs).unref();
  };
  const forward: RequestListener = async (request, response) => {
    const body = await text(request);
    const connection = kept.pop() ?? (await aConnection(target));
    try {
      const { status, head, body: told } = await connection.ask(`${request.method} ${request.url} HTTP/1.1`, body);
      response.writeHead(status).end(told);
      if (/^connection: close/im.test(head)) connection[Symbol.dispose]();
      else keep(connection);
    } catch {
      response.writeHead(502).end();
    }
  };
  const server = createServer((request, response) => void forward(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${Address.parse(server.address()).port}`,
    kind: 'a proxy of our own',
    close: async () => {
      server.closeAllConnections();
      server.close();
      for (const connection of kept) connection[Symbol.dispose]();
    },
  };
}
