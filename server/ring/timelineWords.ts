/** What a timeline says to a person: the detail of each fact, and the pieces of its one sentence. All English of a timeline is here. */
import type { CallLine, PastReason } from '../../protocol/admin.ts';
import type { ConnectionFailure, Fact, PictureFailure } from '../../protocol/fact.ts';
import type { Surroundings } from '../../protocol/proof.ts';

/** A fact's circumstances for a person; null where its word says all. */
export function detailOf(fact: Fact): string | null {
  switch (fact.what) {
    case 'old':
      return fact.detail;
    case 'authenticated':
      return `by the key of hook ${fact.hook}`;
    case 'listed':
    case 'webhook-missing':
      return "found in ButterflyMX's list of calls";
    case 'stored':
      return fact.times === 1 ? null : `delivered ${fact.times} times`;
    case 'not-rung':
      return notRung(fact);
    case 'received':
      return received[fact.reading];
    case 'routed':
      return `${desks(fact.count)}${fact.desks.length === 0 ? '' : `: ${fact.desks.join(', ')}`}`;
    case 'left-out':
      return fact.because === 'not-connected' ? 'not connected' : `cannot be heard: ${fact.because}`;
    case 'sent':
      return `${fact.seats} ${fact.seats === 1 ? 'seat' : 'seats'}`;
    case 'unheard':
      return `no desk sounded within ${fact.seconds} s; ${fact.followedBy === 'alarm' ? 'alarm' : 'sent again'}`;
    case 'proved':
      return fact.around === null ? null : surroundings(fact.around);
    case 'status-told':
      return fact.by === 'guid' ? fact.status : `${fact.status}, by its number alone`;
    case 'vendor-status':
      return fact.status ?? 'no answer';
    case 'rings-on':
      return fact.status;
    case 'confirmed':
      return fact.panelId === null ? null : `at panel ${fact.panelId}`;
    case 'rings-again':
      return 'ButterflyMX says that the visitor still waits';
    case 'panel-conflict':
      return `the webhook told of panel ${fact.panelId}`;
    case 'delivery-conflict':
      return `a later delivery tells another ${fact.fields.join(', ')}`;
    case 'joined':
      return fact.fields.join(', ');
    case 'vendor-not-told':
      return `${fact.notice}: ${fact.failure}`;
    case 'picture':
      return `fetched${times(fact.tries)}: ${fact.bytes} bytes${fact.isTorn ? ', torn, shown as far as it goes' : ''}`;
    case 'no-picture':
      return `${noPictureWords(fact)}${times(fact.tries)}`;
    case 'claimed':
      return fact.purpose === 'take-over' ? 'took over' : fact.purpose;
    case 'lease-ended':
      return 'no connected session in time';
    case 'granted':
      return fact.provider;
    case 'connection-failed':
      return connectionFailure(fact.because);
    case 'seat-gone':
      return seatGone[fact.ending];
    case 'ended':
      return ended(fact);
    case 'door':
    case 'other-door':
    case 'door-confirmed':
    case 'door-not-confirmed':
      return fact.door;
    case 'not-known':
    case 'cannot-be-checked':
    case 'snapshot':
    case 'silenced':
    case 'activating':
    case 'connected':
    case 'seat-back':
    case 'desk-revoked':
    case 'hung-up':
    case 'ended-by-desk':
      return null;
  }
}

type Of<What extends Fact['what']> = Extract<Fact, { readonly what: What }>;

/** A number of desks, in words. */
export const desks = (count: number) => `${count} ${count === 1 ? 'desk' : 'desks'}`;

const times = (tries: number) => (tries === 1 ? '' : `, tried ${tries} times`);

function notRung({ unit, because }: Of<'not-rung'>): string {
  const whom = unit === null ? 'it was for a resident' : `it was for apartment ${unit}`;
  switch (because) {
    case 'nothing-kept':
      return 'it was not for the front desk';
    case 'unit-not-named':
      return `${whom}, which is not among those that ring here`;
    case 'front-desk-only':
      return `${whom}, and this site rings for the front desk only`;
  }
}

const received: Readonly<Record<Of<'received'>['reading'], string | null>> = {
  whole: null,
  unclear: "may be a door's log",
  unreadable: 'details unreadable',
};

/** What surrounded a proof, for a person who asks why a call was not heard. */
function surroundings({ visible, output, volume, doNotDisturb }: Surroundings): string {
  return [
    visible ? null : 'page not visible',
    output === null ? null : `to ${output}`,
    volume === null ? null : `volume ${Math.round(volume * 100)} %`,
    doNotDisturb ? 'do not disturb' : null,
  ]
    .filter((word) => word !== null)
    .join(', ');
}

function connectionFailure(because: ConnectionFailure): string | null {
  switch (because.kind) {
    case 'told-by-desk':
      return null;
    case 'not-our-account':
      return 'the call is not for our account';
    case 'no-longer-ringing':
      return `ButterflyMX says ${because.status}`;
    case 'provider-unsupported':
      return 'media of a kind that desks cannot join';
    case 'vendor-failed':
      return `vendor ${because.failure}`;
  }
}

const seatGone: Readonly<Record<Of<'seat-gone'>['ending'], string | null>> = {
  none: null,
  claim: 'its page did not come back',
  talk: 'it did not come back',
};

function ended({ reason, rang }: Of<'ended'>): string {
  switch (rang) {
    case 'rang':
      return reason;
    case 'too-old':
      return 'too old to ring';
    case 'before-it-rang':
      return `${reason} before it could ring`;
  }
}

/** Why there is no picture: a sentence's end, without a full stop. */
export const noPictureWords = ({ because, beside }: Pick<Of<'no-picture'>, 'because' | 'beside'>): string =>
  beside === null ? pictureWords[because] : `${pictureWords[because]} (${beside})`;

/** Each word of why there is no picture, for a person. */
export const pictureWords: Readonly<Record<PictureFailure, string>> = {
  'not-asked': 'the call was over before its turn came',
  'address-refused': 'its address is none that can be asked',
  'host-refused': 'its host is not among VESTIBULE_SNAPSHOT_ORIGINS',
  'inner-address': "its host's name leads into a private network",
  redirected: 'its host sends elsewhere, which is not followed',
  refused: 'its host refuses it',
  slow: 'its host did not send it in time',
  unreachable: 'its host could not be reached',
  'too-large': 'it has too many bytes',
  'too-many-pixels': 'it has too many pixels',
  'form-refused': 'its form is not taken',
  'no-picture': 'it cannot be read',
  'too-costly': 'it took too much time or memory to decode',
  'not-decoded': 'the process that decodes pictures failed',
  'not-kept': 'it could not be stored',
};

type By = string | null;
const who = (by: By) => by ?? 'a desk';

/** How a call stands that is not over, `by` whom. */
export const underWay: Readonly<Record<CallLine['phase'], (by: By) => string>> = {
  ringing: () => 'it rings now',
  claimed: (by) => `${who(by)} is answering`,
  talking: (by) => `${who(by)} is talking`,
  ended: () => 'it is over',
};

/** How a call ended that rang, `by` whom. */
export const outcomes: Readonly<Record<Exclude<PastReason, 'not-rung'>, (by: By) => string>> = {
  'visitor-left': () => 'the visitor left',
  'timed-out': () => 'nobody answered',
  'answered-elsewhere': () => 'it was answered outside Vestibule',
  'door-opened': (by) => (by === null ? 'the door was opened outside Vestibule' : `${by} opened the door`),
  'rolled-over': () => 'it went on to a phone',
  rejected: () => 'it was declined outside Vestibule',
  'ended-by-desk': (by) => `${who(by)} ended it`,
  'hung-up': (by) => `${who(by)} answered and hung up`,
  'visitor-hung-up': (by) => `${who(by)} answered, then the visitor left`,
  'connection-failed': (by) => `${who(by)} answered, but the connection failed`,
  'desk-revoked': (by) => `${who(by)} answered, and was then revoked`,
  'same-call': () => 'it proved to be a call that was ringing already',
};

/** The other pieces of the sentence: who called, how far the ring came, and what is known of the door. */
export const pieces = {
  unreadable: 'A call of which nothing could be read',
  didNotRing: (why: string | null) => `did not ring: ${why ?? 'nothing is kept of it'}`,
  noWebhook: 'did not ring: no webhook told of it',
  late: 'was told by no webhook, rang late and ',
  tooLate: 'came too late to ring',
  lasting: (ms: number) => ` for ${Math.round(ms / 1000)} s`,
  sounded: (count: number, length: string) => `sounded at ${desks(count)}${length}`,
  shown: (count: number, length: string) => `was shown at ${desks(count)}${length}, but no desk proved that it sounded`,
  sentTo: (count: number, length: string) => `was sent to ${desks(count)}${length}, but none proved that it rang`,
  nobody: 'rang nobody: no desk was connected',
  doorAccepted: (by: string) => `${by} asked for the door, which ButterflyMX accepted`,
  doorDoubted: (by: string) => `${by} asked for the door, and ButterflyMX's log did not show that it opened`,
} as const;
