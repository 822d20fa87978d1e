import type { CallId, DeskId, EpochMs, Site, SiteId } from '../../protocol/call.ts';
import type { Alarm, Coverage, MissedCalls, PastCall } from '../../protocol/desk.ts';
import type { RingFact } from '../ring/events.ts';

/** What desks may read of calls that are over. */
export type PastCalls = {
  readonly missed: (site: SiteId) => Promise<MissedCalls>;
  readonly history: (sites: readonly SiteId[], since: EpochMs) => Promise<readonly PastCall[]>;
  readonly markHandled: (sites: readonly SiteId[], calls: readonly CallId[], at: EpochMs) => Promise<void>;
};

/** Names of sites, as the operator gave them. */
export type FindSite = (site: SiteId) => Site;

/** Alarms that stand now. */
export type StandingAlarms = { readonly list: () => readonly Alarm[] };

/** Notes receipts with their call; failures stay inside, for a receipt is never worth a ring. */
export type NoteFacts = (site: SiteId, call: CallId, facts: readonly RingFact[]) => void;

/** Told when who can be heard at a site changes, and who was rung. */
export type Watch = {
  readonly coverage: (coverage: Coverage) => void;
  readonly receipt: (stage: string, desk: DeskId) => void;
};
