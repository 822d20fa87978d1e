import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { z } from 'zod';

/** A web server that leads to relays only below paths of its own; beside them it answers 404. */
export type PathProxy = {
  /** Without a path. */
  readonly origin: string;
  /** From now on what is asked for below this path is asked of this relay. */
  readonly lead: (path: string, relay: string) => void;
  /** From now on no connection becomes a WebSocket. */
  readonly refuseWebSockets: () => void;
  /** From now on these paths, as the browser asks them, are answered 404. */
  readonly hide: (pattern: RegExp) => void;
  /** Everything that was asked for beside the paths. */
  readonly astray: () => readonly string[];
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

type Form = {
  /** Whether the path is taken away before the relay is asked, as nginx does where `proxy_pass` ends with a slash. */
  readonly strips: boolean;
};

export async function aPathProxy({ strips }: Form): Promise<PathProxy> {
  const ways = new Map<string, URL>();
  let hidden: RegExp | null = null;
  let hasWebSockets = true;
  const astray: string[] = [];
  const open = new Set<Duplex>();

  /** The request to the relay; null where nothing leads there. */
  function passed({ url = '', method, headers, socket }: IncomingMessage) {
    const way = [...ways].find(([path]) => url.startsWith(`${path}/`));
    if (way === undefined) astray.push(url);
    if (way === undefined || hidden?.test(url) === true) return null;
    const [path, { hostname, port }] = way;
    const forwarded = { ...headers, 'x-forwarded-for': socket.remoteAddress, 'x-forwarded-proto': 'http' };
    return request({ hostname, port, method, path: strips ? url.slice(path.length) : url, headers: forwarded });
  }
  function answer(incoming: IncomingMessage, response: ServerResponse): void {
    const asked = passed(incoming);
    if (asked === null) return void response.writeHead(404).end('another page');
    asked.on('response', (from) => {
      response.writeHead(from.statusCode ?? 502, from.headers);
      from.pipe(response);
    });
    asked.on('error', () => response.destroy());
    response.on('close', () => asked.destroy());
    incoming.pipe(asked);
  }
  function upgrade(incoming: IncomingMessage, near: Duplex): void {
    const asked = hasWebSockets ? passed(incoming) : null;
    if (asked === null)
      return void near.end('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
    asked.on('response', ({ statusCode }) => near.end(`HTTP/1.1 ${statusCode} Refused\r\nconnection: close\r\n\r\n`));
    asked.on('upgrade', ({ rawHeaders }, far, head) => {
      const pairs = rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${rawHeaders[at + 1]}\r\n`] : []));
      near.write(`HTTP/1.1 101 Switching Protocols\r\n${pairs.join('')}\r\n`);
      near.write(head);
      far.pipe(near).pipe(far);
      for (const [end, other] of [[far, near] as const, [near, far] as const])
        end.on('error', () => {}).on('close', () => other.destroy());
    });
    asked.on('error', () => near.destroy());
    asked.end();
  }

  const server = createServer(answer).on('upgrade', upgrade);
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return {
    origin: `http://127.0.0.1:${port}`,
    lead: (path, relay) => void ways.set(path, new URL(relay)),
    refuseWebSockets: () => {
      hasWebSockets = false;
    },
    hide: (pattern) => {
      hidden = pattern;
    },
    astray: () => astray,
    [Symbol.asyncDispose]: async () => {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
