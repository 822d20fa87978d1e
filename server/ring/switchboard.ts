/** The only holder of live rings: every event of a call comes here, is decided by `ring.ts`, and is acted upon. */
import type { CallId, DeskId, EpochMs, SiteId } from '../../protocol/call.ts';
import type { Holder } from '../../protocol/ring.ts';
import type { Clock } from '../clock.ts';
import { makeListeners } from '../listeners.ts';
import type { Arrival, Proposal } from './arrival.ts';
import { makeArrivals } from './arrivals.ts';
import type { RingEvent } from './events.ts';
import { heldRings } from './heldRings.ts';
import type { Journal } from './journal.ts';
import { makePictures } from './pictures.ts';
import type { AttendanceOf, Intercom, RingState, TakeSnapshot } from './ports.ts';
import type { RingQueue, Told } from './queue.ts';
import type { CallFacts, Ring } from './state.ts';

export type SwitchboardParts = {
  readonly journal: Pick<Journal, 'step' | 'read' | 'note' | 'live'>;
  readonly intercom: Intercom;
  readonly takeSnapshot: TakeSnapshot;
  readonly attendanceOf: AttendanceOf;
  /** An account speaks for the site that can tell whether ButterflyMX knows a call. */
  readonly canBeChecked: (site: SiteId, call: CallFacts) => boolean;
  readonly clock: Clock;
  readonly windowMs: number;
  readonly reportUnwritable: (error: unknown) => void;
};

export type Switchboard = {
  /** The ring that a delivery would begin if it is of a call that nobody holds; to be stored with it. Null for any other. */
  readonly propose: (arrival: Omit<Arrival, 'begun'>) => Proposal | null;
  /** The end of the way in: joins the ring it belongs to, or begins one. Synchronous, so that two deliveries cannot cross. */
  readonly arrive: (arrival: Arrival) => void;
  /** Null when no such call is known at these sites. */
  readonly tell: (sites: readonly SiteId[], call: CallId, event: RingEvent) => Promise<Told | null>;
  readonly find: (sites: readonly SiteId[], call: CallId) => Promise<RingState | null>;
  /** Every ring of these sites that has not ended. */
  readonly rings: (sites: readonly SiteId[]) => readonly RingState[];
  /** A seat came or went: the rings that it holds must know. */
  readonly seat: (by: Pick<Holder, 'desk' | 'seat'>, event: 'seat-gone' | 'seat-back') => void;
  /** A desk may not hold calls of these sites any more; null: of none. */
  readonly revoke: (desk: DeskId, sites: readonly SiteId[] | null) => void;
  /** The vendor's answer about a live call names its picture: fetched where no delivery's has come. */
  readonly offerPicture: (site: SiteId, call: CallId, address: string) => void;
  /** After a start: the rings that the last run left. */
  readonly resume: () => Promise<void>;
  /** A demonstration begins anew: every ring of a call that came until then ends as if the visitor left, and is forgotten. */
  readonly clear: (until: EpochMs) => Promise<void>;
  /** From now on the listener is told of every change of a ring, with how it was before; null: it began. Told in the order of asking. */
  readonly onChange: (listener: (state: RingState, before: Ring | null) => void) => void;
  readonly stop: () => void;
};

export function switchboard(parts: SwitchboardParts): Switchboard {
  const { journal } = parts;
  const listeners = makeListeners<[RingState, Ring | null]>();
  const rings = heldRings({ ...parts, changed: listeners.tell });
  const pictures = makePictures({ ...parts, rings });
  const arrivals = makeArrivals({ ...parts, rings, pictureTold: pictures.told });

  async function find(sites: readonly SiteId[], call: CallId): Promise<RingQueue | null> {
    for (const site of sites) {
      const queue = await rings.of(site, call);
      if (queue) return queue;
    }
    return null;
  }

  /** Each ring that somebody holds, with who does. */
  const held = () =>
    rings.all().flatMap((queue) => {
      const { ring, site } = queue.state();
      return ring.phase === 'claimed' || ring.phase === 'talking' ? [{ queue, site, by: ring.by }] : [];
    });

  async function resume(): Promise<void> {
    for (const stored of await journal.live()) {
      const queue = rings.open({ ...stored, step: { ring: stored.ring, facts: [], effects: [], reply: null } });
      if (stored.ring.phase !== 'ringing' && stored.ring.phase !== 'ended')
        void queue.tell({ kind: 'seat-gone', by: stored.ring.by });
      arrivals.askForGuid(queue);
    }
  }

  async function clear(until: EpochMs): Promise<void> {
    const old = rings.all().filter((queue) => queue.state().ring.call.receivedAt <= until);
    const alive = old.filter((queue) => queue.state().ring.phase !== 'ended');
    await Promise.all(alive.map((queue) => queue.tell({ kind: 'vendor-status', status: 'canceled' })));
    for (const queue of old) rings.forget(queue.state());
  }

  return {
    propose: (arrival) => {
      const { reading } = arrival;
      return reading.kind === 'call' ? arrivals.propose(arrival, reading) : null;
    },
    arrive: (arrival) => {
      const { reading } = arrival;
      if (reading.kind === 'call') arrivals.call(arrival, reading);
      if (reading.kind === 'status') void arrivals.status(arrival, reading);
    },
    tell: async (sites, call, event) => (await find(sites, call))?.tell(event) ?? null,
    find: async (sites, call) => (await find(sites, call))?.state() ?? null,
    rings: (sites) =>
      rings
        .all()
        .map((queue) => queue.state())
        .filter(({ site, ring, revision }) => revision > 0 && ring.phase !== 'ended' && sites.includes(site)),
    seat: (seat, kind) => {
      for (const { queue, by } of held())
        if (by.desk === seat.desk && by.seat === seat.seat) void queue.tell({ kind, by: seat });
    },
    revoke: (desk, sites) => {
      for (const { queue, site, by } of held())
        if (by.desk === desk && (sites === null || sites.includes(site)))
          void queue.tell({ kind: 'holder-revoked', desk });
    },
    offerPicture: pictures.offered,
    resume,
    clear,
    onChange: listeners.add,
    stop: rings.stop,
  };
}
