import type { SiteId } from '../../../protocol/call.ts';
import type { Binding, IntegrationId } from '../../../protocol/integration.ts';
import { err, ok, type Result } from '../../../protocol/result.ts';
import type { HeldIntegration } from './heldIntegrations.ts';
import { addressForVendor } from './hookAddress.ts';
import { overlapMs } from './integrationMemory.ts';
import { type IntegrationRefusal, mayHaveBeenDone, refusalOf } from './integrationRefusals.ts';
import { negotiate } from './negotiate.ts';
import { type Done, doneWith, type RegistrarParts } from './registrar.ts';
import { replaceKey } from './replaceKey.ts';

/** Changes and ends registrations that are ours; another program's entry is left alone. */
export function makeIntegrationChanges(parts: RegistrarParts) {
  const { vendor, store, look, directory, address, now } = parts;
  type Ours = { readonly held: HeldIntegration; readonly url: string | null; readonly apiUrl: string };

  /** One of ours as the vendor shows it now; what it shows is remembered first, so that a rotation that was cut short is settled. */
  async function ours(site: SiteId, id: IntegrationId, until: AbortSignal): Promise<Result<Ours, IntegrationRefusal>> {
    const held = look.heldAt(site).find((one) => one.id === id);
    if (held === undefined) return err(notOurs(id));
    const shown = await vendor.show(held, id, until);
    if (!shown.ok && shown.error.status === 404) {
      await look.see(held, held, null);
      look.tell(site);
      return err(goneThere(id));
    }
    if (!shown.ok) return err(refusalOf(held, shown.error));
    const { entry, apiUrl } = shown.value;
    const line = await look.see(held, held, entry);
    const url = line.hook?.inForce === true && line.state !== 'gone' ? entry.url : null;
    return ok({ held: look.heldAt(site).find((one) => one.id === id) ?? held, url, apiUrl });
  }

  async function withNewKey(found: Ours, bindings: readonly Binding[], ms: number, until: AbortSignal): Promise<Done> {
    const base = addressForVendor(address(), found.apiUrl);
    if (!base.ok) return err({ word: 'no-public-address', message: base.error });
    const replaced = await replaceKey(found.held, { base: base.value, bindings, overlapMs: ms, until }, parts);
    look.tell(found.held.site);
    if (replaced.ok)
      return ok(doneWith(replaced.value, look.known(replaced.value.value.held, replaced.value.value.url), 'updated'));
    const refusal = refusalOf(found.held, replaced.error);
    return err(mayHaveBeenDone(replaced.error) ? { ...refusal, message: `${bothGood} ${refusal.message}` } : refusal);
  }

  return {
    update: async (
      site: SiteId,
      id: IntegrationId,
      bindings: readonly Binding[],
      until: AbortSignal,
    ): Promise<Done> => {
      const found = await ours(site, id, until);
      if (!found.ok) return found;
      const { held, url } = found.value;
      if (url === null || held.state !== 'in-order') return withNewKey(found.value, bindings, overlapMs, until);
      const taken = await negotiate(bindings, (some) => vendor.update(held, id, { url, bindings: some }, until));
      if (!taken.ok) return err(refusalOf(held, taken.error));
      const after = { ...held, bindings: taken.value.bindings, checkedAt: now() };
      await store.save(after);
      return ok(doneWith(taken.value, look.known(after, url), 'updated'));
    },

    rotate: async (site: SiteId, id: IntegrationId, ms: number, until: AbortSignal): Promise<Done> => {
      const found = await ours(site, id, until);
      return found.ok ? withNewKey(found.value, found.value.held.bindings, ms, until) : found;
    },

    /** Ends the deliveries, then the keys. What the vendor has no longer counts as ended. */
    remove: async (site: SiteId, id: IntegrationId, until: AbortSignal): Promise<Result<null, IntegrationRefusal>> => {
      const held = look.heldAt(site).find((one) => one.id === id);
      if (held === undefined) return err(notOurs(id));
      const removed = await vendor.remove(held, id, until);
      if (!removed.ok && removed.error.status !== 404) return err(refusalOf(held, removed.error));
      const old = store.expiring().filter((expiring) => expiring.site === site && expiring.id === id);
      await store.forget(held);
      for (const hook of [held.hook, held.nextHook, ...old.map(({ hook }) => hook)])
        if (hook !== null) await directory.revokeHook(hook);
      look.tell(site);
      return ok(null);
    },
  };
}

const bothGood = 'It is not known which key ButterflyMX uses now; both stay good, and no call is lost.';
const notOurs = (id: IntegrationId): IntegrationRefusal => ({
  word: 'not-ours',
  message: `This site did not register ${id}. An integration of another program is changed or deleted where it was made.`,
});
const goneThere = (id: IntegrationId): IntegrationRefusal => ({
  word: 'not-found',
  message: `ButterflyMX has no integration ${id} any more. Register anew with vestibule integration create.`,
});
