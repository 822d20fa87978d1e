import type { EpochMs, SiteDoor, SiteId } from '../../protocol/call.ts';
import type { Picture } from '../../protocol/picture.ts';
import type { Clock } from '../clock.ts';
import type { Switchboard } from '../ring/switchboard.ts';
import type { Missed } from './missed.ts';
import type { AboutCall, FindSite, SiteFacts, StandingAlarms } from './ports.ts';
import type { Seat, Seats } from './seats.ts';
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
  readonly clock: Pick<Clock, 'moment'>;
};

/** What is drawn anew each time: the live rings, and until when a demonstration's calls were cleared. */
export type Drawn = { readonly board: Pick<Switchboard, 'rings'>; readonly clearedUntil: EpochMs | null };

/** Everything that a seat should know now, taken in one synchronous step. */
export function pictureFor(seat: Seat, { board, clearedUntil }: Drawn, parts: PictureParts): Picture {
  const { epoch, simulated, version, findSite, about, alarms, siteFacts, seats, missed, clock } = parts;
  const now = clock.moment();
  return {
    epoch,
    seat: seat.seat,
    desk: { id: seat.desk, name: seat.name, sites: seat.sites.map(findSite) },
    rings: board
      .rings(seat.sites)
      .map((state) => viewFor(seat.desk, state, { epoch, site: findSite(state.site), now, about })),
    isWhole: true,
    undrawn: [],
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

/** The doors that desks of these sites may open at any time. */
const doorsOf = (sites: readonly SiteId[], { doors }: Pick<SiteFacts, 'doors'>): readonly SiteDoor[] =>
  sites.flatMap((site) => doors(site));
