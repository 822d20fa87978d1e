import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { type Duplex, pipeline } from 'node:stream';

/** A front before a relay: it serves a page of its own at `/desk` and passes everything else on, sockets too. */
export type Front = {
  readonly address: string;
  /** The relay that is behind it; it may be started once the front's address is known. */
  readonly standBefore: (relay: string) => void;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

const kinds: ReadonlyMap<string, string> = new Map([
  ['html', 'text/html'],
  ['js', 'text/javascript'],
  ['css', 'text/css'],
]);

/** `pages` is a folder as the build leaves it: `desk/index.html` and `assets`. */
export async function aFront(pages: string): Promise<Front> {
  let relay = new URL('http://127.0.0.1:9');
  const connections = new Set<Socket>();
  const server = createServer((asked, response) => {
    const file = /^\/desk\/?$/.test(asked.url ?? '')
      ? 'desk/index.html'
      : /^\/desk\/(assets\/[\w.-]+)$/.exec(asked.url ?? '')?.[1];
    if (file === undefined) passOn(asked, response, relay);
    else
      response
        .setHeader('content-type', kinds.get(file.split('.').at(-1) ?? '') ?? '')
        .end(readFileSync(join(pages, file)));
  });
  server.on('connection', (connection) => {
    connections.add(connection);
    connection.on('close', () => connections.delete(connection));
  });
  server.on('upgrade', (asked, socket, head) => passOnSocket(asked, { socket, head }, relay));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  return {
    address: `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : 0}`,
    standBefore: (address) => {
      relay = new URL(address);
    },
    [Symbol.asyncDispose]: async () => {
      for (const connection of connections) connection.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function passOn(asked: IncomingMessage, response: ServerResponse, { hostname, port }: URL): void {
  const { method, url, headers } = asked;
  const onward = request({ hostname, port, method, path: url, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    pipeline(answer, response, () => {});
  });
  onward.on('error', () => response.destroy());
  pipeline(asked, onward, () => {});
}

/** Byte for byte, its first request too. */
function passOnSocket(
  { url, rawHeaders }: IncomingMessage,
  { socket, head }: { readonly socket: Duplex; readonly head: Buffer },
  { hostname, port }: URL,
): void {
  const onward = connect({ host: hostname, port: Number(port) }, () => {
    const lines = rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${rawHeaders[index + 1]}`] : []));
    onward.write(`GET ${url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
    onward.write(head);
    pipeline(socket, onward, () => {});
    pipeline(onward, socket, () => {});
  });
  onward.on('error', () => socket.destroy());
  socket.on('error', () => onward.destroy());
}
