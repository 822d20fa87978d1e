import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { CameFrom } from './cameFrom.ts';
import type { Crowd } from './pendingConnections.ts';

/** The relay's plain connections: a stranger's ends with its first answer, one that was known once is kept for the next. */
export type Connections = {
  /** Somebody showed a good key or token with this request: its connection is kept from now on. */
  readonly known: (request: IncomingMessage) => void;
  /** Begins to watch a server; after everybody else who listens to its requests, for it must hear them first. */
  readonly watch: (server: Server) => void;
};

export type ConnectionParts = {
  readonly crowd: Crowd;
  readonly cameFrom: CameFrom;
  /** How many may stand at once; the system would refuse more in ways that nobody is told of. */
  readonly most: number;
  /** How long a known connection may be idle; longer than any proxy keeps it, so that the relay never hangs up while a delivery is on its way. */
  readonly idleMs: number;
  /** One more than may stand came, and was dropped. */
  readonly dropped: () => void;
  /** Somebody who is known came by a proxy that the operator did not name. */
  readonly cameByUnnamedProxy: () => void;
};

/** What a stranger gets must be had by then. What it sends is cut off sooner: by the server's own limits, within 10 s. */
const strangerMs = 30_000;

export function watchConnections(parts: ConnectionParts): Connections {
  const { crowd, cameFrom, most, idleMs } = parts;
  const keepable = new WeakMap<Socket, ServerResponse[]>();

  function arrive(socket: Socket): void {
    if (cameFrom.isTrusted(socket.remoteAddress)) return;
    const address = cameFrom.peerOf(socket.remoteAddress);
    crowd.came(socket, { address, withinMs: strangerMs, close: () => void socket.destroy() });
    socket.once('close', () => crowd.settled(socket));
  }

  /** Told in the answer, a proxy knows that the connection ends; closed later, its next delivery could meet the closing. */
  function ask(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    if (!crowd.has(socket)) return;
    cameFrom.isUnnamedProxy(request);
    if (!response.shouldKeepAlive) return;
    response.shouldKeepAlive = false;
    const earlier = keepable.get(socket);
    if (earlier === undefined) keepable.set(socket, [response]);
    else earlier.push(response);
  }

  return {
    known: (request) => {
      if (cameFrom.isUnnamedProxy(request)) parts.cameByUnnamedProxy();
      const { socket } = request;
      crowd.settled(socket);
      for (const answer of keepable.get(socket) ?? []) answer.shouldKeepAlive = true;
      keepable.delete(socket);
    },
    watch: (server) => {
      server.maxConnections = most;
      server.keepAliveTimeout = idleMs;
      server.on('drop', parts.dropped);
      server.on('connection', arrive);
      server.on('upgrade', ({ socket }) => crowd.settled(socket));
      server.prependListener('request', ask);
    },
  };
}

/** Where whoever gets past the first look has shown a good key or token. */
const guarded = /^\/(hooks\/|api\/(?!openapi\.json$))/;
/** Where an answer below 300 takes a token or a code. */
const asked = /^\/(snapshots\/|enrol$|metrics$)/;

/**
 * Tells of every request that showed a good key, code or token; of a delivery before its body has come, for a crowd must not push it out. Its
 * hooks wait for nothing, so they make no promise: every delivery passes them.
 */
export function tellKnown(app: FastifyInstance, known: Connections['known']): void {
  app.addHook('preParsing', ({ raw, routeOptions }, _reply, _payload, done) => {
    if (guarded.test(routeOptions.url ?? '')) known(raw);
    done();
  });
  app.addHook('onSend', ({ raw, routeOptions }, reply, _payload, done) => {
    if (reply.statusCode < 300 && asked.test(routeOptions.url ?? '')) known(raw);
    done();
  });
}
