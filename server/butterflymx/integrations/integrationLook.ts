import type { EpochMs, SiteId } from '../../../protocol/call.ts';
import type { IntegrationLine } from '../../../protocol/integration.ts';
import { ok } from '../../../protocol/result.ts';
import type { Alarms } from '../../alerts/alarms.ts';
import type { VendorRefusal } from '../rest.ts';
import type { HeldIntegration, IntegrationStore } from './heldIntegrations.ts';
import { remember } from './integrationMemory.ts';
import { type KnownHooks, lineOf, standingOf } from './integrationStanding.ts';
import type { Target, VendorEntry, VendorIntegrations } from './vendorIntegrations.ts';

export type LookParts = {
  readonly vendor: Pick<VendorIntegrations, 'list' | 'show'>;
  readonly store: IntegrationStore;
  readonly hooks: () => KnownHooks;
  readonly alarms: Pick<Alarms, 'raise' | 'clear'>;
  readonly now: () => EpochMs;
};

/** `refusal`: the first thing that the vendor would not tell, or did not. */
export type Seen = { readonly lines: readonly IntegrationLine[]; readonly refusal: VendorRefusal | null };

export type IntegrationLook = {
  /** Compares everything of one building or tenant with the vendor's list, and remembers what it saw. With a refusal, lines are told from memory. */
  readonly at: (of: Target, until: AbortSignal) => Promise<Seen>;
  /** Compares one entry, as the vendor shows it now; null: it has it no longer. */
  readonly see: (of: Target, held: HeldIntegration | null, entry: VendorEntry | null) => Promise<IntegrationLine>;
  /** What is known of one without asking; `url` where the vendor was just told or seen to have it. */
  readonly known: (held: HeldIntegration, url?: string) => IntegrationLine;
  readonly hooks: () => KnownHooks;
  readonly heldAt: (site: SiteId) => readonly HeldIntegration[];
  /** Raises or clears the site's alarm by what is remembered. */
  readonly tell: (site: SiteId) => void;
};

export function makeLook({ vendor, store, hooks, alarms, now }: LookParts): IntegrationLook {
  const heldAt = (site: SiteId) => store.held().filter((held) => held.site === site);
  const oldKeyUntil = (site: SiteId, id: string) =>
    store.expiring().findLast((old) => old.site === site && old.id === id)?.at ?? null;

  const see: IntegrationLook['see'] = async (of, held, entry) => {
    const standing = standingOf(of.site, held, entry, hooks());
    const kept = remember({ of, held, entry, standing }, now());
    if (kept !== null) await store.save(kept.held, kept.expiring);
    const id = entry?.id ?? held?.id ?? unnamed();
    const about = { of, id, held: kept?.held ?? held, entry, standing, checkedAt: now() };
    return lineOf({ ...about, oldKeyUntil: oldKeyUntil(of.site, id) }, hooks());
  };

  /** A list that leaves one out is no proof that it is gone; a 404 at its own address is. */
  async function entryOf(held: HeldIntegration, entries: readonly VendorEntry[], until: AbortSignal) {
    const listed = entries.find(({ id }) => id === held.id);
    if (listed !== undefined) return ok(listed);
    const shown = await vendor.show(held, held.id, until);
    if (shown.ok) return ok(shown.value.entry);
    return shown.error.status === 404 ? ok(null) : shown;
  }

  return {
    see,
    hooks,
    heldAt,
    at: async (of, until) => {
      const here = heldAt(of.site).filter((held) => held.scope === of.scope && held.target === of.target);
      const mine = here.filter(({ api }) => api === of.api);
      const listed = await vendor.list(of, until);
      if (!listed.ok) return { lines: mine.map((held) => known(held)), refusal: listed.error };
      const { entries } = listed.value;
      const lines: IntegrationLine[] = [];
      let refusal: VendorRefusal | null = null;
      for (const held of mine) {
        const entry = await entryOf(held, entries, until);
        lines.push(entry.ok ? await see(of, held, entry.value) : known(held));
        if (!entry.ok) refusal ??= entry.error;
      }
      const others = entries.filter(({ id }) => !here.some((held) => held.id === id));
      for (const entry of others) lines.push(await see(of, null, entry));
      return { lines, refusal };
    },
    known,
    tell: (site) => {
      if (heldAt(site).some(({ state }) => state !== 'in-order')) alarms.raise({ kind: 'integration-gone', site });
      else alarms.clear({ kind: 'integration-gone', site });
    },
  };

  function known(held: HeldIntegration, url?: string): IntegrationLine {
    const { site, id, scope, target, api, state, hook, checkedAt } = held;
    const standing = { state, why: null, hook };
    const about = {
      of: { site, scope, target, api },
      id,
      held,
      entry: url === undefined ? null : { id, url, bindings: null },
      standing,
      checkedAt,
    };
    return lineOf({ ...about, oldKeyUntil: oldKeyUntil(site, id) }, hooks());
  }
}

const unnamed = (): never => {
  throw new Error('An entry is known here, or at the vendor, or it is none.');
};
