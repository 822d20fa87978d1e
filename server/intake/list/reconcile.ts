/** Compares the vendor's own list of calls with what its webhooks told: a call without a webhook rings if it still can, and is history if it cannot. */
import type { CallId, EpochMs, SiteId } from '../../../protocol/call.ts';
import type { Result } from '../../../protocol/result.ts';
import type { Alarms } from '../../alerts/alarms.ts';
import type { VendorRefusal } from '../../butterflymx/rest.ts';
import type { Cancel, Clock, Moment } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { CallNumber } from '../../vendor/values.ts';
import { type AbsentCall, isAbsentFrom } from './absentCall.ts';
import type { ListedCall, Listing } from './listCalls.ts';
import {
  doubt,
  instant,
  type KnownCall,
  type KnownCalls,
  knownAs,
  localTime,
  missedSince,
  nameOf,
  prune,
  reachOf,
  reconciling,
  ringingIn,
  type SiteWork,
  sinceOf,
  workOf,
} from './listedSite.ts';
import { type HeardCall, matchOf } from './matchCalls.ts';
import { pauseAfter } from './pauseAfter.ts';
import { tellTrouble } from './trouble.ts';

export type ReconcileParts = {
  readonly clock: Clock;
  readonly log: Log;
  readonly alarms: Pick<Alarms, 'raise' | 'clear'>;
  readonly known: KnownCalls;
  /** The sites whose building is known, and its number. */
  readonly buildings: () => readonly { readonly site: SiteId; readonly building: number }[];
  readonly list: (site: SiteId, building: number, since: EpochMs) => Promise<Result<Listing, VendorRefusal>>;
  readonly guids: (site: SiteId) => Promise<ReadonlyMap<CallNumber, string>>;
  /** Webhook calls that the journal has, at most so old; for the time before this start. */
  readonly heardBefore: (site: SiteId, ageMs: number) => Promise<readonly HeardCall[]>;
  readonly windowMs: number;
};

/** Where what the list tells goes. */
export type ListReaders = {
  /** The way in, as for a webhook; false when it could not be stored. */
  readonly deliver: (
    site: SiteId,
    call: ListedCall,
    found: { guid: string | null; received: Moment },
  ) => Promise<boolean>;
  readonly tellStatus: (site: SiteId, call: CallId, status: string) => void;
  /** The list has these numbers, of calls that may ring still. */
  readonly named: (site: SiteId, numbers: readonly CallNumber[]) => void;
};

export type Reconcile = {
  /** Reads the lists from now on, the first at once. */
  readonly begin: (to: ListReaders) => void;
  /** A webhook told of a call. */
  readonly heard: (site: SiteId, call: HeardCall) => void;
  /** True where the building's list is read, and was read well the last time. */
  readonly reads: (site: SiteId) => boolean;
  /** A flood hides which webhooks are true: the list is read at once, and what it has rings without waiting for a webhook. */
  readonly lookNow: (site: SiteId) => void;
  /** Whether a call is in none of two lists that were asked for since it came; null where no list is read, false while there are too few. */
  readonly isAbsent: (call: AbsentCall) => boolean | null;
  /** The vendor does not know a call of which a webhook told: it is no listed call's webhook, and one that it was taken for is looked at anew. */
  readonly doubted: (site: SiteId, call: Pick<HeardCall, 'guid' | 'vendorId'>) => void;
  readonly stop: () => void;
};

export function reconcile(parts: ReconcileParts): Reconcile {
  const { clock, log, alarms, known: store } = parts;
  const startedAt = clock.moment().wall;
  const sites = new Map<SiteId, SiteWork>();
  const early = new Map<SiteId, HeardCall[]>();
  const underWay = new Set<SiteId>();
  let stopped = false;
  let next: Cancel = () => {};
  let readers: ListReaders = { deliver: async () => false, tellStatus: () => {}, named: () => {} };

  function tick(): void {
    if (stopped) return;
    next = clock.after(reconciling.tickMs, tick);
    tickNow();
  }

  function tickNow(): void {
    const now = clock.moment().mono;
    for (const { site, building } of parts.buildings()) {
      if (underWay.size >= reconciling.mostAtOnce) return;
      if (underWay.has(site) || (sites.get(site)?.dueMono ?? now) > now) continue;
      underWay.add(site);
      look(site, building)
        .catch((error: unknown) => log.error({ err: error, site }, 'reconciling failed'))
        .finally(() => underWay.delete(site));
    }
  }

  async function begun(site: SiteId): Promise<SiteWork> {
    const running = sites.get(site);
    if (running !== undefined) return running;
    const recent = await store.recent(site);
    const began = clock.moment();
    const heard = await parts.heardBefore(site, reachOf(recent, began.wall));
    const work = workOf(site, { recent, heard: [...heard, ...(early.get(site) ?? [])], began });
    early.delete(site);
    sites.set(site, work);
    return work;
  }

  async function look(site: SiteId, building: number): Promise<void> {
    const work = await begun(site);
    const askedAt = clock.moment().wall;
    const listing = await parts.list(site, building, sinceOf(work, clock.moment().wall));
    work.dueMono = clock.moment().mono + pauseAfter(listing, work);
    if (listing.ok) readers.named(site, ringingIn(listing.value.calls));
    if (stopped) return;
    tellTrouble(work, listing, log);
    if (listing.ok) await compare(work, listing.value.calls);
    if (listing.ok) work.looks = [...work.looks, { askedAt, calls: listing.value.calls }].slice(-2);
    if (listing.ok) work.listedAt = askedAt;
    prune(work, clock.moment().wall);
  }

  async function compare(work: SiteWork, calls: readonly ListedCall[]): Promise<void> {
    for (const call of calls) await refresh(work, call);
    const unknown = calls.filter(({ number }) => !work.known.has(number));
    const fresh = work.hasBegun ? unknown : await leaveAlone(work, unknown);
    const { wall } = clock.moment();
    work.pending = new Map(
      fresh.map((call) => [call.number, { loggedAt: call.loggedAt, at: missedSince(work, call, wall) }]),
    );
    if (fresh.length === 0) return;
    const guids = await parts.guids(work.site);
    if (stopped) return;
    for (const call of fresh) await settle(work, call, guids);
  }

  /** A site that is listed for the first time: what was over before is nobody's gap. */
  async function leaveAlone(work: SiteWork, calls: readonly ListedCall[]): Promise<readonly ListedCall[]> {
    const mayRing = (call: ListedCall) => work.beganAt - localTime(work, call) < parts.windowMs;
    await keep(work, ...calls.filter((call) => !mayRing(call)).map((call) => knownAs(call)));
    return calls.filter(mayRing);
  }

  /** The copy of a call that was listed before; a new status may end its ring, where it surely is that call. */
  async function refresh(work: SiteWork, { number, status }: ListedCall): Promise<void> {
    const known = work.known.get(number);
    if (known === undefined || known.status === status) return;
    await keep(work, { ...known, status });
    if (known.call !== null && status !== null && status !== 'initializing')
      readers.tellStatus(work.site, known.call, status);
  }

  async function settle(work: SiteWork, call: ListedCall, guids: ReadonlyMap<CallNumber, string>): Promise<void> {
    const local = { ...call, loggedAt: instant(localTime(work, call)) };
    const match = matchOf({ call: local, heard: work.heard, guids, taken: work.taken });
    const guid = guids.get(call.number) ?? (match?.isSure ? match.heard.guid : null);
    if (match !== null) {
      const { heard, isSure } = match;
      work.taken.add(heard);
      work.isMissing = false;
      alarms.clear({ kind: 'webhook-missing', site: work.site });
      if (isSure) work.delays = [...work.delays, heard.at - call.loggedAt].slice(-reconciling.delaysKept);
      const name = isSure ? nameOf(heard.guid, call.number) : null;
      return keep(work, { ...knownAs(call), guid, call: name, webhookAt: instant(heard.at) });
    }
    const { wall, mono } = clock.moment();
    const at = work.pending.get(call.number)?.at ?? wall;
    const isHurried = mono < work.hurryUntil;
    const grace = isHurried ? 0 : work.isMissing ? reconciling.graceWhileMissingMs : reconciling.graceMs;
    const left = at + grace - wall;
    if (left > 0) work.dueMono = Math.min(work.dueMono, mono + left);
    else await ringLate(work, call, { guid, at });
  }

  async function ringLate(
    work: SiteWork,
    call: ListedCall,
    { guid, at }: { readonly guid: string | null; readonly at: number },
  ): Promise<void> {
    const now = clock.moment();
    const received = { wall: instant(at), mono: now.mono - (now.wall - at) };
    const known = { ...knownAs(call), guid, call: nameOf(guid, call.number), noticedAt: now.wall };
    work.known.set(call.number, known);
    work.pending = new Map([...work.pending].filter(([number]) => number !== call.number));
    if (!(await readers.deliver(work.site, call, { guid, received }))) return;
    log.warn({ site: work.site, callId: known.call }, 'a call had no webhook');
    await keep(work, known);
    if (at < startedAt) return;
    work.isMissing = true;
    alarms.raise({ kind: 'webhook-missing', site: work.site });
  }

  async function keep(work: SiteWork, ...calls: readonly KnownCall[]): Promise<void> {
    if (calls.length === 0) return;
    for (const call of calls) work.known.set(call.number, call);
    await store
      .save(work.site, calls)
      .catch((error: unknown) => log.error({ err: error }, 'listed calls are not kept'));
  }

  return {
    begin: (to) => {
      readers = to;
      tick();
    },
    heard: (site, call) => {
      const work = sites.get(site);
      if (work === undefined) {
        if (parts.buildings().some((one) => one.site === site))
          early.set(site, [...(early.get(site) ?? []), call].slice(-1_000));
        return;
      }
      work.heard.push(call);
    },
    reads: (site) => (sites.get(site)?.looks.length ?? 0) > 0 && sites.get(site)?.trouble === null,
    lookNow: (site) => {
      const work = sites.get(site);
      if (work === undefined) return;
      const { mono } = clock.moment();
      work.dueMono = mono;
      work.hurryUntil = mono + reconciling.hurryMs;
      tickNow();
    },
    isAbsent: (call) => {
      if (!parts.buildings().some(({ site }) => site === call.site)) return null;
      const work = sites.get(call.site);
      if (work === undefined) return false;
      const isFresh = isAbsentFrom(work, call);
      if (isFresh === null)
        work.dueMono = Math.min(work.dueMono, clock.moment().mono + reconciling.graceWhileMissingMs);
      return isFresh ?? false;
    },
    doubted: (site, call) => {
      const work = sites.get(site);
      if (work !== undefined && doubt(work, call)) work.dueMono = clock.moment().mono;
    },
    stop: () => {
      stopped = true;
      next();
    },
  };
}
