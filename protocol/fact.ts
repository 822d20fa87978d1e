/**
 * What happened to a call, fact by fact: the lines of its timeline. A fact has `what`, the desk where one did it, and fields of its own; words for a
 * person are made where a timeline is printed. Nothing in a fact names a person.
 */
import { z } from 'zod';
import { DeskId, endReasons } from './call.ts';
import { Deafness, ReceiptStage, Surroundings } from './proof.ts';

/** Why ButterflyMX's API gave nothing: it answered no, with a fault of its own (`unwell`: 5xx), not in time, or in no known shape; or no account can ask. */
export const VendorFailure = z.enum(['refused', 'gone', 'unwell', 'slow', 'unreadable', 'no-account']);
export type VendorFailure = z.infer<typeof VendorFailure>;

/** Why there is no picture of a visitor; `docs/errors.md` says of each what to do. */
export const PictureFailure = z.enum([
  'not-asked',
  'address-refused',
  'host-refused',
  'inner-address',
  'redirected',
  'refused',
  'slow',
  'unreachable',
  'too-large',
  'too-many-pixels',
  'form-refused',
  'no-picture',
  'too-costly',
  'not-decoded',
  'not-kept',
]);
export type PictureFailure = z.infer<typeof PictureFailure>;

/** Why an answer came to no sound and picture. */
export const ConnectionFailure = z.discriminatedUnion('kind', [
  /** The claiming page said so. */
  z.object({ kind: z.literal('told-by-desk') }).readonly(),
  /** None of our accounts was called. */
  z.object({ kind: z.literal('not-our-account') }).readonly(),
  /** ButterflyMX says that the call stands otherwise; `status` is its word. */
  z.object({ kind: z.literal('no-longer-ringing'), status: z.string() }).readonly(),
  /** Its media is of a kind that no desk can join. */
  z.object({ kind: z.literal('provider-unsupported') }).readonly(),
  /** ButterflyMX gave no media. */
  z.object({ kind: z.literal('vendor-failed'), failure: VendorFailure }).readonly(),
]);
export type ConnectionFailure = z.infer<typeof ConnectionFailure>;

/** What a delivery can tell of a call, by the names of the ring's fields. */
export const CallField = z.enum([
  'guid',
  'vendorId',
  'panelId',
  'panel',
  'unit',
  'userId',
  'unitId',
  'recipient',
  'unreadable',
  'webhookMissing',
  'unclear',
]);
export type CallField = z.infer<typeof CallField>;

/** A fact without a desk; with one, `desk` is among its fields. Strict, so that what another relay wrote is never half read. */
const fact = <What extends string, Fields extends z.ZodRawShape>(what: What, fields: Fields) =>
  z.strictObject({ what: z.literal(what), ...fields }).readonly();

const byDesk = { desk: DeskId };
/** `door` is its name at that time. `accepted`: ButterflyMX took the request; `unknown`: it did not say. */
const pressed = { ...byDesk, door: z.string(), outcome: z.enum(['accepted', 'refused', 'unknown']) };

/** How a call came in, and why it did not ring. Read from its deliveries; never written down as a fact. */
export const DeliveryFact = z.discriminatedUnion('what', [
  /** It came with the key of this hook. */
  fact('authenticated', { hook: z.string() }),
  /** ButterflyMX's own list of calls has it. */
  fact('listed', {}),
  /** It was on disk; `times`: how often the same was delivered, at least 1. */
  fact('stored', { times: z.int() }),
  /** It was for somebody else, in `unit` where that may be kept, and its site does not let such calls ring. */
  fact('not-rung', {
    unit: z.string().nullable(),
    because: z.enum(['front-desk-only', 'unit-not-named', 'nothing-kept']),
  }),
]);
export type DeliveryFact = z.infer<typeof DeliveryFact>;

/** What is written down of a ring. */
export const RingFact = z.discriminatedUnion('what', [
  /** It began here. `unclear`: its delivery could be a door's log as well; `unreadable`: nothing of it but its name. */
  fact('received', { reading: z.enum(['whole', 'unclear', 'unreadable']) }),
  /** No webhook told of it. */
  fact('webhook-missing', {}),
  /** So many desks were to ring. `desks` names them, but of more than 20 none. */
  fact('routed', { count: z.int(), desks: z.array(DeskId).readonly() }),
  /** This desk of its site was not to ring, and why. */
  fact('left-out', { ...byDesk, because: z.enum(['not-connected', ...Deafness.options]) }),
  /** The ring went out to so many seats. */
  fact('sent', { seats: z.int() }),
  /** No desk proved within so many seconds that it sounded, and what was done about it. */
  fact('unheard', { seconds: z.int(), followedBy: z.enum(['sent-again', 'alarm']) }),

  /** A desk proved this much; `around` is what it told of itself then. */
  fact('proved', { ...byDesk, stage: ReceiptStage, around: Surroundings.nullable() }),

  /** A webhook's word of how the call stands. One that knows the call by its number alone is believed less. */
  fact('status-told', { status: z.string(), by: z.enum(['guid', 'number']) }),
  /** ButterflyMX's own word of how the call stands; null when it was asked and did not answer. */
  fact('vendor-status', { status: z.string().nullable() }),
  /** ButterflyMX knows the call, at the panel with this v3 number where it named one. */
  fact('confirmed', { panelId: z.int().nullable() }),
  /** ButterflyMX does not know the call. */
  fact('not-known', {}),
  /** No account can ask ButterflyMX whether it knows the call. */
  fact('cannot-be-checked', {}),
  /** The window was over and ButterflyMX's status says that the visitor still waits. */
  fact('rings-on', { status: z.string() }),
  /** It had ended by a webhook's word, and ButterflyMX says that the visitor still waits. */
  fact('rings-again', {}),
  /** ButterflyMX names another panel than the webhook, whose v3 number this is. */
  fact('panel-conflict', { panelId: z.int() }),
  /** A later delivery tells these otherwise than the first, which stands. */
  fact('delivery-conflict', { fields: z.array(CallField).readonly() }),
  /** A later delivery told these, which were unknown. */
  fact('joined', { fields: z.array(CallField).readonly() }),
  /** ButterflyMX did not take what it was told of the call. */
  fact('vendor-not-told', { notice: z.enum(['call_accepted', 'call_ended']), failure: VendorFailure }),

  /** The visitor's picture came at this try. `isTorn`: shown as far as it goes. */
  fact('picture', { bytes: z.int(), tries: z.int(), isTorn: z.boolean() }),
  /** It did not. `beside`: a status, a host or a size, never the address. */
  fact('no-picture', { because: PictureFailure, beside: z.string().nullable(), tries: z.int() }),
  /** Desks are shown the picture. */
  fact('snapshot', {}),

  /** This desk is quiet about it; the others ring. */
  fact('silenced', byDesk),
  /** This desk has it: to talk, to open its door only, or from another seat of its own. */
  fact('claimed', { ...byDesk, purpose: z.enum(['talk', 'door', 'take-over']) }),
  /** It had no connected session in time. */
  fact('lease-ended', byDesk),
  /** `is_active` goes out next. */
  fact('activating', byDesk),
  /** It was given what joins the call's media; `provider` is ButterflyMX's word for the carrier. */
  fact('granted', { ...byDesk, provider: z.string() }),
  /** The claim is a talk. */
  fact('connected', byDesk),
  /** The answer came to nothing, and why; the others ring again. */
  fact('connection-failed', { ...byDesk, because: ConnectionFailure }),
  /** Its page is gone: it is waited for, or it stayed away for too long. */
  fact('seat-gone', { ...byDesk, ending: z.enum(['none', 'claim', 'talk']) }),
  /** Its page came back. */
  fact('seat-back', byDesk),
  /** It may not hold calls of this site any more. */
  fact('desk-revoked', byDesk),
  /** It hung up. */
  fact('hung-up', byDesk),
  /** It ended the call for everybody. */
  fact('ended-by-desk', byDesk),
  /** The ring is over; `desk` had it or ended it. `too-old`, `before-it-rang`: it never rang. */
  fact('ended', {
    desk: DeskId.nullable().default(null),
    reason: z.enum(endReasons),
    rang: z.enum(['rang', 'too-old', 'before-it-rang']),
  }),

  /** What became of a press of the call's own door. */
  fact('door', pressed),
  /** What became of a press of another door, in the call. */
  fact('other-door', pressed),
  /** ButterflyMX's log of the door shows the press. */
  fact('door-confirmed', { ...byDesk, door: z.string() }),
  /** It does not, and should by now. */
  fact('door-not-confirmed', { ...byDesk, door: z.string() }),
]);
export type RingFact = z.infer<typeof RingFact>;

/** A line that a relay wrote which did not know these fields, or knew others: shown as it was written. */
export const OldFact = z
  .strictObject({
    what: z.literal('old'),
    word: z.string(),
    desk: DeskId.nullable(),
    detail: z.string().nullable(),
  })
  .readonly();
export type OldFact = z.infer<typeof OldFact>;

/** Any line of a timeline. */
export const Fact = z.discriminatedUnion('what', [DeliveryFact, RingFact, OldFact]);
export type Fact = z.infer<typeof Fact>;

/** A line of a timeline by the word it has in the journal and for scripts: `what`; for a proof its stage, for a press also what became of it, for an old line its own. */
export function wordOfFact(told: Fact): string {
  if (told.what === 'proved') return told.stage;
  if (told.what === 'door' || told.what === 'other-door') return `${told.what}-${told.outcome}`;
  if (told.what === 'panel-conflict' || told.what === 'delivery-conflict') return 'conflict';
  return told.what === 'old' ? told.word : told.what;
}
