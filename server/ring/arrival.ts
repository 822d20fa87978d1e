import type { CallId, SiteId } from '../../protocol/call.ts';
import type { Moment } from '../clock.ts';
import type { RingStep } from './events.ts';
import type { StepRecord } from './journal.ts';
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

/** The ring that a delivery would begin if nobody knows its call. */
export type Proposal = { readonly record: StepRecord; readonly step: RingStep };

/** A proposed step that went to the journal with its delivery. `stored` never rejects; false: it is not, or not known to be. */
export type Begun = Proposal & {
  /** True when `stored` is true already: the ring need not wait for it. */
  readonly isStored: boolean;
  readonly stored: Promise<boolean>;
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
  /** How the step stands that was proposed for it; null where none was. */
  readonly begun: Begun | null;
};
