/** What is known of one site's listed calls while its list is compared with its webhooks, and how far back the next list must reach. */
import { CallId, EpochMs, type SiteId } from '../../../protocol/call.ts';
import type { Moment } from '../../clock.ts';
import { type CallNumber, ringingNow } from '../../vendor/values.ts';
import type { ListedCall } from './listCalls.ts';
import type { HeardCall } from './matchCalls.ts';

/** A listed call and what became of it. */
export type KnownCall = Pick<ListedCall, 'number' | 'loggedAt' | 'status' | 'device' | 'panel'> & {
  readonly guid: string | null;
  /** Our name of it; null when it was listed before we began, or no more is sure than that a webhook came. */
  readonly call: CallId | null;
  readonly webhookAt: EpochMs | null;
  /** When it was found to have had no webhook. */
  readonly noticedAt: EpochMs | null;
};

/** Where listed calls are kept, so that a gap is found after any downtime. */
export type KnownCalls = {
  /** The newest of a site, and those of the time before it that lists overlap. Empty: never listed. */
  readonly recent: (site: SiteId) => Promise<readonly KnownCall[]>;
  readonly save: (site: SiteId, calls: readonly KnownCall[]) => Promise<void>;
};

/** In milliseconds. While webhooks are known to be missing the list is all there is, and is read oftener. */
export const reconciling = {
  everyMs: 10_000,
  graceMs: 15_000,
  everyWhileMissingMs: 4_000,
  graceWhileMissingMs: 2_000,
  /** Lists overlap by so much, and reach back to calls whose status was not final for at most so long. */
  overlapMs: 30_000,
  unsettledMs: 180_000,
  /** The first list of a site begins here; a gap is filled from at most so long ago. */
  firstMs: 600_000,
  longestGapMs: 7 * 86_400_000,
  /** After a no nothing changes until a person acts. After "too many requests" it is asked less often, yet within a ring. */
  afterNoMs: 60_000,
  afterTooManyMs: 20_000,
  tickMs: 1_000,
  /** How long one hurried look holds. */
  hurryMs: 5_000,
  delaysKept: 5,
  mostAtOnce: 4,
  mostHeard: 20_000,
} as const;

export type SiteWork = {
  readonly site: SiteId;
  readonly known: Map<CallNumber, KnownCall>;
  heard: HeardCall[];
  readonly taken: Set<HeardCall>;
  /** The last two lists that came, by our clock. */
  looks: readonly { readonly askedAt: number; readonly calls: readonly ListedCall[] }[];
  readonly hasBegun: boolean;
  readonly beganAt: EpochMs;
  /** Unknown calls whose webhook may still come: when each was logged by the vendor's clock, and since when it may be missed by ours. */
  pending: ReadonlyMap<CallNumber, { readonly loggedAt: EpochMs; readonly at: number }>;
  /** When the last list was asked for that came. */
  listedAt: number | null;
  dueMono: number;
  isMissing: boolean;
  /** Until then, in monotonic milliseconds, nothing waits for its webhook. */
  hurryUntil: number;
  /** How much later than logged the last webhooks came; the least of them is what the clocks differ. */
  delays: readonly number[];
  trouble: string | null;
};

type Begun = { readonly recent: readonly KnownCall[]; readonly heard: readonly HeardCall[]; readonly began: Moment };

/** The work of a site whose list is about to be read for the first time since the start. */
export const workOf = (site: SiteId, { recent, heard, began }: Begun): SiteWork => ({
  site,
  known: new Map(recent.map((call) => [call.number, call])),
  heard: [...heard],
  taken: new Set(),
  hasBegun: recent.length > 0,
  beganAt: began.wall,
  pending: new Map(),
  listedAt: null,
  dueMono: began.mono,
  looks: [],
  isMissing: false,
  hurryUntil: 0,
  delays: [],
  trouble: null,
});

/** How old a webhook's call may be for the first list to hold it, in milliseconds. */
export function reachOf(recent: readonly KnownCall[], now: EpochMs): number {
  const newest = Math.max(now - reconciling.firstMs, ...recent.slice(-1).map(({ loggedAt }) => loggedAt));
  return Math.min(reconciling.longestGapMs, Math.max(0, now - newest) + reconciling.firstMs);
}

/** The numbers of the calls of a list that may ring still. */
export const ringingIn = (calls: readonly ListedCall[]): readonly CallNumber[] =>
  calls.filter(({ status }) => status === null || status === ringingNow).map(({ number }) => number);

/** From when the next list is asked for. */
export function sinceOf({ known, beganAt, pending }: SiteWork, now: number): EpochMs {
  const newest = [...known.values()].reduce((latest, { loggedAt }) => Math.max(latest, loggedAt), 0);
  if (newest === 0) return instant(beganAt - reconciling.firstMs);
  const open = [...known.values()].filter((call) => isOpen(call, now));
  const unsettled = [...open, ...pending.values()].map(({ loggedAt }) => loggedAt);
  const from = Math.min(newest - reconciling.overlapMs, ...unsettled);
  return instant(Math.max(from, now - reconciling.longestGapMs));
}

/** A call that the last list did not have was logged since, whatever the clocks say. */
export function missedSince(work: SiteWork, call: ListedCall, now: number): number {
  const earliest = work.listedAt === null ? Number.NEGATIVE_INFINITY : work.listedAt - reconciling.tickMs;
  return work.pending.get(call.number)?.at ?? Math.min(now, Math.max(earliest, localTime(work, call)));
}

/** What no later list can hold is forgotten; of what was heard, what no later list can match: the next one begins where the last that came ended. */
export function prune(work: SiteWork, wall: number): void {
  const newest = [...work.known.values()].reduce((latest, { loggedAt }) => Math.max(latest, loggedAt), 0);
  for (const call of work.known.values())
    if (call.loggedAt < newest - 2 * reconciling.firstMs && !isOpen(call, wall)) work.known.delete(call.number);
  const from = (work.listedAt ?? 0) - 2 * reconciling.firstMs;
  work.heard = work.heard.filter(({ at }) => at >= from).slice(-reconciling.mostHeard);
  const kept = new Set(work.heard);
  for (const heard of work.taken) if (!kept.has(heard)) work.taken.delete(heard);
}

/** Marks a heard call as one that the vendor does not know, and forgets what it was taken for by its time alone; true when a listed call is open again. */
export function doubt(work: SiteWork, { guid, vendorId }: Pick<HeardCall, 'guid' | 'vendorId'>): boolean {
  const isIt = (one: HeardCall) => one.guid === guid && one.vendorId === vendorId;
  const times = new Set(work.heard.filter(isIt).map(({ at }) => instant(at)));
  for (const one of work.heard.filter(isIt)) work.taken.delete(one);
  work.heard = work.heard.map((one) => (isIt(one) ? { ...one, isDoubtful: true } : one));
  const takenFor = [...work.known.values()].filter(
    ({ call, webhookAt }) => call === null && webhookAt !== null && times.has(webhookAt),
  );
  for (const { number } of takenFor) work.known.delete(number);
  return takenFor.length > 0;
}

export const instant = (ms: number): EpochMs => EpochMs.parse(Math.max(0, Math.round(ms)));
export const nameOf = (guid: string | null, number: CallNumber) => CallId.parse(guid ?? `id:${number}`);
export const localTime = ({ delays }: SiteWork, { loggedAt }: Pick<ListedCall, 'loggedAt'>) =>
  loggedAt + (delays.length === 0 ? 0 : Math.min(...delays));

/** Its status may still change, and a list's copy never changes by itself (live capture). */
export const isOpen = ({ status, loggedAt }: KnownCall, now: number) =>
  (status === null || status === 'initializing') && now - loggedAt < reconciling.unsettledMs;

export const knownAs = ({ number, loggedAt, status, device, panel }: ListedCall): KnownCall => ({
  number,
  loggedAt,
  status,
  device,
  panel,
  guid: null,
  call: null,
  webhookAt: null,
  noticedAt: null,
});
