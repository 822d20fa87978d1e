import { z } from 'zod';
import { CallId, DeskId, EpochMs, endReasons, Recipient, SiteId, SnapshotId } from '../../protocol/call.ts';
import { Holder } from '../../protocol/ring.ts';

/** Milliseconds since boot, on the relay's monotonic clock. */
const Mono = z.number();

const everyPhase = {
  call: z
    .object({
      id: CallId,
      site: SiteId,
      /** The vendor's name of the call; the key of all its call endpoints. Null until a delivery or `me/calls` tells it. */
      guid: z.string().nullable(),
      /** The vendor's number of the call in its lists; its digits where it is beyond 2^53. */
      vendorId: z.union([z.int(), z.string().regex(/^\d+$/)]).nullable(),
      /** The panel's v3 number, which the notifications want; v4 numbers devices otherwise (live capture). */
      panelId: z.number().int().nullable(),
      panel: z.string().nullable(),
      unit: z.string().nullable(),
      /** The called resident's number in webhooks; v4 numbers recipients otherwise, only the unit's number agrees (live capture). */
      userId: z.number().int().nullable().default(null),
      unitId: z.number().int().nullable().default(null),
      recipient: Recipient,
      receivedAt: EpochMs,
      snapshot: SnapshotId.nullable(),
      /** Nothing but the call's guid could be read. */
      unreadable: z.boolean(),
      /** No webhook told of it: it was found in the vendor's list. */
      webhookMissing: z.boolean().default(false),
      /** Its delivery could be a door's log as well. */
      unclear: z.boolean().default(false),
      /** The hook by whose key it came, and the first digits of the hash of the bytes that began it: a number alone joins nothing else. */
      hook: z.string().nullable().default(null),
      bytes: z.string().nullable().default(null),
    })
    .readonly(),
  /** What ButterflyMX itself said of the call, and the panel that it named. A webhook alone is a hint. */
  confirmation: z.enum(['checking', 'confirmed', 'not-known', 'cannot-be-checked']).default('checking'),
  confirmedPanelId: z.number().int().nullable().default(null),
  /** When the call came; everything below is measured from it. */
  startedMono: Mono,
  /** When it began to ring here: later than it came where it was found late. Null in rings that an earlier relay wrote. */
  rangFromMono: Mono.nullable().default(null),
  /** The end of the ring window, and the latest that it may be moved to. */
  ringsUntil: Mono,
  latestUntil: Mono,
  /** True once we said `is_active` or opened the door in this call: from then on some vendor statuses are our own echo. */
  activated: z.boolean(),
  silencedBy: z.array(DeskId).readonly(),
  doorOpened: z.boolean(),
  /** How long it rang before somebody answered or it ended, in milliseconds; null while it first rings. */
  rangMs: z.number().nullable(),
};

export const Ringing = z
  .object({
    ...everyPhase,
    phase: z.literal('ringing'),
    /** Until when an answer of the vendor is awaited. */ checkingUntil: Mono.nullable(),
  })
  .readonly();
export const Claimed = z
  .object({
    ...everyPhase,
    phase: z.literal('claimed'),
    by: Holder,
    /** A claim to talk becomes a talk; a claim that only opens the door ends with it. */
    purpose: z.enum(['talk', 'door']),
    leaseUntil: Mono,
    seatGoneMono: Mono.nullable(),
  })
  .readonly();
export const Talking = z
  .object({
    ...everyPhase,
    phase: z.literal('talking'),
    by: Holder,
    connectedMono: Mono,
    seatGoneMono: Mono.nullable(),
  })
  .readonly();
export const Ended = z
  .object({
    ...everyPhase,
    phase: z.literal('ended'),
    by: Holder.nullable(),
    reason: z.enum(endReasons),
    endedAt: EpochMs,
    /** False while only a webhook told of the end: ButterflyMX is asked, and may say that the visitor still waits. */
    endConfirmed: z.boolean().default(true),
  })
  .readonly();

/** A ring as the journal keeps it. */
export const Ring = z.discriminatedUnion('phase', [Ringing, Claimed, Talking, Ended]);
export type Ringing = z.infer<typeof Ringing>;
export type Claimed = z.infer<typeof Claimed>;
export type Talking = z.infer<typeof Talking>;
export type Ended = z.infer<typeof Ended>;
export type Ring = z.infer<typeof Ring>;
export type RingCall = Ring['call'];

/** The call as the vendor's call API wants it; null while its guid is not known. */
export const vendorCallOf = ({ site, guid, panelId, userId, unitId }: RingCall) =>
  guid === null ? null : { site, guid, panelId, userId, unitId };

/** The facts of a call as one delivery tells them; what it does not tell is null. */
export type CallFacts = Pick<
  RingCall,
  | 'guid'
  | 'vendorId'
  | 'panelId'
  | 'panel'
  | 'unit'
  | 'userId'
  | 'unitId'
  | 'recipient'
  | 'unreadable'
  | 'webhookMissing'
  | 'unclear'
>;
