import { z } from 'zod';
import { CallId, EndReason, EpochMs, Recipient, Site, SiteId, SnapshotId } from './call.ts';
import { Holder, RingPhase } from './ring.ts';

/** One line of the history, and of the missed list. */
export const PastCall = z
  .object({
    id: CallId,
    site: Site,
    panel: z.string(),
    unit: z.string().nullable(),
    recipient: Recipient,
    receivedAt: EpochMs,
    endedAt: EpochMs.nullable(),
    phase: RingPhase,
    reason: EndReason.nullable(),
    /** Who answered it here, if somebody did. */
    by: Holder.nullable(),
    /** The vendor accepted a request of ours for its door; that it opened is told by the next one. */
    doorOpened: z.boolean(),
    /** When ButterflyMX logged that a door was opened from it; null: it did not, or its log does not come. */
    doorConfirmedAt: EpochMs.nullable().default(null),
    /** No log showed an opening in time, where logs are known to come. One that showed later counts for more. */
    doorNotConfirmed: z.boolean().default(false),
    snapshot: SnapshotId.nullable(),
    /** How long it rang here, in milliseconds. */
    rangMs: z.number().int().nonnegative(),
    /** No webhook told of it: the relay found it in the vendor's list, perhaps too late to ring. */
    webhookMissing: z.boolean(),
    /** ButterflyMX says that it does not know this call. */
    notKnown: z.boolean().default(false),
    /** It came by a key that was revoked as leaked, and nothing of ButterflyMX's confirms it. */
    inDoubt: z.boolean().default(false),
  })
  .readonly();
export type PastCall = z.infer<typeof PastCall>;

/** Calls of one site that rang and were answered by nobody, and that nobody has marked as handled; newest first, the first 20 of `count`. */
export const MissedCalls = z
  .object({ site: SiteId, calls: z.array(PastCall).readonly(), count: z.number().int().nonnegative().default(0) })
  .readonly();
export type MissedCalls = z.infer<typeof MissedCalls>;
