/** An HTTPS front on the LAN before the simulator's door panel: its page, its calls and its media rooms, and nothing else of it. */
import { request as askOnward, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { connect } from 'node:net';
import { type Duplex, pipeline } from 'node:stream';
import type { Certificate } from './certificate.ts';
import type { Guests } from './guests.ts';

export type FrontParts = {
  readonly certificate: Certificate;
  /** The address of this machine to listen at. */
  readonly address: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** The simulator, on this machine alone. */
  readonly simulator: URL;
  readonly guests: Guests;
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
export function openFront({ certificate, address, port, simulator, guests }: FrontParts): Promise<Front> {
  const isGuest = (request: IncomingMessage) => guests.knows(request) && isOfOwnPage(request);
  const server = createServer({ ...certificate, maxHeaderSize: 16_384 }, (request, response) => {
    if (!isAllowed(request) || !isGuest(request)) return refuse(response, 404, 'There is nothing at this address.');
    const isCall = request.method === 'POST';
    if (isCall && !guests.mayCall(request.socket.remoteAddress ?? ''))
      return refuse(response, 429, 'Too many calls were placed from here. Wait a few seconds.');
    return passOn(request, response.setHeader('set-cookie', guests.cookie), simulator);
  });
  server.on('upgrade', (request, socket, head) => {
    if (isRoom(request.url ?? '') && isGuest(request)) passOnRoom(request, { socket, head }, simulator);
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

/** A page of another origin has no business here; a program sends none. */
const isOfOwnPage = ({ headers: { origin, host } }: IncomingMessage) =>
  origin === undefined || origin === `https://${host}`;

/** The rest of an upload is not read: the connection ends with the answer. */
const refuse = (response: ServerResponse, status: number, words: string): void =>
  void response.writeHead(status, { 'content-type': 'text/plain', connection: 'close' }).end(words);

/** The simulator is asked at its own name, by its own page; the word is for the front alone. */
function onwardHeaders({ cookie, ...headers }: IncomingHttpHeaders, simulator: URL): IncomingHttpHeaders {
  const origin = headers.origin === undefined ? {} : { origin: simulator.origin };
  return { ...headers, host: simulator.host, ...origin };
}

function passOn(request: IncomingMessage, response: ServerResponse, simulator: URL): void {
  const { method, url: path } = request;
  const { hostname, port } = simulator;
  const headers = onwardHeaders(request.headers, simulator);
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

/** A WebSocket is passed on byte for byte, its first request with the headers that the simulator knows itself by. */
function passOnRoom(
  { url, headers }: IncomingMessage,
  { socket, head }: { readonly socket: Duplex; readonly head: Buffer },
  simulator: URL,
): void {
  const onward = connect({ host: simulator.hostname, port: Number(simulator.port) }, () => {
    const lines = Object.entries(onwardHeaders(headers, simulator)).flatMap(([name, value]) =>
      value === undefined ? [] : [`${name}: ${value}`],
    );
    onward.write(`GET ${url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
    onward.write(head);
    pipeline(socket, onward, () => {});
    pipeline(onward, socket, () => {});
  });
  onward.on('error', () => socket.destroy());
  socket.on('error', () => onward.destroy());
}
