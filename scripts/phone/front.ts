/** An HTTPS front on the LAN before the simulator's door panel: its page, its calls and its media rooms, and nothing else of it. */
import { request as askOnward, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { connect } from 'node:net';
import { type Duplex, pipeline } from 'node:stream';
import type { Certificate } from './certificate.ts';

export type FrontParts = {
  readonly certificate: Certificate;
  /** The address of this machine to listen at. */
  readonly address: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** The simulator, on this machine alone. */
  readonly simulator: URL;
};

/** What a visitor's panel needs. The vendor's API, OAuth and the switches for misbehaviour stay on this machine. */
const shown: readonly (readonly [method: RegExp, path: RegExp])[] = [
  [/^(GET|HEAD)$/, /^\/(\?[^/]*)?$/],
  [/^(GET|HEAD)$/, /^\/(assets\/[\w.-]+|favicon\.ico)$/],
  [/^GET$/, /^\/panel\/sites$/],
  [/^POST$/, /^\/panel\/calls$/],
  [/^(GET|DELETE)$/, /^\/panel\/calls\/[\w-]+$/],
];
const isRoom = (path: string) => /^\/rooms\/[\w-]+$/.test(path);

export type Front = { readonly origin: string; readonly close: () => void };

/** Resolves once it listens; rejects when it cannot. */
export function openFront({ certificate, address, port, simulator }: FrontParts): Promise<Front> {
  const server = createServer({ ...certificate, maxHeaderSize: 16_384 }, (request, response) => {
    if (isAllowed(request)) passOn(request, response, simulator);
    else response.writeHead(404, { 'content-type': 'text/plain' }).end('There is nothing at this address.');
  });
  server.on('upgrade', (request, socket, head) => {
    if (isRoom(request.url ?? '')) passOnRoom(request, { socket, head }, simulator);
    else socket.destroy();
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, () => {
      const bound = server.address();
      const at = typeof bound === 'object' && bound !== null ? bound.port : port;
      resolve({
        origin: `https://${address}:${at}`,
        close: () => {
          server.close();
          server.closeAllConnections();
        },
      });
    });
  });
}

const isAllowed = ({ method = '', url = '' }: IncomingMessage) =>
  shown.some(([methods, path]) => methods.test(method) && path.test(url));

/** Headers go as they came, the host too: the simulator compares it with the page's origin. */
function passOn(request: IncomingMessage, response: ServerResponse, { hostname, port }: URL): void {
  const { method, url: path, headers } = request;
  const onward = askOnward({ hostname, port, method, path, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    pipeline(answer, response, () => {});
  });
  onward.on('error', () => {
    if (!response.headersSent) response.writeHead(502, { 'content-type': 'text/plain' });
    response.end('The simulator does not answer.');
  });
  pipeline(request, onward, () => {});
}

/** A WebSocket is passed on as it is, byte for byte, its first request too. */
function passOnRoom(
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
