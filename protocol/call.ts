import { z } from 'zod';
import { wordOf } from './words.ts';

/** Milliseconds since 1970-01-01 UTC on the relay's clock; vendor call deliveries carry no time. */
export const EpochMs = z.number().int().nonnegative().brand<'EpochMs'>();
export type EpochMs = z.infer<typeof EpochMs>;

/** Names one call inside its site: the vendor's `guid`, or `id:<number>` while only that is known. Never changes once shown. */
export const CallId = z.string().min(1).max(80).brand<'CallId'>();
export type CallId = z.infer<typeof CallId>;

/** Names one building. Chosen by the operator: lower-case letters, digits and hyphens, e.g. "harbor-house". */
export const SiteId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'a site is named by 1 to 40 lower-case letters, digits and hyphens')
  .brand<'SiteId'>();
export type SiteId = z.infer<typeof SiteId>;

/** Names one enrolled installation that can be rung; issued by the relay. */
export const DeskId = z.string().min(1).max(64).brand<'DeskId'>();
export type DeskId = z.infer<typeof DeskId>;

/** Names one open page of a desk: a random word that the page keeps over reloads. */
export const SeatId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{8,64}$/)
  .brand<'SeatId'>();
export type SeatId = z.infer<typeof SeatId>;

/** Names a door at its site; `panel:<id>` is the door of the calling panel itself. */
export const DoorId = z.string().min(1).max(80).brand<'DoorId'>();
export type DoorId = z.infer<typeof DoorId>;

/** Names one press of a door button; the page makes it, so that a repeated question opens nothing twice. */
export const PressId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{8,64}$/)
  .brand<'PressId'>();
export type PressId = z.infer<typeof PressId>;

/** Names one stored picture; unguessable, and of no meaning to the vendor. */
export const SnapshotId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{22,64}$/)
  .brand<'SnapshotId'>();
export type SnapshotId = z.infer<typeof SnapshotId>;

/** A building, or a part of one, with the name that the operator gave it. */
export const Site = z.object({ id: SiteId, name: z.string() }).readonly();
export type Site = z.infer<typeof Site>;

/** What happens to the call once its door was opened from it. */
export const AfterOpening = z.enum(['stay', 'end']);
export type AfterOpening = z.infer<typeof AfterOpening>;

/** The door that a call opens, by its name at the site. */
export const Door = z.object({ id: DoorId, name: z.string(), afterOpening: AfterOpening }).readonly();
export type Door = z.infer<typeof Door>;

/** A door that a desk may open without a call. */
export const SiteDoor = z.object({ id: DoorId, name: z.string(), site: Site, favourite: z.boolean() }).readonly();
export type SiteDoor = z.infer<typeof SiteDoor>;

/** Whom the visitor asked for. A resident's name is null where the delivery gave none. */
export const Recipient = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('frontDesk') }).readonly(),
  z.object({ kind: z.literal('resident'), name: z.string().nullable() }).readonly(),
]);
export type Recipient = z.infer<typeof Recipient>;

/**
 * What ButterflyMX itself says of a call that a webhook told of. `checking`: it was asked and has not answered yet. `confirmed`: it knows the call.
 * `not-known`: it says that there is no such call. `cannot-be-checked`: no account of this site can tell.
 */
export const Confirmation = wordOf(['checking', 'confirmed', 'not-known', 'cannot-be-checked']);
export type Confirmation = z.infer<typeof Confirmation>;

/** One visitor at one panel, as a desk sees it. Names are cleaned of control and bidirectional characters. */
export const Call = z
  .object({
    id: CallId,
    /** The panel's name as the vendor gave it; a placeholder sentence where it gave none. */
    panel: z.string(),
    /** Flat or suite as on the directory, e.g. "12F"; null when the front desk itself was called. */
    unit: z.string().nullable(),
    recipient: Recipient,
    receivedAt: EpochMs,
    /** How long the visitor had waited when this view was sent, in milliseconds. */
    waitedMs: z.number().int().nonnegative(),
    /** Ask `GET /snapshots/<id>` with the desk's token; null while there is no picture, or for good. */
    snapshot: SnapshotId.nullable(),
    /** No webhook told of this call: the relay found it in the vendor's list. */
    webhookMissing: z.boolean(),
    /** What ButterflyMX says of it; a door opens from it only once it is `confirmed`. */
    confirmation: Confirmation.default('checking'),
    /** Its delivery could be a door's log as well as a call. */
    unclear: z.boolean().default(false),
  })
  .readonly();
export type Call = z.infer<typeof Call>;

/** Why a ring is over. `desk-revoked`: the desk that held it may not hold calls of this site any more. */
export const endReasons = [
  'visitor-left',
  'timed-out',
  'answered-elsewhere',
  'door-opened',
  'rolled-over',
  'rejected',
  'ended-by-desk',
  'hung-up',
  'visitor-hung-up',
  'connection-failed',
  'same-call',
  'desk-revoked',
] as const;
/** Why a ring is over; `unknown` for a word of a newer relay. */
export const EndReason = wordOf(endReasons);
export type EndReason = z.infer<typeof EndReason>;
