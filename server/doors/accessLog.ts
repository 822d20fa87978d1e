/** One feed of what the vendor logged of a site's doors, joined from its deliveries and its list, and tied to the presses of our desks. */

import type { CallId, EpochMs, PressId, SiteId } from '../../protocol/call.ts';
import type { AccessLogLine } from '../../protocol/door.ts';
import type { Clock } from '../clock.ts';
import { type DoorEntry, mayHaveOpened, type Tie, tieOf, tieWindow } from './entries.ts';
import type { Press, Presses } from './opening/presses.ts';
import type { MappedDoors } from './siteDoors.ts';
import { accessPointsOf } from './siteDoors.ts';

/** Where entries are kept, once each. Writes are durable when they resolve. */
export type AccessLogStore = {
  /** Gives those that belong to no press yet. */
  readonly put: (
    site: SiteId,
    entries: readonly DoorEntry[],
    by: 'webhook' | 'list',
    at: EpochMs,
  ) => Promise<readonly DoorEntry[]>;
  readonly tie: (
    site: SiteId,
    entry: number,
    tie: { readonly press: PressId | null; readonly call: CallId | null },
  ) => Promise<void>;
  readonly hasAny: (site: SiteId) => Promise<boolean>;
  /** Its entry came, or its call's timeline says already that none did. */
  readonly isSettled: (press: PressId) => Promise<boolean>;
  /** When the newest entry that a list brought was logged; null for none. */
  readonly newestListed: (site: SiteId) => Promise<number | null>;
  /** The call at one of these panels that came last in this time. */
  readonly callAt: (site: SiteId, panels: readonly number[], from: number, until: number) => Promise<CallId | null>;
  readonly lines: (site: SiteId, since: number, limit: number) => Promise<readonly AccessLogLine[]>;
};

/** A press whose entry is looked for. */
export type AwaitedPress = Pick<Press, 'press' | 'site' | 'call' | 'desk' | 'doorName'>;

export type AccessLogParts = {
  readonly store: AccessLogStore;
  readonly presses: Pick<Presses, 'between' | 'reply'>;
  readonly doors: Pick<MappedDoors, 'of'>;
  /** The vendor's list of a site since a time; null while it cannot be read. */
  readonly list: (site: SiteId, since: number) => Promise<readonly DoorEntry[] | null>;
  readonly sites: () => readonly SiteId[];
  readonly clock: Clock;
  readonly confirmed: (site: SiteId, tie: Tie, loggedAt: EpochMs) => void;
  /** An entry belongs to a call, by its press or by its panel. */
  readonly tied: (site: SiteId, entry: number, call: CallId) => void;
  /** Only where entries are known to arrive: elsewhere their absence means nothing. */
  readonly notConfirmed: (press: AwaitedPress) => void;
  readonly reportFailure: (doing: string, error: unknown) => void;
};

export type AccessLog = {
  /** A delivery told of a door. */
  readonly heard: (site: SiteId, entry: DoorEntry) => void;
  /** A press may have opened: its entry is looked for, and missed after 15 s. */
  readonly await: (press: AwaitedPress) => void;
  readonly lines: AccessLogStore['lines'];
  /** Awaits the entries of presses that were made shortly before, and reads every site's list from time to time, until `stop`. */
  readonly begin: () => void;
  readonly stop: () => void;
};

export const confirmWithinMs = 15_000;
/** A press of the last run is told at the soonest so long after the start, when desks are back; one that is older than the other is left. */
const backWithinMs = 5_000;
const takenUpMs = 60_000;
const lookAfterPressMs = [2_000, 6_000, 12_000];
/** A webhook's entry is a hint: the vendor's own list, read a moment later, says what opened. */
const heardAfterMs = 500;
const firstLookMs = 30_000;
const lookEveryMs = 180_000;
/** Entries may be listed late, or with a time before one that was listed earlier. */
const overlapMs = 120_000;
const firstReachMs = 86_400_000;
const callBeforeMs = 180_000;

export function makeAccessLog(parts: AccessLogParts): AccessLog {
  const { store, presses, doors, list, sites, clock, reportFailure } = parts;
  const looking = new Map<SiteId, Promise<void>>();
  const due = new Map<SiteId, readonly number[]>();
  let stopped = false;
  /** Entries are tied one after another, so that two of them cannot take one press. */
  let tail: Promise<void> = Promise.resolve();

  function take(site: SiteId, entries: readonly DoorEntry[], by: 'webhook' | 'list'): Promise<void> {
    tail = tail
      .then(async () => {
        const untied = await store.put(site, entries, by, clock.moment().wall);
        if (by === 'list') for (const entry of untied) await tie(site, entry);
        else if (untied.length > 0) lookAfter(site, heardAfterMs);
      })
      .catch((error: unknown) => reportFailure('access log', error));
    return tail;
  }

  async function tie(site: SiteId, entry: DoorEntry): Promise<void> {
    const near = await presses.between(site, entry.loggedAt - tieWindow.beforeMs, entry.loggedAt + tieWindow.afterMs);
    const mapped = new Set(doors.of(site).flatMap(accessPointsOf));
    const found = tieOf(entry, near, (accessPoint) => mapped.has(accessPoint));
    if (found !== null) {
      await store.tie(site, entry.entry, found);
      if (found.call !== null) parts.tied(site, entry.entry, found.call);
      await presses.reply(found.press, { outcome: 'confirmed', pressId: found.press });
      parts.confirmed(site, found, entry.loggedAt);
      return;
    }
    const call = await callOf(site, entry);
    if (call === null) return;
    await store.tie(site, entry.entry, { press: null, call });
    parts.tied(site, entry.entry, call);
  }

  /** Opened from a call by somebody else, such as a resident's app: it belongs to the call at that panel. */
  async function callOf(site: SiteId, { accessPoint, entryMethod, loggedAt }: DoorEntry): Promise<CallId | null> {
    if (accessPoint === null || entryMethod?.toLowerCase() !== 'app call') return null;
    const panels = doors
      .of(site)
      .flatMap((door) => (door.panel !== null && door.accessPoint === accessPoint ? [door.panel] : []));
    return panels.length === 0
      ? null
      : store.callAt(site, panels, loggedAt - callBeforeMs, loggedAt + tieWindow.afterMs);
  }

  function look(site: SiteId): Promise<void> {
    const under = looking.get(site);
    if (under !== undefined) return under;
    const look = readList(site)
      .catch((error: unknown) => reportFailure('the list of the access log', error))
      .finally(() => looking.delete(site));
    looking.set(site, look);
    return look;
  }

  async function readList(site: SiteId): Promise<void> {
    const newest = await store.newestListed(site);
    const since = newest === null ? clock.moment().wall - firstReachMs : newest - overlapMs;
    const entries = await list(site, since);
    if (entries !== null) await take(site, entries, 'list');
  }

  /** Presses in quick succession share their looks. */
  function lookAfter(site: SiteId, ms: number): void {
    const at = clock.moment().mono + ms;
    const planned = due.get(site) ?? [];
    if (planned.some((other) => Math.abs(other - at) < 1_000)) return;
    due.set(site, [...planned, at]);
    clock.after(ms, () => {
      due.set(
        site,
        (due.get(site) ?? []).filter((other) => other !== at),
      );
      if (!stopped) void look(site);
    });
  }

  function awaitEntry(press: AwaitedPress, withinMs: number): void {
    for (const ms of lookAfterPressMs) lookAfter(press.site, ms);
    clock.after(withinMs, () => void missEntry(press).catch(failedToRead));
  }

  async function missEntry(press: AwaitedPress): Promise<void> {
    if (stopped || !(await store.hasAny(press.site)) || (await store.isSettled(press.press))) return;
    if (!stopped) parts.notConfirmed(press);
  }

  const failedToRead = (error: unknown) => reportFailure('reading the access log', error);

  async function takeUp(site: SiteId): Promise<void> {
    const { wall } = clock.moment();
    for (const press of await presses.between(site, wall - takenUpMs, wall)) {
      if (!mayHaveOpened(press) || (await store.isSettled(press.press))) continue;
      awaitEntry(press, Math.max(backWithinMs, press.askedAt + confirmWithinMs - wall));
    }
  }

  function lookEverywhere(): void {
    if (stopped) return;
    for (const site of sites()) void look(site);
    clock.after(lookEveryMs, lookEverywhere);
  }

  return {
    heard: (site, entry) => void take(site, [entry], 'webhook'),
    await: (press) => awaitEntry(press, confirmWithinMs),
    lines: store.lines,
    begin: () => {
      for (const site of sites()) takeUp(site).catch(failedToRead);
      clock.after(firstLookMs, lookEverywhere);
    },
    stop: () => {
      stopped = true;
    },
  };
}
