import type { SiteId } from '../../../protocol/call.ts';
import type {
  Binding,
  IntegrationDone,
  IntegrationId,
  IntegrationLine,
  IntegrationRequest,
} from '../../../protocol/integration.ts';
import { err, ok, type Result } from '../../../protocol/result.ts';
import type { Directory } from '../../desks/directory.ts';
import type { AllSiteSettings } from '../../desks/siteSettings.ts';
import type { VendorRefusal } from '../rest.ts';
import { covers } from './bindings.ts';
import { type Candidate, findOurs } from './findOurs.ts';
import type { IntegrationStore } from './heldIntegrations.ts';
import { addressForVendor, hookUrl } from './hookAddress.ts';
import type { IntegrationLook } from './integrationLook.ts';
import { overlapMs, runningOut } from './integrationMemory.ts';
import { type IntegrationRefusal, mayHaveBeenDone, refusalOf } from './integrationRefusals.ts';
import { negotiate, splitBy, type Taken, wantsStatus } from './negotiate.ts';
import { type KeyParts, replaceKey } from './replaceKey.ts';
import type { Shown, Target, VendorIntegrations, Wanted } from './vendorIntegrations.ts';

export type RegistrarParts = Omit<KeyParts, 'vendor' | 'store' | 'directory'> & {
  readonly vendor: VendorIntegrations;
  readonly store: IntegrationStore;
  readonly look: IntegrationLook;
  readonly directory: Pick<Directory, 'createHook' | 'revokeHook'>;
  readonly settings: Pick<AllSiteSettings, 'of' | 'change'>;
  /** The relay's address, without a slash at its end; null where it is not known. */
  readonly address: () => string | null;
};

export type Done = Result<IntegrationDone, IntegrationRefusal>;
type Placed = { readonly of: Target; readonly taken: Taken<Shown> };
type Order = {
  readonly of: Target;
  readonly base: string;
  readonly bindings: readonly Binding[];
  readonly until: AbortSignal;
};

/** Registers our address with the vendor, once: what is there already is used again, and put right where it is wrong. */
export function makeRegistrar(parts: RegistrarParts) {
  const { vendor, store, look, directory, settings, address, now } = parts;

  async function create(site: SiteId, asked: IntegrationRequest, until: AbortSignal): Promise<Done> {
    const { scope, bindings } = asked;
    const target = asked.target ?? (scope === 'building' ? settings.of(site).buildingId : null);
    if (target === null) return err({ word: 'no-building', message: `Say which ${scope}: --${scope} and its number.` });
    const of: Target = { site, scope, target, api: 'v4' };
    const listed = await vendor.list(of, until);
    if (!listed.ok) return err(refusalOf(of, listed.error));
    const base = addressForVendor(address(), listed.value.apiUrl);
    if (!base.ok) return err({ word: 'no-public-address', message: base.error });
    const order: Order = { of, base: base.value, bindings, until };

    const { entries } = listed.value;
    const there = await findOurs(order, entries, { vendor, held: look.heldAt(site), hooks: look.hooks() });
    const done = await (there === null ? register(order, 'registered') : renew(order, there));
    if (!done.ok) return done;
    if (scope === 'building') await settings.change(site, { buildingId: target });
    await dropGone(of, done.value.integration.id, until);
    look.tell(site);
    return done;
  }

  /** One that is at our address already: left as it is, told anew what to deliver, or given a key that is good. */
  async function renew(order: Order, { of, entry, held, hook }: Candidate): Promise<Done> {
    const { base, bindings, until } = order;
    if (held === null && hook === null) {
      const removed = await vendor.remove(of, entry.id, until);
      return removed.ok ? register(order, 'repaired') : err(refusalOf(of, removed.error));
    }
    const seen = await look.see(of, held, entry);
    const kept = look.heldAt(of.site).find(({ id }) => id === entry.id);
    if (kept === undefined) return ok({ integration: seen, did: 'reused', refused: [], says: null });
    if (hook === null || entry.url === null) {
      if (hook !== null && covers(kept.bindings, bindings)) return ok(reused(seen));
      const replaced = await replaceKey(kept, { base, bindings, overlapMs, until }, parts);
      return replaced.ok
        ? ok(doneWith(replaced.value, look.known(replaced.value.value.held, replaced.value.value.url), 'repaired'))
        : err(refusalOf(of, replaced.error));
    }
    if (covers(entry.bindings ?? kept.bindings, bindings)) return ok(reused(seen));
    const { url } = entry;
    const taken = await negotiate(bindings, (some) => vendor.update(of, entry.id, { url, bindings: some }, until));
    if (!taken.ok) return err(refusalOf(of, taken.error));
    const after = { ...kept, bindings: taken.value.bindings, state: 'in-order' as const, checkedAt: now() };
    await store.save(after);
    return ok(doneWith(taken.value, look.known(after, url), 'updated'));
  }

  /** A key, then the registration; when that fails, the key goes again. */
  async function register(order: Order, did: 'registered' | 'repaired'): Promise<Done> {
    const { of, base, bindings, until } = order;
    const { id: hook, key } = await directory.createHook(of.site, of.scope);
    const placed = await place(of, { url: hookUrl(base, key), bindings }, until);
    if (!placed.ok) {
      await directory.revokeHook(hook);
      return err(refusalOf(of, placed.error));
    }
    const { taken, of: at } = placed.value;
    const { entry } = taken.value;
    const held = {
      ...at,
      id: entry.id,
      hook,
      nextHook: null,
      bindings: taken.bindings,
      createdAt: now(),
      checkedAt: now(),
    };
    await store.save({ ...held, state: 'in-order' });
    return ok(doneWith(taken, await look.see(at, { ...held, state: 'in-order' }, entry), did));
  }

  /** v4 first. A tenant's status updates, which only v3 is known to take, are worth asking v3 for the whole. */
  async function place(of: Target, wanted: Wanted, until: AbortSignal): Promise<Result<Placed, VendorRefusal>> {
    const post = (at: Target, bindings: readonly Binding[]) => postOnce(at, { ...wanted, bindings }, until);
    const asV4 = async () => {
      const taken = await negotiate(wanted.bindings, (some) => post(of, some));
      return taken.ok ? ok({ of, taken: taken.value }) : taken;
    };
    if (of.scope === 'building' || !wantsStatus(wanted.bindings)) return asV4();
    const whole = await post(of, wanted.bindings);
    if (whole.ok) return ok({ of, taken: { value: whole.value, bindings: wanted.bindings, refused: [], says: null } });
    const split = splitBy(whole.error, wanted.bindings);
    if (split === null || !wantsStatus(split.refused)) return split === null ? whole : asV4();
    const older: Target = { ...of, api: 'v3' };
    const taken = await negotiate(wanted.bindings, (some) => post(older, some));
    if (taken.ok) return ok({ of: older, taken: taken.value });
    return mayHaveBeenDone(taken.error) ? taken : asV4();
  }

  /** When it is not known whether it was done, the list tells. */
  async function postOnce(of: Target, wanted: Wanted, until: AbortSignal): Promise<Result<Shown, VendorRefusal>> {
    const created = await vendor.create(of, wanted, until);
    if (created.ok || !mayHaveBeenDone(created.error)) return created;
    const listed = await vendor.list(of, until);
    const entry = listed.ok ? listed.value.entries.find(({ url }) => url === wanted.url) : undefined;
    return listed.ok && entry !== undefined ? ok({ entry, apiUrl: listed.value.apiUrl }) : created;
  }

  /** What was remembered of the same building or tenant, and proves to be gone there, is forgotten. */
  async function dropGone({ site, scope, target }: Target, but: IntegrationId, until: AbortSignal): Promise<void> {
    const others = () =>
      look.heldAt(site).filter((held) => held.id !== but && held.scope === scope && held.target === target);
    for (const api of new Set(others().map((held) => held.api))) await look.at({ site, scope, target, api }, until);
    for (const held of others()) {
      if (held.state !== 'gone') continue;
      const hooks = held.nextHook === null ? [held.hook] : [held.hook, held.nextHook];
      await store.forget(
        held,
        hooks.map((hook) => runningOut(held, hook, now(), overlapMs)),
      );
      parts.appointed();
    }
  }

  return { create };
}

const reused = (integration: IntegrationLine): IntegrationDone => ({
  integration,
  did: 'reused',
  refused: [],
  says: null,
});

/** What was done, as it is told. */
export const doneWith = (
  { refused, says }: Pick<Taken<unknown>, 'refused' | 'says'>,
  integration: IntegrationLine,
  did: IntegrationDone['did'],
): IntegrationDone => ({ integration, did, refused, says });
