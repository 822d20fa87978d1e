import type { SiteId } from '../../protocol/call.ts';

/** What an account is there for: integrations and lists want a building's administrator, calls the account that was called (vendor's FAQ). */
export type AccountRole = 'administrator' | 'called';

/** A tenant that an account is, or looks after; numbers as the vendor's `me` tells them. */
export type LinkedTenant = {
  readonly id: number;
  readonly buildingId: number | null;
  readonly unitId: number | null;
  readonly unit: string | null;
};

/** One account in one role at one site. `uncertain`: a renewal has no known result; it is tried again. `turned-away`: renewed, and yet refused by the API. */
export type LinkedAccount = {
  readonly account: string;
  readonly role: AccountRole;
  readonly label: string | null;
  readonly state: 'linked' | 'refused' | 'uncertain' | 'turned-away';
  /** Its last renewal failed, in no way that ends it; it is tried again. */
  readonly isNotRenewed?: boolean;
  /** False when nothing that it holds can be sent any more: only a new link mends it. */
  readonly canSpeak: boolean;
  readonly tenants: readonly LinkedTenant[];
  /** The numbers by which webhooks call this account's users at this site, learnt from real calls (they differ from v4's). */
  readonly userIds: readonly number[];
};

/** Whose calls we hold. */
export type LinkedAccounts = {
  /** From memory; no account: an empty list. The environment's token is none of these. */
  readonly ofSite: (site: SiteId) => readonly LinkedAccount[];
  /** A set-up call showed by which number webhooks call this account. */
  readonly learnUser: (account: string, site: SiteId, userId: number) => Promise<void>;
  readonly onChange: (listener: (site: SiteId) => void) => void;
};
