/** The Socket.IO edge toward desks: admits seats, sends each the whole picture and then every change, and passes on what they ask. */
import type * as http from 'node:http';
import { type Namespace, Server, type Socket } from 'socket.io';
import { WebSocketServer } from 'ws';
import { DeskId, type EpochMs, type SiteId } from '../../protocol/call.ts';
import type { DeskToRelay, PressNews, RelayToDesk } from '../../protocol/desk.ts';
import type { MissedCalls } from '../../protocol/pastCall.ts';
import type { Alarm, Picture } from '../../protocol/picture.ts';
import type { Clock } from '../clock.ts';
import type { RingState } from '../ring/ports.ts';
import type { Switchboard } from '../ring/switchboard.ts';
import { admit, type FindDesk } from './admit.ts';
import { isOverfull, waitingFor } from './backlog.ts';
import { makeCrowd } from './crowd.ts';
import { desktopOrigins, isAllowedOrigin } from './origin.ts';
import type { AboutCall, FindSite, PastCalls, SiteFacts, StandingAlarms } from './ports.ts';
import { makeSeats, type Seat, type Seats } from './seats.ts';
import { viewFor } from './view.ts';

/** An engine's connection before it is anybody's. */
type Stranger = {
  readonly request: http.IncomingMessage;
  readonly once: (event: 'close', gone: () => void) => void;
};
type SeatData = { seat: Seat };
export type DeskSocket = Socket<DeskToRelay, RelayToDesk, Record<string, never>, SeatData>;
type DeskNamespace = Namespace<DeskToRelay, RelayToDesk, Record<string, never>, SeatData>;

export type HubParts = {
  readonly httpServer: http.Server;
  readonly findDesk: FindDesk;
  readonly findSite: FindSite;
  readonly pastCalls: Pick<PastCalls, 'missed'>;
  readonly alarms: StandingAlarms;
  readonly siteFacts: SiteFacts;
  readonly about: AboutCall;
  readonly clock: Clock;
  /** New for each start of the relay. */
  readonly epoch: string;
  readonly simulated: boolean;
  readonly version: string;
  readonly allowedOrigins: readonly string[];
  readonly reportFailure: (doing: string, error: unknown) => void;
  /** A seat that did not read what was sent to it was cut off. */
  readonly reportSlow: (seat: Seat) => void;
  /** Desks came, went, or can be heard or not any more. */
  readonly coverageChanged: () => void;
};

export type Hub = {
  readonly seats: Seats;
  /** Shows a ring to every desk of its site; gives how many seats it went to. */
  readonly showRing: (state: RingState) => number;
  readonly showMissed: (site: SiteId) => Promise<void>;
  readonly showCoverage: (site: SiteId) => void;
  readonly showAlarms: (alarms: readonly Alarm[]) => void;
  /** What changed of a site's doors or notes, to every desk of it. */
  readonly showDoors: (site: SiteId) => void;
  readonly showNotes: (site: SiteId) => void;
  /** A new picture to every desk of a site: what it allows has changed without any ring having moved. */
  readonly showAnew: (site: SiteId) => void;
  /** The same to every seat, with the missed calls read again: nothing that it was told before of calls until then holds any more. */
  readonly showAllAnew: (clearedUntil: EpochMs) => Promise<void>;
  /** What became of a press, to the desk that pressed. */
  readonly showPress: (desk: DeskId, news: PressNews) => void;
  /** Ends every connection of a desk, at once. */
  readonly cutOff: (desk: DeskId) => void;
  /** Begins to take seats; `welcome` is called for each, after its picture went out. */
  readonly open: (
    board: Pick<Switchboard, 'rings' | 'seat'>,
    welcome: (socket: DeskSocket, seat: Seat) => void,
  ) => void;
  readonly close: () => Promise<void>;
};

/** Heartbeat 5 s + 4 s: the defaults see a dead desk after 45 s, longer than a ring. */
const heartbeat = { pingInterval: 5_000, pingTimeout: 4_000, connectTimeout: 5_000 };

/** Without a limit on its closing handshake, a socket that never answers is kept for 30 s more. */
class PromptlyClosing extends WebSocketServer {
  constructor(options: ConstructorParameters<typeof WebSocketServer>[0]) {
    super({ ...options, ...{ closeTimeout: 1_000 } });
  }
}

export function makeHub(parts: HubParts): Hub {
  const { httpServer, findDesk, findSite, pastCalls, alarms, siteFacts, about, clock, epoch, reportFailure } = parts;
  const crowd = makeCrowd();
  const io = new Server<DeskToRelay, RelayToDesk, Record<string, never>, SeatData>(httpServer, {
    ...heartbeat,
    maxHttpBufferSize: 65_536,
    serveClient: false,
    perMessageDeflate: false,
    httpCompression: false,
    wsEngine: PromptlyClosing,
    allowRequest: (request, decide) => {
      if (!isAllowedOrigin(request.headers, parts.allowedOrigins)) return decide('another origin', false);
      const isNew = !/[?&]sid=/.test(request.url ?? '');
      return isNew && !crowd.hasRoomFor(request) ? decide('too many', false) : decide(null, true);
    },
    /** Long-polling from the desktop's page, where a proxy lets no WebSocket through. */
    cors: { origin: [...desktopOrigins, ...parts.allowedOrigins], methods: ['GET', 'POST'] },
  });
  const namespace: DeskNamespace = io.of('/desk');
  const seats = makeSeats(clock);
  const missed = new Map<SiteId, MissedCalls>();
  const coverageSoon = new Set<SiteId>();
  const missedSoon = new Map<SiteId, Promise<void>>();
  const sockets = new Map<string, DeskSocket>();
  let clearedUntil: EpochMs | null = null;

  async function loadMissed(site: SiteId): Promise<MissedCalls> {
    const loaded = await pastCalls.missed(site);
    missed.set(site, loaded);
    return loaded;
  }

  function pictureFor(seat: Seat, board: Pick<Switchboard, 'rings'>): Picture {
    const now = clock.moment();
    return {
      epoch,
      seat: seat.seat,
      desk: { id: seat.desk, name: seat.name, sites: seat.sites.map(findSite) },
      rings: board
        .rings(seat.sites)
        .map((state) => viewFor(seat.desk, state, { epoch, site: findSite(state.site), now, about })),
      missed: seat.sites.map((site) => missed.get(site) ?? { site, calls: [] }),
      coverage: seat.sites.map(seats.coverage),
      alarms: alarms.list().filter(({ site }) => site === null || seat.sites.includes(site)),
      doors: doorsOf(seat.sites),
      notes: seat.sites.map(siteFacts.notes),
      simulated: parts.simulated,
      clearedUntil,
      relay: { version: parts.version, now: now.wall },
    };
  }

  const doorsOf = (sites: readonly SiteId[]) => sites.flatMap((site) => siteFacts.doors(site));

  /** A thousand desks that come back at once would each be told a thousand times: the more there are, the longer changes are gathered. */
  function showCoverage(site: SiteId): void {
    if (coverageSoon.has(site)) return;
    coverageSoon.add(site);
    const here = namespace.adapter.rooms.get(siteRoom(site))?.size ?? 0;
    clock.after(coverageTogetherMs + here, () => {
      coverageSoon.delete(site);
      namespace.to(siteRoom(site)).emit('coverage', seats.coverage(site));
      parts.coverageChanged();
    });
  }

  io.engine.on('connection', (stranger: Stranger) => {
    crowd.came(stranger, stranger.request);
    stranger.once('close', () => crowd.settled(stranger));
  });

  /** Whoever does not read is cut off, not buffered for. */
  function cutOffDeaf(): void {
    for (const socket of sockets.values()) {
      if (!isOverfull(waitingFor(socket.conn))) continue;
      parts.reportSlow(socket.data.seat);
      socket.conn.close(true);
    }
    if (!closed) clock.after(lookAtBacklogsEveryMs, cutOffDeaf);
  }
  let rings: Pick<Switchboard, 'rings'> = { rings: () => [] };
  let closed = false;
  clock.after(lookAtBacklogsEveryMs, cutOffDeaf);

  /** Rooms and picture in one synchronous step: no ring can fall between them. */
  function seatDown(socket: DeskSocket, seat: Seat, board: Pick<Switchboard, 'rings' | 'seat'>): void {
    const key = `${seat.desk} ${seat.seat}`;
    const earlier = sockets.get(key);
    sockets.set(key, socket);
    earlier?.disconnect(true);
    seats.add(seat);
    void socket.join([deskRoom(seat.desk), ...seat.sites.map(siteRoom)]);
    socket.emit('picture', pictureFor(seat, board));
    socket.conn.on('heartbeat', () => seats.heardFrom(seat));
    socket.on('refresh', () => void socket.emit('picture', pictureFor(seat, board)));
    socket.on('disconnect', () => {
      if (sockets.get(key) !== socket) return;
      sockets.delete(key);
      seats.remove(seat);
      board.seat(seat, 'seat-gone');
      for (const site of seat.sites) showCoverage(site);
    });
    board.seat(seat, 'seat-back');
    for (const site of seat.sites) showCoverage(site);
  }

  return {
    seats,
    showCoverage,
    showRing: (state) => {
      const frame = { epoch, site: findSite(state.site), now: clock.moment(), about };
      const holder = state.ring.phase === 'ringing' ? null : (state.ring.by?.desk ?? null);
      const room = namespace.to(siteRoom(state.site));
      (holder === null ? room : room.except(deskRoom(holder))).emit('ring', viewFor(nobody, state, frame));
      if (holder !== null) namespace.to(deskRoom(holder)).emit('ring', viewFor(holder, state, frame));
      return namespace.adapter.rooms.get(siteRoom(state.site))?.size ?? 0;
    },
    showMissed: (site) => {
      const known = missedSoon.get(site);
      if (known !== undefined) return known;
      const soon = new Promise<void>((resolve) => void clock.after(missedTogetherMs, resolve)).then(async () => {
        missedSoon.delete(site);
        namespace.to(siteRoom(site)).emit('missed', await loadMissed(site));
      });
      missedSoon.set(site, soon);
      return soon;
    },
    showAlarms: (standing) => {
      for (const socket of sockets.values()) {
        const { sites } = socket.data.seat;
        socket.emit(
          'alarms',
          standing.filter(({ site }) => site === null || sites.includes(site)),
        );
      }
    },
    showDoors: (site) => {
      for (const socket of sockets.values()) {
        const { sites } = socket.data.seat;
        if (sites.includes(site)) socket.emit('doors', doorsOf(sites));
      }
    },
    showAllAnew: async (until) => {
      clearedUntil = until;
      await Promise.all([...missed.keys()].map(loadMissed));
      for (const socket of sockets.values()) socket.emit('picture', pictureFor(socket.data.seat, rings));
    },
    showAnew: (site) => {
      for (const socket of sockets.values()) {
        const { seat } = socket.data;
        if (seat.sites.includes(site)) socket.emit('picture', pictureFor(seat, rings));
      }
    },
    showNotes: (site) => void namespace.to(siteRoom(site)).emit('notes', siteFacts.notes(site)),
    showPress: (desk, news) => void namespace.to(deskRoom(desk)).emit('press', news),
    cutOff: (desk) => namespace.in(deskRoom(desk)).disconnectSockets(true),
    open: (board, welcome) => {
      rings = board;
      namespace.use((socket, next) => {
        const admitted = admit(socket.handshake.auth, findDesk);
        if (!admitted.ok) return next(Object.assign(new Error(admitted.error.message), { data: admitted.error.data }));
        crowd.settled(socket.conn);
        socket.data.seat = admitted.value;
        const unknown = admitted.value.sites.filter((site) => !missed.has(site));
        Promise.all(unknown.map(loadMissed)).then(
          () => next(),
          (error: unknown) => {
            reportFailure('missed', error);
            next();
          },
        );
      });
      namespace.on('connection', (socket) => {
        seatDown(socket, socket.data.seat, board);
        welcome(socket, socket.data.seat);
      });
    },
    close: () => {
      closed = true;
      return io.close();
    },
  };
}

const lookAtBacklogsEveryMs = 1_000;
/** Calls that end together are one list. */
const missedTogetherMs = 50;
/** And a millisecond more for each seat of the site. */
const coverageTogetherMs = 20;

/** No desk: what everybody but the holder sees. */
const nobody = DeskId.parse('-');
const siteRoom = (site: SiteId) => `site ${site}`;
const deskRoom = (desk: DeskId) => `desk ${desk}`;
