import type * as http from 'node:http';
import { type Namespace, Server, type Socket } from 'socket.io';
import { WebSocketServer } from 'ws';
import type { DeskToRelay, RelayToDesk } from '../../protocol/desk.ts';
import { type Crowd, makeCrowd } from './crowd.ts';
import { desktopOrigins, isAllowedOrigin } from './origin.ts';
import type { Seat } from './seats.ts';

type SeatData = { seat: Seat };
export type DeskSocket = Socket<DeskToRelay, RelayToDesk, Record<string, never>, SeatData>;
export type DeskNamespace = Namespace<DeskToRelay, RelayToDesk, Record<string, never>, SeatData>;

/** Socket.IO beside the relay's own HTTP, for desks alone. */
export type DeskServer = {
  readonly namespace: DeskNamespace;
  /** Whoever has connected and shown no token yet. */
  readonly crowd: Crowd;
  readonly close: () => Promise<void>;
};

/** An engine's connection before it is anybody's. */
type Stranger = {
  readonly request: http.IncomingMessage;
  readonly once: (event: 'close', gone: () => void) => void;
};

/** Heartbeat 5 s + 4 s: the defaults see a dead desk after 45 s, longer than a ring. */
const heartbeat = { pingInterval: 5_000, pingTimeout: 4_000, connectTimeout: 5_000 };

/** Without a limit on its closing handshake, a socket that never answers is kept for 30 s more. */
class PromptlyClosing extends WebSocketServer {
  constructor(options: ConstructorParameters<typeof WebSocketServer>[0]) {
    super({ ...options, ...{ closeTimeout: 1_000 } });
  }
}

export function openDeskServer(httpServer: http.Server, allowedOrigins: readonly string[]): DeskServer {
  const crowd = makeCrowd();
  const io = new Server<DeskToRelay, RelayToDesk, Record<string, never>, SeatData>(httpServer, {
    ...heartbeat,
    maxHttpBufferSize: 65_536,
    serveClient: false,
    perMessageDeflate: false,
    httpCompression: false,
    wsEngine: PromptlyClosing,
    allowRequest: (request, decide) => {
      if (!isAllowedOrigin(request.headers, allowedOrigins)) return decide('another origin', false);
      const isNew = !/[?&]sid=/.test(request.url ?? '');
      return isNew && !crowd.hasRoomFor(request) ? decide('too many', false) : decide(null, true);
    },
    /** Long-polling from the desktop's page, where a proxy lets no WebSocket through. */
    cors: { origin: [...desktopOrigins, ...allowedOrigins], methods: ['GET', 'POST'] },
  });
  io.engine.on('connection', (stranger: Stranger) => {
    crowd.came(stranger, stranger.request);
    stranger.once('close', () => crowd.settled(stranger));
  });
  return { namespace: io.of('/desk'), crowd, close: () => io.close() };
}
