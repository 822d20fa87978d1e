import type { Region } from '../../../protocol/account.ts';
import type { EpochMs, SiteId } from '../../../protocol/call.ts';
import type { AccountRole, LinkedTenant } from '../../ring/linked.ts';

/** One account as the journal has it. `renewingAt` without a renewal under way: an intent whose result is not known. */
export type AccountRow = {
  readonly id: string;
  readonly region: Region;
  readonly apiUrl: string;
  readonly accountsUrl: string;
  readonly clientId: string;
  /** The vendor's id of the person; null until its API told it. */
  readonly vendorUser: string | null;
  readonly sealed: Uint8Array;
  readonly expiresAt: EpochMs;
  /** Rises with every pair of tokens; with `renewingAt` it is what a renewal is compared and set by. */
  readonly generation: number;
  readonly renewingAt: EpochMs | null;
  readonly state: 'linked' | 'refused';
  readonly label: string | null;
  readonly tenants: readonly LinkedTenant[];
  readonly linkedAt: EpochMs;
  readonly renewedAt: EpochMs;
  readonly places: readonly Place[];
  readonly users: readonly { readonly site: SiteId; readonly userId: number }[];
};
export type Place = { readonly site: SiteId; readonly role: AccountRole };

/** Which state of a row a writer has seen; the write happens only while it is still so. */
export type Seen = Pick<AccountRow, 'id' | 'generation' | 'renewingAt'>;

export type RenewalEnd =
  | {
      readonly kind: 'renewed';
      readonly sealed: Uint8Array;
      readonly expiresAt: EpochMs;
      readonly renewedAt: EpochMs;
    }
  | { readonly kind: 'refused' }
  /** Nothing was done by the vendor; the intent is what it was before. */
  | { readonly kind: 'unchanged'; readonly renewingAt: EpochMs | null };

/** Where accounts are kept. Every promise resolves once its change is on disk. */
export type AccountStore = {
  readonly load: () => Promise<readonly AccountRow[]>;
  readonly read: (id: string) => Promise<AccountRow | null>;
  readonly add: (row: AccountRow) => Promise<void>;
  /** A new link of an account that is linked already: the older row takes the newer one's secrets and places, and the newer one goes. */
  readonly merge: (from: AccountRow, into: string, sealed: Uint8Array) => Promise<void>;
  /** Writes down that a renewal goes out next. False when somebody else changed the row since it was seen. */
  readonly beginRenewal: (seen: Seen, at: EpochMs) => Promise<boolean>;
  readonly endRenewal: (seen: Seen, end: RenewalEnd) => Promise<boolean>;
  readonly reseal: (seen: Seen, sealed: Uint8Array) => Promise<boolean>;
  readonly learn: (
    id: string,
    learnt: Partial<Pick<AccountRow, 'region' | 'apiUrl' | 'vendorUser' | 'tenants'>>,
  ) => Promise<void>;
  readonly addUser: (id: string, user: AccountRow['users'][number], at: EpochMs) => Promise<void>;
  readonly forget: (id: string) => Promise<void>;
};
