import type { CallId, SiteId } from '../../protocol/call.ts';
import type { Moment } from '../clock.ts';
import type { CallFacts } from './state.ts';

/** What a delivery tells of a call. */
export type CallReading =
  | {
      readonly kind: 'call';
      readonly facts: CallFacts;
      /** The vendor's public picture address; personal data, so it is never stored with the call nor logged. */
      readonly imageUrl: string | null;
      /** The status the call had when the delivery was made; null when it does not say. */
      readonly status: string | null;
    }
  | {
      readonly kind: 'status';
      /** What it told of the call besides: with the word that it rings now, a status is as good as the call's delivery. */
      readonly facts: CallFacts;
      readonly imageUrl: string | null;
      readonly status: string;
    };

/** A reading on its way to the switchboard, which what tells of no call goes by, with the calls its identifiers are known for. */
export type Arrival<Told = CallReading | { readonly kind: 'door' | 'unreadable' }> = {
  readonly site: SiteId;
  readonly reading: Told;
  readonly received: Moment;
  /** The hook by whose key it came. */
  readonly hook: string;
  /** The first digits of the hash of its bytes: what tells a retry from another delivery of the same number. */
  readonly bytes: string;
  /** The relay found it in the vendor's own list. */
  readonly isListed: boolean;
  readonly knownAs: readonly CallId[];
  /** False when the journal could not write: the ring must say so. */
  readonly recorded: boolean;
};
