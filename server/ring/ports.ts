import type { CallId, DeskId, Site, SiteId, SnapshotId } from '../../protocol/call.ts';
import type { PictureFailure, RingFact, VendorFailure } from '../../protocol/fact.ts';
import type { Deafness } from '../../protocol/proof.ts';
import type { Result } from '../../protocol/result.ts';
import type { CallNumber } from '../vendor/values.ts';
import type { Ring, RingCall } from './state.ts';

/** A ring as the hub shows it: `revision` rises with every change. */
export type RingState = {
  readonly site: SiteId;
  readonly call: CallId;
  readonly revision: number;
  readonly ring: Ring;
  /** The journal could not write its newest step. */
  readonly unrecorded: boolean;
};

/** A call as the vendor's call API needs it: its guid, and whom it was for, which decides the account that speaks. */
export type VendorCall = Pick<RingCall, 'site' | 'panelId' | 'userId' | 'unitId'> & { readonly guid: string };

/** How the vendor says that a call stands, and what its answer tells of the call beside; null where it tells nothing. */
export type CallStatus = {
  readonly status: string;
  /** The v3 number of the panel. */
  readonly panelId: number | null;
  readonly panelName: string | null;
  readonly provider: string | null;
  /** Public, like the `image_url` of a delivery. */
  readonly pictureUrl: string | null;
};

/**
 * What the vendor says to "do you know this call?". `not-found`: every account that may have been called answered 404, `asked` of them.
 * `no-answer`: one of them did not answer, refused or cannot speak (`no-account`). `nobody-to-ask`: none can be asked at this site.
 */
export type Confirmation =
  | { readonly kind: 'known'; readonly status: CallStatus; readonly account: string }
  | { readonly kind: 'not-found'; readonly asked: number }
  | { readonly kind: 'no-answer'; readonly because: VendorFailure }
  | { readonly kind: 'nobody-to-ask' };

/** The vendor's API as the rings need it. Each ends within its deadline and never rejects. */
export type Intercom = {
  readonly callStatus: (call: VendorCall) => Promise<Result<CallStatus, VendorFailure>>;
  readonly notify: (
    notice: 'is_active' | 'call_accepted' | 'toggle_camera' | 'call_ended' | 'open_door',
    call: VendorCall,
    deadline?: AbortSignal,
  ) => Promise<Result<null, VendorFailure>>;
  /** The guid that belongs to a call's number, from `me/calls`; null while the vendor does not list it. */
  readonly guidOf: (site: SiteId, vendorId: CallNumber) => Promise<string | null>;
};

/** A picture that a call's webhook, or the vendor's answer about it, names. */
export type WantedPicture = {
  readonly site: SiteId;
  readonly call: CallId;
  readonly address: string;
  readonly stillWanted: () => boolean;
};

/** What became of it. `isTorn`: shown as far as it goes; `beside`: a status, a host or a size, never its address. */
export type PictureOutcome =
  | {
      readonly kind: 'taken';
      readonly snapshot: SnapshotId;
      readonly bytes: number;
      readonly tries: number;
      readonly isTorn: boolean;
    }
  | {
      readonly kind: 'none';
      readonly because: PictureFailure;
      readonly beside: string | null;
      readonly tries: number;
    };

/** Fetches a visitor's picture, trying again while it is still wanted. Never rejects. */
export type TakeSnapshot = (wanted: WantedPicture) => Promise<PictureOutcome>;

/** The desks of a site as a call finds them; for the timeline. */
export type Attendance = {
  readonly present: readonly DeskId[];
  /** Who will not ring, and why: not connected, or not to be heard. */
  readonly leftOut: readonly { readonly desk: DeskId; readonly because: 'not-connected' | Deafness }[];
};
export type AttendanceOf = (site: SiteId) => Attendance;

/** Notes receipts with their call; failures stay inside, for a receipt is never worth a ring. */
export type NoteFacts = (site: SiteId, call: CallId, facts: readonly RingFact[]) => void;

/** Names of sites, as the operator gave them. */
export type FindSite = (site: SiteId) => Site;
