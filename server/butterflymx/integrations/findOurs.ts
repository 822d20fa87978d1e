import type { HeldIntegration } from './heldIntegrations.ts';
import { keyIn } from './hookAddress.ts';
import type { KnownHooks } from './integrationStanding.ts';
import type { Target, VendorEntry, VendorIntegrations } from './vendorIntegrations.ts';

/** An entry at the vendor that is ours. `hook`: the one of this site whose good key it has; null when its key is good no longer. */
export type Candidate = {
  readonly of: Target;
  readonly entry: VendorEntry;
  readonly held: HeldIntegration | null;
  readonly hook: string | null;
};

export type FindParts = {
  readonly vendor: Pick<VendorIntegrations, 'list'>;
  readonly held: readonly HeldIntegration[];
  readonly hooks: Pick<KnownHooks, 'byKey' | 'isInForce'>;
};

/** The entry to use again: one that we remember, else one whose key is good, else one at our address; null when there is none. v4's entries are given, a tenant's in v3 are asked for. */
export async function findOurs(
  { of, base, until }: { readonly of: Target; readonly base: string; readonly until: AbortSignal },
  listed: readonly VendorEntry[],
  { vendor, held, hooks }: FindParts,
): Promise<Candidate | null> {
  const older: Target = { ...of, api: 'v3' };
  const inV3 = of.scope === 'tenant' ? await vendor.list(older, until) : null;
  const all = [
    ...listed.map((entry) => ({ of, entry })),
    ...(inV3?.ok ? inV3.value.entries.map((entry) => ({ of: older, entry })) : []),
  ];
  const candidates = all.flatMap((one) => read(one) ?? []);
  return candidates.sort((one, other) => rank(other) - rank(one))[0] ?? null;

  function read({ of: at, entry }: Pick<Candidate, 'of' | 'entry'>): Candidate | null {
    const mine = held.find(
      ({ id, scope, target, api }) => id === entry.id && scope === at.scope && target === at.target && api === at.api,
    );
    const key = entry.url === null ? null : keyIn(entry.url, base);
    const hook = key === null ? null : hooks.byKey(key);
    if (hook !== null && hook.site !== at.site) return null;
    if (mine === undefined && key === null) return null;
    const untold = mine !== undefined && entry.url === null && hooks.isInForce(mine.hook) ? mine.hook : null;
    return { of: at, entry, held: mine ?? null, hook: hook?.id ?? untold };
  }
}

const rank = ({ held, hook }: Candidate) => (held === null ? 0 : 2) + (hook === null ? 0 : 1);
