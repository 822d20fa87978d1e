import type { EpochMs, SiteId } from '../../../protocol/call.ts';
import type { IntegrationId, IntegrationLine, IntegrationState } from '../../../protocol/integration.ts';
import { bindingText, covers } from './bindings.ts';
import type { HeldIntegration } from './heldIntegrations.ts';
import { keyIn, maskedUrl } from './hookAddress.ts';
import type { Target, VendorEntry } from './vendorIntegrations.ts';

/** What is known here of keys and addresses. */
export type KnownHooks = {
  /** The relay's address, below which our hooks are; null where it is not known. */
  readonly base: string | null;
  /** The hook whose key is in force now. */
  readonly byKey: (key: string) => { readonly id: string; readonly site: SiteId } | null;
  readonly isInForce: (hook: string) => boolean;
};

/** How an entry stands. `hook`: the one whose key the vendor has, as far as it tells. */
export type Standing = { readonly state: IntegrationState; readonly why: string | null; readonly hook: string | null };

/** Compares what the vendor has with what was registered. `held` null: nobody here registered it; `entry` null: the vendor has it no longer. */
export function standingOf(
  site: SiteId,
  held: HeldIntegration | null,
  entry: VendorEntry | null,
  hooks: KnownHooks,
): Standing {
  if (entry === null) return { state: 'gone', why: 'ButterflyMX has it no longer', hook: held?.hook ?? null };
  return held === null ? strange(site, entry, hooks) : ours(held, entry, hooks);
}

function strange(site: SiteId, { url }: VendorEntry, hooks: KnownHooks): Standing {
  const key = url === null ? null : keyIn(url, hooks.base);
  if (key === null) return { state: 'foreign', why: null, hook: null };
  const hook = hooks.byKey(key);
  if (hook === null) return { state: 'unused', why: 'its key is not in force here', hook: null };
  return hook.site === site
    ? { state: 'in-order', why: null, hook: hook.id }
    : { state: 'foreign', why: 'it delivers to another site of this relay', hook: hook.id };
}

function ours(held: HeldIntegration, { url, bindings }: VendorEntry, hooks: KnownHooks): Standing {
  const changed = (why: string) => ({ state: 'changed', why, hook: held.hook }) as const;
  const key = url === null ? null : keyIn(url, hooks.base);
  if (url !== null && key === null) return changed('it delivers to another address');
  const hook = key === null ? held.hook : (hooks.byKey(key)?.id ?? null);
  if (hook === null || !hooks.isInForce(hook)) return changed('its key is not in force here');
  if (key !== null && hooks.byKey(key)?.site !== held.site) return changed('it delivers to another site');
  const missing = held.bindings.filter((binding) => bindings !== null && !covers(bindings, [binding]));
  if (missing.length > 0) return changed(`it does not deliver all of ${missing.map(bindingText).join(' ')}`);
  return { state: 'in-order', why: null, hook };
}

export type LineParts = {
  readonly of: Target;
  readonly id: IntegrationId;
  readonly held: HeldIntegration | null;
  /** Null where the vendor has it no longer, or was not asked. */
  readonly entry: VendorEntry | null;
  readonly standing: Standing;
  readonly oldKeyUntil: EpochMs | null;
  readonly checkedAt: EpochMs | null;
};

/** One line of a list. */
export function lineOf(
  { of: { site, scope, target, api }, id, held, entry, standing, oldKeyUntil, checkedAt }: LineParts,
  hooks: KnownHooks,
): IntegrationLine {
  const { hook, state, why } = standing;
  const url = entry?.url ?? null;
  return {
    site,
    id,
    scope,
    target,
    api,
    state,
    why,
    url: url === null ? null : maskedUrl(url, hooks.base),
    hook: hook === null ? null : { id: hook, inForce: hooks.isInForce(hook) },
    bindings: entry?.bindings ?? held?.bindings ?? null,
    rotationCutShort: held !== null && held.nextHook !== null,
    oldKeyUntil,
    checkedAt,
  };
}
