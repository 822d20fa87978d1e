import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Contender } from './contenders.ts';
import { overWebSocket } from './seats.ts';

const modulePath = '/usr/lib/nginx/modules/ngx_nchan_module.so';

/** True where nginx and its nchan module are installed (Debian: nginx-light, libnginx-mod-nchan). */
export const hasNchan = (): boolean =>
  existsSync(modulePath) && spawnSync('nginx', ['-v'], { stdio: 'ignore' }).status === 0;

/** The reference: nginx with nchan, in C: takes a POST and hands it to every WebSocket of one channel, from memory. It checks nothing and stores nothing on disk. */
export async function nchan(): Promise<Contender> {
  const folder = mkdtempSync(join(tmpdir(), 'vestibule-bench-'));
  const port = await freePort();
  writeFileSync(join(folder, 'nginx.conf'), configuration(folder, port));
  const child = spawn('nginx', ['-c', join(folder, 'nginx.conf'), '-p', folder], { stdio: 'ignore' });
  const address = `http://127.0.0.1:${port}`;
  await untilItAnswers(`${address}/alive`);
  return {
    hook: `${address}/hooks/any`,
    address,
    pid: child.pid ?? 0,
    token: async () => 'any',
    hookOf: async () => `${address}/hooks/any`,
    open: overWebSocket,
    taken: [201, 202],
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** One process without workers, so that its memory and processor time are read from one pid. */
const configuration = (folder: string, port: number) => `
load_module ${modulePath};
daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
events { worker_connections 4096; }
http {
  access_log off;
  client_body_temp_path ${folder}; proxy_temp_path ${folder}; fastcgi_temp_path ${folder}; uwsgi_temp_path ${folder}; scgi_temp_path ${folder};
  keepalive_requests 10000000;
  server {
    listen 127.0.0.1:${port};
    location = /alive { return 204; }
    location /hooks/ { nchan_publisher http; nchan_channel_id calls; nchan_message_buffer_length 10; nchan_message_timeout 60s; }
    location = /desk { nchan_subscriber websocket; nchan_channel_id calls; nchan_subscriber_first_message newest; }
  }
}
`;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.address());
  server.close();
  await once(server, 'close');
  return port;
}

async function untilItAnswers(url: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const answer = await fetch(url).catch(() => null);
    if (answer !== null) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('nginx did not start.');
}
