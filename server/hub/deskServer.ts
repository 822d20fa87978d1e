import type * as http from 'node:http';
import { type Namespace, Server, type Socket } from 'socket.io';
import { WebSocketServer } from 'ws';
import type { DeskToRelay, RelayToDesk } from '../../protocol/desk.ts';
import type { Seat } from '../desks/seats.ts';
import { desktopOrigins, isAllowedOrigin } from '../http/origin.ts';
import type { Strangers } from '../http/strangers.ts';
import { sessionsOf } from './sessions.ts';

type SeatData = { seat: Seat };
export type DeskSocket = Socket<DeskToRelay, RelayToDesk, Record<string, never>, SeatData>;
export type DeskNamespace = Namespace<DeskToRelay, RelayToDesk, Record<string, never>, SeatData>;

/** Socket.IO beside the relay's own HTTP, for desks alone. */
export type DeskServer = {
  readonly namespace: DeskNamespace;
  /** Its token is good: it is no stranger for as long as it is seated. */
  readonly seated: (socket: DeskSocket) => void;
  readonly close: () => Promise<void>;
};

export type DeskServerParts = {
  readonly httpServer: http.Server;
  readonly allowedOrigins: readonly string[];
  /** Whether a request calls the relay by a name of its own. */
  readonly isOurHost: (request: http.IncomingMessage) => boolean;
  /** Told of a page that was refused for where it comes from. */
  readonly originRefused: (origin: string) => void;
  readonly strangers: Strangers;
};

/** Heartbeat 5 s + 4 s: the defaults see a dead desk after 45 s, longer than a ring. */
const heartbeat = { pingInterval: 5_000, pingTimeout: 4_000 };

/** Without a limit on its closing handshake, a socket that never answers is kept for 30 s more. */
class PromptlyClosing extends WebSocketServer {
  constructor(options: ConstructorParameters<typeof WebSocketServer>[0]) {
    super({ ...options, ...{ closeTimeout: 1_000 } });
  }
}

export function openDeskServer(parts: DeskServerParts): DeskServer {
  const { httpServer, allowedOrigins, originRefused, isOurHost, strangers } = parts;
  const io = new Server<DeskToRelay, RelayToDesk, Record<string, never>, SeatData>(httpServer, {
    ...heartbeat,
    maxHttpBufferSize: 65_536,
    serveClient: false,
    perMessageDeflate: false,
    httpCompression: false,
    wsEngine: PromptlyClosing,
    allowRequest: (request, decide) => {
      const isOurPage = isAllowedOrigin(request.headers, allowedOrigins);
      if (!isOurPage) originRefused(request.headers.origin ?? '');
      const isOurs = isOurPage && isOurHost(request);
      decide(isOurs ? null : 'another origin', isOurs);
    },
    /** Long-polling from the desktop's page, where a proxy lets no WebSocket through. */
    cors: { origin: [...desktopOrigins, ...allowedOrigins], methods: ['GET', 'POST'] },
  });
  const sessions = sessionsOf(strangers);
  io.engine.use((request: http.IncomingMessage, _response: unknown, next: () => void) => {
    sessions.asked(request);
    next();
  });
  io.engine.on('connection', sessions.came);
  io.use((_socket, next) => next(new Error('Desks connect to /desk.')));
  const namespace: DeskNamespace = io.of('/desk');
  namespace.on('connection', (socket) => void socket.on('disconnect', () => sessions.left(socket.conn)));
  return { namespace, seated: ({ conn }) => sessions.seated(conn), close: () => io.close() };
}
