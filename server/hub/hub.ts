/** The Socket.IO edge toward desks: admits seats, sends each the whole picture and then every change, and passes on what they ask. */
import type { DeskId, EpochMs, SiteId } from '../../protocol/call.ts';
import type { PressNews } from '../../protocol/desk.ts';
import type { Alarm } from '../../protocol/picture.ts';
import type { RingView } from '../../protocol/ring.ts';
import { protocolVersions } from '../../protocol/version.ts';
import type { Clock } from '../clock.ts';
import { admit, type FindDesk } from '../desks/admit.ts';
import type { Seat, Seats } from '../desks/seats.ts';
import { atMostOnce } from '../doors/opening/atMostOnce.ts';
import type { AboutCall } from '../ring/abilities.ts';
import type { FindSite, RingState } from '../ring/ports.ts';
import type { Switchboard } from '../ring/switchboard.ts';
import { isOverfull, waitingFor } from './backlog.ts';
import { type DeskServerParts, type DeskSocket, openDeskServer } from './deskServer.ts';
import { makeMissed } from './missed.ts';
import { inParts, pictureFor } from './picture.ts';
import type { PastCalls, SiteFacts, StandingAlarms } from './ports.ts';
import { pictureInOne } from './protocolOne.ts';
import { deskRoom, oldRoom, siteRoom } from './rooms.ts';
import { type ShowRings, showRings } from './showRings.ts';
import { viewFor } from './view.ts';

export type HubParts = DeskServerParts & {
  readonly findDesk: FindDesk;
  readonly findSite: FindSite;
  readonly pastCalls: Pick<PastCalls, 'missed'>;
  readonly alarms: StandingAlarms;
  readonly siteFacts: SiteFacts;
  readonly about: AboutCall;
  readonly seats: Seats;
  readonly clock: Clock;
  /** New for each start of the relay. */
  readonly epoch: string;
  readonly simulated: boolean;
  /** How many unconfirmed rings of one site and webhook are drawn; 0: all. */
  readonly mostUnconfirmed: number;
  readonly version: string;
  readonly reportFailure: (doing: string, error: unknown) => void;
  /** A seat that did not read what was sent to it was cut off. */
  readonly reportSlow: (seat: Seat) => void;
  /** Desks came, went, or can be heard or not any more. */
  readonly coverageChanged: (site: SiteId) => void;
};

export type Hub = {
  /** Shows a ring to every desk of its site; gives how many seats it went to. */
  readonly showRing: (state: RingState) => number;
  /** False for a ring that desks have in one row with others, since nothing confirms it and there are many. */
  readonly isDrawn: ShowRings['isDrawn'];
  /** The calls of a site that are only counted, as a desk that asks for them sees them: the newest 50. */
  readonly viewUndrawn: (site: SiteId, desk: DeskId) => readonly RingView[];
  readonly showMissed: (site: SiteId) => Promise<void>;
  readonly showCoverage: (site: SiteId) => void;
  readonly showAlarms: (alarms: readonly Alarm[]) => void;
  /** What changed of a site's notes, to every desk of it. */
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

export function makeHub(parts: HubParts): Hub {
  const { findDesk, findSite, siteFacts, about, seats, clock, epoch, reportFailure } = parts;
  const server = openDeskServer(parts);
  const { namespace } = server;
  const missed = makeMissed({
    read: parts.pastCalls.missed,
    show: (list) => void namespace.to(siteRoom(list.site)).emit('missed', list),
    clock,
  });
  const coverageSoon = new Set<SiteId>();
  const sockets = new Map<string, DeskSocket>();
  let board: Pick<Switchboard, 'rings'> = { rings: () => [] };
  let clearedUntil: EpochMs | null = null;
  let closed = false;
  clock.after(lookAtBacklogsEveryMs, cutOffDeaf);

  const rings = showRings({
    namespace,
    oldSockets: (desk) => [...sockets.values()].filter(({ data: { seat } }) => seat.desk === desk && isOld(seat)),
    frame: (site) => ({ epoch, site: findSite(site), now: clock.moment(), about }),
    clock,
    mostUnconfirmed: parts.mostUnconfirmed,
  });
  const pictured = { ...parts, missed, rings };
  function showPicture(socket: DeskSocket): void {
    const { seat } = socket.data;
    const picture = pictureFor(seat, { board, clearedUntil }, pictured);
    if (isOld(seat)) return void socket.emit('picture', pictureInOne(picture));
    const { first, following } = inParts(picture);
    socket.emit('picture', first);
    for (const view of following) socket.emit('ring', view);
    if (following.length > 0) socket.emit('pictureEnd', { epoch });
  }

  /** A thousand desks that come back at once would each be told a thousand times: the more there are, the longer changes are gathered. */
  function showCoverage(site: SiteId): void {
    if (coverageSoon.has(site)) return;
    coverageSoon.add(site);
    const here = namespace.adapter.rooms.get(siteRoom(site))?.size ?? 0;
    clock.after(coverageTogetherMs + here, () => {
      coverageSoon.delete(site);
      namespace.to(siteRoom(site)).emit('coverage', seats.coverage(site));
      parts.coverageChanged(site);
    });
  }

  /** Whoever does not read is cut off, not buffered for. */
  function cutOffDeaf(): void {
    for (const socket of sockets.values()) {
      if (!isOverfull(waitingFor(socket.conn))) continue;
      parts.reportSlow(socket.data.seat);
      socket.conn.close(true);
    }
    if (!closed) clock.after(lookAtBacklogsEveryMs, cutOffDeaf);
  }

  /** Rooms and picture in one synchronous step: no ring can fall between them. */
  function seatDown(socket: DeskSocket, seat: Seat, tell: Switchboard['seat']): void {
    const key = `${seat.desk} ${seat.seat}`;
    const earlier = sockets.get(key);
    sockets.set(key, socket);
    earlier?.disconnect(true);
    seats.add(seat);
    void socket.join([
      deskRoom(seat.desk),
      ...seat.sites.map(siteRoom),
      ...(isOld(seat) ? seat.sites.map(oldRoom) : []),
    ]);
    showPicture(socket);
    socket.conn.on('heartbeat', () => seats.heardFrom(seat));
    const refresh = atMostOnce(() => showPicture(socket), { clock, everyMs: refreshEveryMs });
    socket.on('refresh', refresh.ask);
    socket.on('disconnect', () => {
      refresh.stop();
      if (sockets.get(key) !== socket) return;
      sockets.delete(key);
      seats.remove(seat);
      tell(seat, 'seat-gone');
      for (const site of seat.sites) showCoverage(site);
    });
    tell(seat, 'seat-back');
    for (const site of seat.sites) showCoverage(site);
  }

  return {
    showCoverage,
    showRing: rings.show,
    isDrawn: rings.isDrawn,
    viewUndrawn: (site, desk) => {
      const frame = { epoch, site: findSite(site), now: clock.moment(), about };
      return rings
        .undrawn(site)
        .slice(0, 50)
        .map((state) => viewFor(desk, state, frame));
    },
    showMissed: missed.showSoon,
    showAlarms: (standing) => {
      for (const socket of sockets.values()) {
        const { sites } = socket.data.seat;
        socket.emit(
          'alarms',
          standing.filter(({ site }) => site === null || sites.includes(site)),
        );
      }
    },
    showAllAnew: async (until) => {
      clearedUntil = until;
      await missed.readAllAgain();
      for (const socket of sockets.values()) showPicture(socket);
    },
    showAnew: (site) => {
      for (const socket of sockets.values()) {
        if (socket.data.seat.sites.includes(site)) showPicture(socket);
      }
    },
    showNotes: (site) => void namespace.to(siteRoom(site)).emit('notes', siteFacts.notes(site)),
    showPress: (desk, news) => void namespace.to(deskRoom(desk)).emit('press', news),
    cutOff: (desk) => namespace.in(deskRoom(desk)).disconnectSockets(true),
    open: (opened, welcome) => {
      board = opened;
      namespace.use((socket, next) => {
        const admitted = admit(socket.handshake.auth, findDesk);
        if (!admitted.ok) return next(Object.assign(new Error(admitted.error.message), { data: admitted.error.data }));
        server.seated(socket);
        socket.data.seat = admitted.value;
        missed.readNew(admitted.value.sites).then(
          () => next(),
          (error: unknown) => {
            reportFailure('missed', error);
            next();
          },
        );
      });
      namespace.on('connection', (socket) => {
        seatDown(socket, socket.data.seat, opened.seat);
        welcome(socket, socket.data.seat);
      });
    },
    close: () => {
      closed = true;
      return server.close();
    },
  };
}

/** Its page speaks the protocol before. */
const isOld = ({ protocol }: Seat) => protocol < protocolVersions.newest;

const lookAtBacklogsEveryMs = 1_000;
/** A picture is the dearest answer there is, and the newest holds all. */
const refreshEveryMs = 1_000;
/** And a millisecond more for each seat of the site. */
const coverageTogetherMs = 20;
