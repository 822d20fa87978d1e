import type { AfterOpening, DeskId, SnapshotId } from '../../protocol/call.ts';
import type { ConnectionFailure, RingFact } from '../../protocol/fact.ts';
import type { AnswerReply, DoneReply } from '../../protocol/replies.ts';
import type { Holder } from '../../protocol/ring.ts';
import type { CallFacts, Ring } from './state.ts';

/** Everything that may happen to a ring. */
export type RingEvent =
  | { readonly kind: 'delivered-again'; readonly facts: CallFacts }
  | { readonly kind: 'answered'; readonly by: Holder; readonly purpose: 'talk' | 'door'; readonly takeOver: boolean }
  | { readonly kind: 'silenced'; readonly desk: DeskId }
  | { readonly kind: 'ended-by-desk'; readonly by: Holder }
  | { readonly kind: 'hung-up'; readonly by: Holder; readonly because: 'connection-failed' | 'visitor-hung-up' | null }
  /** ButterflyMX's own word, from its API. */
  | { readonly kind: 'vendor-status'; readonly status: string }
  /** A webhook's word, which is a hint. A guid is hard to guess, a number is not. */
  | { readonly kind: 'status-told'; readonly status: string; readonly by: 'guid' | 'number' }
  /** ButterflyMX knows the call; `panelId` and `panel` are null where it named no panel. */
  | { readonly kind: 'confirmed'; readonly panelId: number | null; readonly panel: string | null }
  | { readonly kind: 'not-confirmed'; readonly because: 'not-known' | 'cannot-be-checked' }
  /** A desk may not hold calls of this site any more. */
  | { readonly kind: 'holder-revoked'; readonly desk: DeskId }
  | { readonly kind: 'status-checked'; readonly status: string | null }
  | { readonly kind: 'activating'; readonly by: Holder }
  | { readonly kind: 'connected'; readonly by: Holder }
  | { readonly kind: 'connecting-failed'; readonly by: Holder; readonly because: ConnectionFailure }
  | {
      readonly kind: 'door-replied';
      readonly by: Holder;
      readonly outcome: 'accepted' | 'refused' | 'unknown';
      /** The door's name, for the timeline. */
      readonly door: string;
      readonly afterOpening: AfterOpening;
    }
  | { readonly kind: 'seat-gone'; readonly by: Pick<Holder, 'desk' | 'seat'> }
  | { readonly kind: 'seat-back'; readonly by: Pick<Holder, 'desk' | 'seat'> }
  | { readonly kind: 'snapshot-ready'; readonly snapshot: SnapshotId }
  | { readonly kind: 'proved-same-call' }
  | { readonly kind: 'ticked' };

/** What the switchboard must do once the step is stored, in order. */
export type RingEffect =
  | { readonly kind: 'ask-status' }
  /** Only a webhook told of the end: ButterflyMX is asked once, a moment later. */
  | { readonly kind: 'check-end' }
  | { readonly kind: 'tell-vendor'; readonly notice: 'call_accepted' | 'call_ended' };

/** What the one who asked is told; null when the event asked nothing. */
export type RingReply = AnswerReply | DoneReply | null;

/** The next state, what to do, what to write down, what to say. The same `ring` and no facts: nothing to store. */
export type RingStep = {
  readonly ring: Ring;
  readonly effects: readonly RingEffect[];
  readonly facts: readonly RingFact[];
  readonly reply: RingReply;
};
