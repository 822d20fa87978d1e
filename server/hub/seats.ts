import type { DeskId, SeatId, SiteId } from '../../protocol/call.ts';
import type { Coverage, Deafness } from '../../protocol/desk.ts';

/** One open page of a desk that is connected now. */
export type Seat = {
  readonly desk: DeskId;
  readonly seat: SeatId;
  readonly name: string;
  readonly sites: readonly SiteId[];
};

/** Which seats are connected, and which of them can be heard. */
export type Seats = {
  readonly add: (seat: Seat) => void;
  readonly remove: (seat: Seat) => void;
  /** True when that changed anything. */
  readonly setAble: (seat: Seat, able: boolean, because: Deafness | null) => boolean;
  readonly has: (desk: DeskId, seat: SeatId) => boolean;
  readonly desksOf: (site: SiteId) => readonly DeskId[];
  readonly coverage: (site: SiteId) => Coverage;
  readonly isOnline: (desk: DeskId) => boolean;
  readonly isAble: (desk: DeskId) => boolean;
  readonly count: () => number;
};

type Presence = { readonly seat: Seat; readonly able: boolean; readonly because: Deafness | null };

export function makeSeats(): Seats {
  const present = new Map<string, Presence>();
  const of = (site: SiteId) => [...present.values()].filter(({ seat }) => seat.sites.includes(site));
  return {
    add: (seat) => void present.set(keyOf(seat), { seat, able: false, because: 'not-started' }),
    remove: (seat) => void present.delete(keyOf(seat)),
    setAble: (seat, able, because) => {
      const known = present.get(keyOf(seat));
      if (known === undefined || (known.able === able && known.because === because)) return false;
      present.set(keyOf(seat), { seat, able, because });
      return true;
    },
    has: (desk, seat) => present.has(keyOf({ desk, seat })),
    desksOf: (site) => [...new Set(of(site).map(({ seat }) => seat.desk))],
    coverage: (site) => {
      const desks = new Map<DeskId, { desk: DeskId; name: string; able: boolean }>();
      for (const { seat, able } of of(site)) {
        desks.set(seat.desk, { desk: seat.desk, name: seat.name, able: able || (desks.get(seat.desk)?.able ?? false) });
      }
      return { site, desks: [...desks.values()] };
    },
    isOnline: (desk) => [...present.values()].some(({ seat }) => seat.desk === desk),
    isAble: (desk) => [...present.values()].some(({ seat, able }) => seat.desk === desk && able),
    count: () => present.size,
  };
}

const keyOf = ({ desk, seat }: Pick<Seat, 'desk' | 'seat'>) => `${desk} ${seat}`;
