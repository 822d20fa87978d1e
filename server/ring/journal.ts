import type { CallId, EpochMs, SiteId } from '../../protocol/call.ts';
import type { RingFact } from '../../protocol/fact.ts';
import type { Moment } from '../clock.ts';
import type { Ring } from './state.ts';
import type { NotRung } from './whichRing.ts';

/** A call that does not ring, as far as its site lets it be kept. `call` is the word that it would have as a ring; `why` a word of `whyNotRung`. */
export type OtherCall = {
  readonly call: CallId;
  readonly panel: string | null;
  readonly unit: string | null;
  readonly resident: string | null;
  readonly why: NotRung;
};

/** A delivery as it is kept: the bytes that came, masked where they could not be read or are of a call that does not ring. */
export type DeliveryRecord = {
  readonly site: SiteId;
  readonly hook: string;
  /** Two deliveries of one site with the same word are the same event, sent twice. */
  readonly dedupe: string;
  /** `other`: of a call that does not ring. `withheld`: of one that a flooded webhook brought and that rings once ButterflyMX lists it. Neither is taken up again. */
  readonly kind: 'call' | 'status' | 'door' | 'unreadable' | 'other' | 'withheld';
  /** `guid:…` and `id:…` words under which its call may be known. */
  readonly aliases: readonly string[];
  readonly raw: Uint8Array;
  readonly received: Moment;
  /** Told with a call of the kind `other` of which something may be kept. */
  readonly other?: OtherCall;
};

/** What the journal knew of a delivery when it took it. */
export type Appended = {
  /** A call that was kept as one that does not ring, and rings now, is new too. */
  readonly novelty: 'new' | 'duplicate';
  /** The calls that its identifiers are known for, oldest first. */
  readonly knownAs: readonly CallId[];
  /** The step that came with it is stored too: the delivery is new and means no known call. */
  readonly began: boolean;
};

/** One decision about one call, to be stored only if nobody decided since `fromRevision` (0: the call is new). */
export type StepRecord = {
  readonly site: SiteId;
  readonly call: CallId;
  readonly fromRevision: number;
  /** Higher than `fromRevision`. */
  readonly revision: number;
  readonly ring: Ring;
  readonly facts: readonly RingFact[];
  readonly at: EpochMs;
};

export type StoredRing = {
  readonly site: SiteId;
  readonly call: CallId;
  readonly revision: number;
  readonly ring: Ring;
};

export type StoredDelivery = {
  readonly site: SiteId;
  readonly hook: string;
  readonly raw: Uint8Array;
  readonly received: Moment;
};

/** `isOther`: of a call that does not ring; what its site does not keep is not in `raw`. */
export type ToldDelivery = StoredDelivery & { readonly isOther: boolean };

/** The durable record, and the arbiter of every step. A promise that resolves is on disk; one that rejects is not known to be. */
export type Journal = {
  /** With the step that the delivery would begin, where it may begin one: both are stored, or the delivery alone. */
  readonly append: (delivery: DeliveryRecord, first?: StepRecord) => Promise<Appended>;
  readonly step: (step: StepRecord) => Promise<'stored' | 'overtaken'>;
  readonly read: (site: SiteId, call: CallId) => Promise<StoredRing | null>;
  /** The calls that these aliases are known for, oldest first. */
  readonly known: (site: SiteId, aliases: readonly string[]) => Promise<readonly CallId[]>;
  /** True when a call by one of these aliases came and does not ring. */
  readonly isOther: (site: SiteId, aliases: readonly string[]) => Promise<boolean>;
  /** Every ring that has not ended, its monotonic times moved to this boot. */
  readonly live: () => Promise<readonly StoredRing[]>;
  /** Call and status deliveries that came at most `ageMs` ago, in their order; a negative age counts as too old. */
  readonly young: (ageMs: number) => Promise<readonly StoredDelivery[]>;
  /** The call deliveries of a site of at most `ageMs` ago, with those that do not ring. */
  readonly told: (site: SiteId, ageMs: number) => Promise<readonly ToldDelivery[]>;
  /** Call deliveries of at most `ageMs` ago whose call never began, in their order: stored and acknowledged, but their ring was not. */
  readonly unbegun: (ageMs: number) => Promise<readonly StoredDelivery[]>;
  /** Notes a fact that changes no ring, such as a receipt. */
  readonly note: (site: SiteId, call: CallId, facts: readonly RingFact[]) => Promise<void>;
};
