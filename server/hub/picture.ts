import type { EpochMs, SiteDoor, SiteId } from '../../protocol/call.ts';
import type { Picture } from '../../protocol/picture.ts';
import type { RingView } from '../../protocol/ring.ts';
import type { Clock } from '../clock.ts';
import type { Seat, Seats } from '../desks/seats.ts';
import type { AboutCall } from '../ring/abilities.ts';
import type { FindSite } from '../ring/ports.ts';
import type { Switchboard } from '../ring/switchboard.ts';
import type { Missed } from './missed.ts';
import type { SiteFacts, StandingAlarms } from './ports.ts';
import type { ShowRings } from './showRings.ts';
import { viewFor } from './view.ts';

export type PictureParts = {
  readonly epoch: string;
  readonly simulated: boolean;
  readonly version: string;
  readonly findSite: FindSite;
  readonly about: AboutCall;
  readonly alarms: StandingAlarms;
  readonly siteFacts: SiteFacts;
  readonly seats: Pick<Seats, 'coverage'>;
  readonly missed: Pick<Missed, 'of'>;
  readonly rings: Pick<ShowRings, 'drawn' | 'undrawn'>;
  readonly clock: Pick<Clock, 'moment'>;
};

/** What is drawn anew each time: the live rings, and until when a demonstration's calls were cleared. */
export type Drawn = { readonly board: Pick<Switchboard, 'rings'>; readonly clearedUntil: EpochMs | null };

/** Everything that a seat should know now, taken in one synchronous step. */
export function pictureFor(seat: Seat, { board, clearedUntil }: Drawn, parts: PictureParts): Picture {
  const { epoch, simulated, version, findSite, about, alarms, siteFacts, seats, missed, rings, clock } = parts;
  const now = clock.moment();
  const live = board.rings(seat.sites);
  const undrawn = seat.sites.map((site) => ({ site, count: rings.undrawn(site).length, hidden: [] }));
  return {
    epoch,
    seat: seat.seat,
    desk: { id: seat.desk, name: seat.name, sites: seat.sites.map(findSite) },
    rings: seat.sites
      .flatMap((site) => rings.drawn(site, live))
      .map((state) => viewFor(seat.desk, state, { epoch, site: findSite(state.site), now, about })),
    isWhole: true,
    undrawn: undrawn.filter(({ count }) => count > 0),
    missed: seat.sites.map(missed.of),
    coverage: seat.sites.map(seats.coverage),
    alarms: alarms.list().filter(({ site }) => site === null || seat.sites.includes(site)),
    doors: doorsOf(seat.sites, siteFacts),
    notes: seat.sites.map(siteFacts.notes),
    simulated,
    clearedUntil,
    relay: { version, now: now.wall },
  };
}

/** The most that a picture's rings may have in one message, in characters: a message of 64 KiB or more would be cut off. */
const mostCharacters = 48_000;

/** A picture as it is sent: what of its rings does not fit its message follows, one by one. */
export function inParts(picture: Picture): { readonly first: Picture; readonly following: readonly RingView[] } {
  if (picture.rings.length < 20) return { first: picture, following: [] };
  let left = mostCharacters;
  const fitting = picture.rings.findIndex((view) => {
    left -= JSON.stringify(view).length;
    return left < 0;
  });
  if (fitting === -1) return { first: picture, following: [] };
  const first = { ...picture, isWhole: false, rings: picture.rings.slice(0, fitting) };
  return { first, following: picture.rings.slice(fitting) };
}

/** The doors that desks of these sites may open at any time. */
const doorsOf = (sites: readonly SiteId[], { doors }: Pick<SiteFacts, 'doors'>): readonly SiteDoor[] =>
  sites.flatMap((site) => doors(site));
