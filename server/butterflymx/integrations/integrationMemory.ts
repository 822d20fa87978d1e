import { EpochMs, type SiteId } from '../../../protocol/call.ts';
import type { IntegrationId } from '../../../protocol/integration.ts';
import type { ExpiringHook, HeldIntegration } from './heldIntegrations.ts';
import type { Standing } from './integrationStanding.ts';
import type { Target, VendorEntry } from './vendorIntegrations.ts';

/** How long a key stays good once the vendor was seen to use another, unless a person said otherwise; in milliseconds. */
export const overlapMs = 3_600_000;

export type Found = {
  readonly of: Target;
  readonly held: HeldIntegration | null;
  readonly entry: VendorEntry | null;
  readonly standing: Standing;
};

/** What to remember, and which keys run out by it. */
export type Remembered = { readonly held: HeldIntegration; readonly expiring: readonly ExpiringHook[] };

/**
 * What was seen becomes what is known: an entry that nobody registered here but that has a key of this site in force is taken on, and a
 * rotation whose end was not seen is settled when the vendor shows the new key. Null of an entry that is not ours.
 */
export function remember({ of, held, entry, standing }: Found, now: EpochMs): Remembered | null {
  const { state, hook } = standing;
  if (held === null) {
    if (entry === null || hook === null || state !== 'in-order') return null;
    const { id, bindings } = entry;
    const taken = { ...of, id, hook, nextHook: null, bindings: bindings ?? [], createdAt: now, checkedAt: now, state };
    return { held: taken, expiring: [] };
  }
  const seen = {
    ...held,
    checkedAt: now,
    state: state === 'in-order' || state === 'gone' ? state : 'changed',
  } as const;
  if (hook === null || hook === held.hook) return { held: seen, expiring: [] };
  const nextHook = hook === held.nextHook ? null : held.nextHook;
  return { held: { ...seen, hook, nextHook }, expiring: [runningOut(held, held.hook, now, overlapMs)] };
}

/** The appointment to revoke a key that the vendor no longer uses. */
export const runningOut = (
  { site, id }: { readonly site: SiteId; readonly id: IntegrationId },
  hook: string,
  now: EpochMs,
  ms: number,
): ExpiringHook => ({ hook, site, id, at: EpochMs.parse(now + ms) });
