import fc from 'fast-check';
import { DeskId, endReasons } from '../../protocol/call.ts';
import { CallField, PictureFailure, type RingFact, VendorFailure } from '../../protocol/fact.ts';
import { Deafness, ReceiptStage } from '../../protocol/proof.ts';

const what = <W extends RingFact['what']>(word: W) => fc.constant(word);
const text = fc.string({ unit: 'grapheme', maxLength: 40 });
const desk = fc.stringMatching(/^[a-z0-9-]{1,20}$/).map((word) => DeskId.parse(word));
const count = fc.nat(1_000_000);
const alone = <W extends RingFact['what']>(word: W) => fc.record({ what: what(word) });
const ofDesk = <W extends RingFact['what']>(word: W) => fc.record({ what: what(word), desk });
const status = fc.oneof(text, fc.constantFrom('initializing', '{}', '{"status":"canceled"}', 'null'));
const press = { desk, door: text, outcome: fc.constantFrom('accepted' as const, 'refused', 'unknown') };
const fields = fc.array(fc.constantFrom(...CallField.options));
const failure = fc.constantFrom(...VendorFailure.options);
const around = fc.record({
  visible: fc.boolean(),
  output: fc.option(text),
  volume: fc.option(fc.double({ min: 0, max: 1, noNaN: true }).map((volume) => volume + 0)),
  doNotDisturb: fc.option(fc.boolean()),
});
const because = fc.oneof(
  fc.record({ kind: fc.constantFrom('told-by-desk' as const, 'not-our-account', 'provider-unsupported') }),
  fc.record({ kind: fc.constant('no-longer-ringing' as const), status }),
  fc.record({ kind: fc.constant('vendor-failed' as const), failure }),
);

/** Facts of each branch, by what they are. A branch that has none here does not compile. */
export const ringFacts: {
  readonly [What in RingFact['what']]: fc.Arbitrary<Extract<RingFact, { readonly what: What }>>;
} = {
  received: fc.record({ what: what('received'), reading: fc.constantFrom('whole', 'unclear', 'unreadable') }),
  'webhook-missing': alone('webhook-missing'),
  routed: fc.record({ what: what('routed'), count, desks: fc.array(desk) }),
  'left-out': fc.record({
    what: what('left-out'),
    desk,
    because: fc.constantFrom('not-connected', ...Deafness.options),
  }),
  sent: fc.record({ what: what('sent'), seats: count }),
  unheard: fc.record({ what: what('unheard'), seconds: count, followedBy: fc.constantFrom('sent-again', 'alarm') }),
  proved: fc.record({
    what: what('proved'),
    desk,
    stage: fc.constantFrom(...ReceiptStage.options),
    around: fc.option(around),
  }),
  'status-told': fc.record({ what: what('status-told'), status, by: fc.constantFrom('guid', 'number') }),
  'vendor-status': fc.record({ what: what('vendor-status'), status: fc.option(status) }),
  confirmed: fc.record({ what: what('confirmed'), panelId: fc.option(count) }),
  'not-known': alone('not-known'),
  'cannot-be-checked': alone('cannot-be-checked'),
  'rings-on': fc.record({ what: what('rings-on'), status }),
  'rings-again': alone('rings-again'),
  'panel-conflict': fc.record({ what: what('panel-conflict'), panelId: count }),
  'delivery-conflict': fc.record({ what: what('delivery-conflict'), fields }),
  joined: fc.record({ what: what('joined'), fields }),
  'vendor-not-told': fc.record({
    what: what('vendor-not-told'),
    notice: fc.constantFrom('call_accepted', 'call_ended'),
    failure,
  }),
  picture: fc.record({ what: what('picture'), bytes: count, tries: count, isTorn: fc.boolean() }),
  'no-picture': fc.record({
    what: what('no-picture'),
    because: fc.constantFrom(...PictureFailure.options),
    beside: fc.option(text),
    tries: count,
  }),
  snapshot: alone('snapshot'),
  silenced: ofDesk('silenced'),
  claimed: fc.record({ what: what('claimed'), desk, purpose: fc.constantFrom('talk', 'door', 'take-over') }),
  'lease-ended': ofDesk('lease-ended'),
  activating: ofDesk('activating'),
  granted: fc.record({ what: what('granted'), desk, provider: text }),
  connected: ofDesk('connected'),
  'connection-failed': fc.record({ what: what('connection-failed'), desk, because }),
  'seat-gone': fc.record({ what: what('seat-gone'), desk, ending: fc.constantFrom('none', 'claim', 'talk') }),
  'seat-back': ofDesk('seat-back'),
  'desk-revoked': ofDesk('desk-revoked'),
  'hung-up': ofDesk('hung-up'),
  'ended-by-desk': ofDesk('ended-by-desk'),
  ended: fc.record({
    what: what('ended'),
    desk: fc.option(desk),
    reason: fc.constantFrom(...endReasons),
    rang: fc.constantFrom('rang', 'too-old', 'before-it-rang'),
  }),
  door: fc.record({ what: what('door'), ...press }),
  'other-door': fc.record({ what: what('other-door'), ...press }),
  'door-confirmed': fc.record({ what: what('door-confirmed'), desk, door: text }),
  'door-not-confirmed': fc.record({ what: what('door-not-confirmed'), desk, door: text }),
};
