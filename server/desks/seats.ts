import type { SeatLine } from '../../protocol/admin.ts';
import type { Asked } from '../../protocol/asks.ts';
import type { DeskId, EpochMs, SeatId, SiteId } from '../../protocol/call.ts';
import type { Coverage } from '../../protocol/picture.ts';
import type { Deafness } from '../../protocol/proof.ts';
import type { Clock } from '../clock.ts';

/** One open page of a desk that is connected now. */
export type Seat = {
  readonly desk: DeskId;
  readonly seat: SeatId;
  readonly name: string;
  readonly sites: readonly SiteId[];
  /** The number of the connection that its page speaks. */
  readonly protocol: number;
};

/** Which seats are connected, and which of them can be heard. */
export type Seats = {
  readonly add: (seat: Seat) => void;
  readonly remove: (seat: Seat) => void;
  /** True when that changed anything. */
  readonly setAble: (seat: Seat, told: Asked<'able'>) => boolean;
  /** Something came from it. */
  readonly heardFrom: (seat: Seat) => void;
  readonly seatsOf: (desk: DeskId) => readonly SeatLine[];
  /** Connected desks of a site of which no page can be heard, each with its reason. */
  readonly deafAt: (site: SiteId) => readonly { readonly desk: DeskId; readonly because: Deafness }[];
  readonly has: (desk: DeskId, seat: SeatId) => boolean;
  readonly desksOf: (site: SiteId) => readonly DeskId[];
  readonly coverage: (site: SiteId) => Coverage;
  /** A desk of the site is connected and can be heard. */
  readonly isCovered: (site: SiteId) => boolean;
  readonly isOnline: (desk: DeskId) => boolean;
  readonly isAble: (desk: DeskId) => boolean;
  readonly count: () => number;
};

type Presence = { readonly seat: Seat; line: SeatLine };

export function makeSeats(clock: Pick<Clock, 'moment'>): Seats {
  const now = (): EpochMs => clock.moment().wall;
  const present = new Map<string, Presence>();
  /** Whoever asks about a site or a desk must not look at all others: two thousand seats come back at once after a restart. */
  const bySite = grouped<SiteId>();
  const byDesk = grouped<DeskId>();

  function forget(key: string): void {
    const known = present.get(key);
    if (known === undefined) return;
    present.delete(key);
    for (const site of known.seat.sites) bySite.remove(site, key);
    byDesk.remove(known.seat.desk, key);
  }

  return {
    add: (seat) => {
      const key = keyOf(seat);
      forget(key);
      const line: SeatLine = {
        seat: seat.seat,
        onlineSince: now(),
        lastHeard: now(),
        able: false,
        because: 'not-started',
        version: null,
        clockOffsetMs: null,
        around: null,
      };
      const presence: Presence = { seat, line };
      present.set(key, presence);
      for (const site of seat.sites) bySite.add(site, key, presence);
      byDesk.add(seat.desk, key, presence);
    },
    remove: (seat) => forget(keyOf(seat)),
    setAble: (seat, { able, because, version, at, around }) => {
      const known = present.get(keyOf(seat));
      if (known === undefined) return false;
      const { line } = known;
      known.line = {
        ...line,
        able,
        because,
        version: version ?? line.version,
        clockOffsetMs: at === undefined ? line.clockOffsetMs : at - now(),
        around: around ?? line.around,
      };
      return line.able !== able || line.because !== because;
    },
    heardFrom: (seat) => {
      const known = present.get(keyOf(seat));
      if (known !== undefined) known.line = { ...known.line, lastHeard: now() };
    },
    seatsOf: (desk) => byDesk.of(desk).map(({ line }) => line),
    deafAt: (site) => {
      const here = bySite.of(site);
      const able = new Set(here.filter(({ line }) => line.able).map(({ seat }) => seat.desk));
      const deaf = new Map(here.map(({ seat, line }) => [seat.desk, line.because ?? 'not-started'] as const));
      return [...deaf].filter(([desk]) => !able.has(desk)).map(([desk, because]) => ({ desk, because }));
    },
    has: (desk, seat) => present.has(keyOf({ desk, seat })),
    desksOf: (site) => [...new Set(bySite.of(site).map(({ seat }) => seat.desk))],
    coverage: (site) => {
      const desks = new Map<DeskId, { desk: DeskId; name: string; able: boolean }>();
      for (const { seat, line } of bySite.of(site)) {
        const able = line.able || (desks.get(seat.desk)?.able ?? false);
        desks.set(seat.desk, { desk: seat.desk, name: seat.name, able });
      }
      return { site, desks: [...desks.values()] };
    },
    isCovered: (site) => bySite.of(site).some(({ line }) => line.able),
    isOnline: (desk) => byDesk.of(desk).length > 0,
    isAble: (desk) => byDesk.of(desk).some(({ line }) => line.able),
    count: () => present.size,
  };
}

const keyOf = ({ desk, seat }: Pick<Seat, 'desk' | 'seat'>) => `${desk} ${seat}`;

/** Presences by what they have in common, in the order in which they came. */
function grouped<Word>() {
  const groups = new Map<Word, Map<string, Presence>>();
  return {
    add: (word: Word, key: string, presence: Presence) => {
      const group = groups.get(word) ?? new Map<string, Presence>();
      groups.set(word, group.set(key, presence));
    },
    remove: (word: Word, key: string) => {
      const group = groups.get(word);
      if (group?.delete(key) && group.size === 0) groups.delete(word);
    },
    of: (word: Word): readonly Presence[] => [...(groups.get(word)?.values() ?? [])],
  };
}
