import type { EpochMs, SiteId } from '../../../protocol/call.ts';
import type { Binding, IntegrationId } from '../../../protocol/integration.ts';
import type { Target } from './vendorIntegrations.ts';

/** One registration that the relay made, as it remembers it. The address is not kept: its key is known by hash only. */
export type HeldIntegration = Target & {
  readonly id: IntegrationId;
  readonly hook: string;
  /** The hook that a rotation is about to put in the place of `hook`; after a cut either may be the one that the vendor uses. */
  readonly nextHook: string | null;
  readonly bindings: readonly Binding[];
  readonly createdAt: EpochMs;
  readonly checkedAt: EpochMs | null;
  readonly state: 'in-order' | 'changed' | 'gone';
};

/** A hook whose key was replaced and is revoked at `at`, by the wall clock, so that a restart keeps the appointment. */
export type ExpiringHook = {
  readonly hook: string;
  readonly site: SiteId;
  readonly id: IntegrationId;
  readonly at: EpochMs;
};

/** Where registrations are kept. Each write is durable when it resolves, and is all or nothing. */
export type IntegrationRows = Pick<IntegrationStore, 'save' | 'forget' | 'expired'> & {
  readonly held: () => Promise<readonly HeldIntegration[]>;
  readonly expiring: () => Promise<readonly ExpiringHook[]>;
};

/** The same, read from memory. */
export type IntegrationStore = {
  readonly held: () => readonly HeldIntegration[];
  readonly expiring: () => readonly ExpiringHook[];
  /** An appointment that is made twice keeps the earlier time. */
  readonly save: (held: HeldIntegration, expiring?: readonly ExpiringHook[]) => Promise<void>;
  readonly forget: (held: HeldIntegration, expiring?: readonly ExpiringHook[]) => Promise<void>;
  readonly expired: (hook: string) => Promise<void>;
};
