import type { CallId, EpochMs, SiteDoor, SiteId } from '../../protocol/call.ts';
import type { MissedCalls, PastCall } from '../../protocol/pastCall.ts';
import type { Alarm, SiteNotes } from '../../protocol/picture.ts';

/** What desks may read of calls that are over. */
export type PastCalls = {
  readonly missed: (site: SiteId) => Promise<MissedCalls>;
  readonly history: (sites: readonly SiteId[], since: EpochMs) => Promise<readonly PastCall[]>;
  readonly markHandled: (sites: readonly SiteId[], calls: readonly CallId[], at: EpochMs) => Promise<void>;
};

/** What desks are shown of a site besides its rings. */
export type SiteFacts = {
  /** The doors of a site that its desks may open at any time. */
  readonly doors: (site: SiteId) => readonly SiteDoor[];
  readonly notes: (site: SiteId) => SiteNotes;
};

/** Alarms that stand now. */
export type StandingAlarms = { readonly list: () => readonly Alarm[] };
