/** What an operator must know now, by its kind: each with the site and the webhook that it is about, where it is about one. The words of `kind` are promised to scripts; `docs/http.md` says when each stands and when it clears. */
import { z } from 'zod';
import { SiteId } from './call.ts';

const ofRelay = <Kind extends string>(kind: Kind) => z.strictObject({ kind: z.literal(kind) }).readonly();
const ofSite = <Kind extends string>(kind: Kind) => z.strictObject({ kind: z.literal(kind), site: SiteId }).readonly();
/** `hook` is the number of a webhook of the site; each has an alarm of its own. */
const ofHook = <Kind extends string>(kind: Kind) =>
  z.strictObject({ kind: z.literal(kind), site: SiteId, hook: z.string() }).readonly();

/** The cause of an alarm. Two causes with the same fields are one alarm. */
export const AlarmCause = z.discriminatedUnion('kind', [
  /** A call rang that could not be read in full. */
  ofSite('unreadable-delivery'),
  /** Something came on a good key, is of no known shape and did not ring. */
  ofSite('delivery-not-understood'),
  /** More came at once than is taken in. */
  ofSite('delivery-too-large'),
  /** What may be a call or a door's log rang. */
  ofSite('delivery-unclear'),
  /** No desk proved that a call sounds. */
  ofSite('unheard-call'),
  /** No desk of the site can be heard. */
  ofSite('no-desk-able'),
  /** A call was in ButterflyMX's list and no webhook had told of it. */
  ofSite('webhook-missing'),
  /** A panel of the site is silent for far longer than it ever was. */
  ofSite('panel-quiet'),
  /** The visitors' pictures of the last calls could not be shown. */
  ofSite('pictures-failing'),
  /** Rows of ButterflyMX's lists could not be read. */
  ofSite('vendor-rows-unreadable'),

  /** ButterflyMX does not know a call; `hook` brought it, null where the ring does not tell. */
  z.strictObject({ kind: z.literal('call-not-known'), site: SiteId, hook: z.string().nullable() }).readonly(),
  /** More calls come by it than any building has. */
  ofHook('hook-flooded'),
  /** A wall of it refuses deliveries on its good key. */
  ofHook('wall-refusing'),
  /** A wall of it cannot be checked, and lets everything in. */
  ofHook('wall-unchecked'),
  /** It was revoked, and deliveries come with its key. */
  ofHook('old-key-used'),

  /** An account of the site was taken back, or its key is missing. */
  ofSite('account-refused'),
  /** A renewal of an account came to no known end. */
  ofSite('account-uncertain'),
  /** An account is signed in, and refused what it asks. */
  ofSite('account-turned-away'),
  /** An account could not be renewed, and nothing says that it is over. */
  ofSite('account-not-renewed'),
  /** A line of the site's check was good and must be acted upon now. */
  ofSite('check-worse'),
  /** The certificate of the public address ends soon. */
  ofSite('certificate-expiring'),
  /** ButterflyMX does not deliver to this relay as it was registered. */
  ofSite('integration-gone'),

  /** ButterflyMX refuses the token of the relay's environment. */
  ofRelay('vendor-refused'),
  /** Nothing can be stored. */
  ofRelay('journal-cannot-write'),
  /** The journal's file is damaged. */
  ofRelay('journal-damaged'),
  /** A damaged journal was set aside. */
  ofRelay('journal-begun-anew'),
  /** More connections without a good key or token than can be kept. */
  ofRelay('strangers-crowd'),
  /** As many connections as there may be. */
  ofRelay('connections-full'),
  /** A proxy that the relay is not told of. */
  ofRelay('forwarder-not-trusted'),
  /** A setting that the relay does without. */
  ofRelay('unsafe-setting'),
]);
export type AlarmCause = z.infer<typeof AlarmCause>;

/** The word of an alarm. */
export type AlarmKind = AlarmCause['kind'];
