import type { CallId, SiteId } from '../../protocol/call.ts';
import type { RingFact } from '../../protocol/fact.ts';
import type { Clock } from '../../server/clock.ts';
import type { DeliveryRecord, Journal, StepRecord, StoredRing } from '../../server/ring/journal.ts';

/** A journal in memory that outlives every switchboard of a test, and can be told to fail: each write that `fails` says yes to is lost and rejected. */
export type MemoryJournal = Journal & {
  /** Every ring as it was stored, in order. */
  readonly steps: readonly (StoredRing & { readonly facts: readonly RingFact[] })[];
  readonly facts: readonly { readonly site: SiteId; readonly call: CallId; readonly fact: RingFact }[];
  readonly failWhen: (fails: () => boolean) => void;
};

type Kept = DeliveryRecord & { seen: number };

export function memoryJournal(clock: Clock): MemoryJournal {
  const deliveries = new Map<string, Kept>();
  const rings = new Map<string, StoredRing>();
  const aliases = new Map<string, Set<CallId>>();
  const steps: (StoredRing & { readonly facts: readonly RingFact[] })[] = [];
  const facts: { readonly site: SiteId; readonly call: CallId; readonly fact: RingFact }[] = [];
  let fails = () => false;

  /** One turn later, like a commit: what is asked for in one turn is decided in the order in which it was asked. */
  async function write<T>(work: () => T): Promise<T> {
    await Promise.resolve();
    if (fails()) throw new Error('The journal was told to fail.');
    return work();
  }
  const wordOf = (site: SiteId, alias: string) => `${site} ${alias}`;
  const learn = (site: SiteId, alias: string, call: CallId) => {
    const known = aliases.get(wordOf(site, alias)) ?? new Set();
    aliases.set(wordOf(site, alias), known.add(call));
  };
  const knownAs = (site: SiteId, words: readonly string[]) => [
    ...new Set(words.flatMap((word) => [...(aliases.get(wordOf(site, word)) ?? [])])),
  ];

  function step({ site, call, fromRevision, revision, ring, facts: added }: StepRecord): 'stored' | 'overtaken' {
    const key = `${site} ${call}`;
    if ((rings.get(key)?.revision ?? 0) !== fromRevision) return 'overtaken';
    const stored = { site, call, revision, ring };
    rings.set(key, stored);
    steps.push({ ...stored, facts: added });
    const { guid, vendorId } = ring.call;
    learn(site, call.startsWith('id:') ? call : `guid:${call}`, call);
    if (guid !== null) learn(site, `guid:${guid}`, call);
    if (vendorId !== null) learn(site, `id:${vendorId}`, call);
    for (const fact of added) facts.push({ site, call, fact });
    return 'stored';
  }

  return {
    steps,
    facts,
    failWhen: (test) => {
      fails = test;
    },
    append: (delivery, first) =>
      write(() => {
        const key = `${delivery.site} ${delivery.dedupe}`;
        const found = deliveries.get(key);
        const known = found?.kind === 'other' && delivery.kind !== 'other' ? undefined : found;
        if (known) known.seen += 1;
        else deliveries.set(key, { ...delivery, seen: 1 });
        const calls = knownAs(delivery.site, delivery.aliases);
        const began = first !== undefined && !known && calls.length === 0 && step(first) === 'stored';
        return { novelty: known ? 'duplicate' : 'new', knownAs: calls, began };
      }),
    step: (record) => write(() => step(record)),
    read: async (site, call) => rings.get(`${site} ${call}`) ?? null,
    known: async (site, words) => knownAs(site, words),
    isOther: async (site, words) => words.some((word) => deliveries.get(`${site} call ${word}`)?.kind === 'other'),
    live: async () => [...rings.values()].filter(({ ring }) => ring.phase !== 'ended'),
    young: async (ageMs) => {
      const now = clock.moment().mono;
      return [...deliveries.values()]
        .filter(({ kind }) => kind !== 'door' && kind !== 'other')
        .filter(({ received }) => now - received.mono >= 0 && now - received.mono <= ageMs)
        .map(({ site, hook, raw, received }) => ({ site, hook, raw, received }));
    },
    told: async (site, ageMs) => {
      const now = clock.moment().wall;
      return [...deliveries.values()]
        .filter((one) => one.site === site && one.dedupe.startsWith('call ') && now - one.received.wall <= ageMs)
        .map(({ hook, raw, received, kind }) => ({ site, hook, raw, received, isOther: kind === 'other' }));
    },
    unbegun: async (ageMs) => {
      const now = clock.moment();
      return [...deliveries.values()]
        .filter(({ kind, received }) => kind === 'call' && now.wall - received.wall <= ageMs)
        .filter(({ site, aliases: words }) => knownAs(site, words).length === 0)
        .map(({ site, hook, raw, received }) => ({ site, hook, raw, received }));
    },
    note: (site, call, added) => write(() => void added.map((fact) => facts.push({ site, call, fact }))),
  };
}
