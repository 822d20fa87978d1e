import type { CallLine } from '../../protocol/admin.ts';
import type { CallId, EpochMs, SiteId, SnapshotId } from '../../protocol/call.ts';
import type { Fact } from '../../protocol/fact.ts';
import type { MissedCalls, PastCall } from '../../protocol/pastCall.ts';

/** What is known of one call: its line, the facts in their order, and how long it rang in milliseconds, null while it rings or where it never did. */
export type CallHistory = {
  readonly call: CallLine;
  readonly facts: readonly TimedFact[];
  readonly rangMs: number | null;
};

/** A fact and when it was written down, in wall milliseconds of the relay. */
export type TimedFact = { readonly at: EpochMs; readonly fact: Fact };

/** What can be read of calls, live and over: lists, and the reason why a call did or did not ring. */
export type Archive = {
  /** Newest first. */
  readonly calls: (wanted: {
    readonly site?: SiteId | undefined;
    readonly since?: EpochMs | undefined;
    readonly limit: number;
  }) => Promise<readonly CallLine[]>;
  /** Calls of these sites since a time, newest first, at most 500. */
  readonly history: (sites: readonly SiteId[], since: EpochMs) => Promise<readonly PastCall[]>;
  /** Calls of the last day that nobody answered and nobody has marked as handled. */
  readonly missed: (site: SiteId) => Promise<MissedCalls>;
  readonly markHandled: (sites: readonly SiteId[], calls: readonly CallId[], at: EpochMs) => Promise<void>;
  /** Null when no such call is known. */
  readonly timeline: (call: CallId) => Promise<CallHistory | null>;
  /** The site whose desks may see a picture; null for an unknown one. */
  readonly siteOfSnapshot: (snapshot: SnapshotId) => Promise<SiteId | null>;
};
