import { z } from 'zod';
import { CallId, EpochMs, SiteId } from '../../protocol/call.ts';
import type { RingFact } from '../../protocol/fact.ts';
import type { Clock } from '../clock.ts';
import { writtenFact, writtenFacts } from '../ring/factRow.ts';
import { aliasesOf } from '../ring/identity.ts';
import type {
  Appended,
  DeliveryRecord,
  Journal,
  StepRecord,
  StoredDelivery,
  StoredRing,
  ToldDelivery,
} from '../ring/journal.ts';
import { moved } from '../ring/ring.ts';
import { Ring } from '../ring/state.ts';
import type { Database, Transaction } from './database.ts';
import { journalStatements } from './journalStatements.ts';
import { readable } from './readable.ts';
import { rowOfRing } from './ringRow.ts';

/** The journal. Hot statements are prepared once; each `append` and `step` is one of many in a shared commit where the engine shares one. */
export function journal(
  database: Database,
  clock: Pick<Clock, 'moment' | 'boot'>,
  reportDamaged: (error: unknown) => void = () => {},
): Journal {
  const { all, get, write } = database;
  const sql = journalStatements(database.engine);

  async function knownAs(read: typeof all, site: SiteId, aliases: readonly string[]): Promise<readonly CallId[]> {
    const found: CallId[] = [];
    for (const alias of aliases) {
      const rows = await read(sql.findAlias, { site, alias, call: callOfAlias(alias) });
      const more = isNumbered(alias)
        ? await read(sql.findCopies, { site, from: `${alias}~`, until: `${alias}\x7f` })
        : [];
      found.push(...[...rows, ...more].map((row) => CallId.parse(row.call)));
    }
    return [...new Set(found)];
  }

  async function append(tx: Transaction, delivery: DeliveryRecord, first?: StepRecord): Promise<Appended> {
    const { site, hook, dedupe, kind, aliases, raw, received, other } = delivery;
    const times = { at: received.wall, mono: received.mono, boot: clock.boot };
    const row = await tx.get(sql.append, { site, hook, dedupe, kind, raw, ...times });
    if (other !== undefined && row?.kind === 'other')
      await tx.run(sql.keepOther, { site, at: received.wall, ...other });
    if (kind === 'call') for (const alias of aliases) await tx.run(sql.dropOther, { site, call: callOfAlias(alias) });
    const novelty = row?.seen === 1 ? 'new' : 'duplicate';
    const known = await knownAs(tx.all, site, aliases);
    const began =
      first !== undefined && novelty === 'new' && known.length === 0 && (await step(tx, first)) === 'stored';
    return { novelty, knownAs: known, began };
  }

  async function step(tx: Transaction, record: StepRecord): Promise<'stored' | 'overtaken'> {
    const { site, call, fromRevision, ring, facts, at } = record;
    const row = rowOfRing(record, clock.boot);
    const isFirst = fromRevision === 0;
    const changed = await (isFirst
      ? tx.run(sql.insert, { ...row, begun: writtenFacts(facts.filter(isOfRow), at) })
      : tx.run(sql.update, { ...row, from_revision: fromRevision }));
    if (changed !== 1) return 'overtaken';
    for (const alias of aliasesOf(ring.call))
      if (wordOfName(call) !== alias) await tx.run(sql.addAlias, { site, alias, call });
    for (const fact of facts)
      if (!isFirst || !isOfRow(fact)) await tx.run(sql.addFact, { site, call, at, ...writtenFact(fact) });
    return 'stored';
  }

  const toStored = (row: unknown): StoredRing => {
    const { site, call, revision, ring, mono, boot, received_at } = StoredRow.parse(row);
    const now = clock.moment();
    const shift = boot === clock.boot ? 0 : now.mono - mono - (now.wall - received_at);
    return { site, call, revision, ring: moved(Ring.parse(JSON.parse(ring)), shift) };
  };

  /** A delivery with its time on this boot's clock; one of the future counts as a day old. */
  const aged = ({ site, hook, raw, received_at, mono, boot }: z.infer<typeof DeliveryRow>) => {
    const now = clock.moment();
    const age = boot === clock.boot ? now.mono - mono : now.wall - received_at;
    const delivery: StoredDelivery = {
      site,
      hook,
      raw,
      received: { wall: received_at, mono: now.mono - (age < 0 ? dayMs : age) },
    };
    return { age, delivery };
  };
  const damagedRow = (_row: unknown, error: unknown) => reportDamaged(error);

  return {
    append: (delivery, first) => write((tx) => append(tx, delivery, first)),
    step: (record) => write((tx) => step(tx, record)),
    read: async (site, call) => {
      const row = await get(sql.read, { site, call });
      return row === undefined ? null : (readable([row], toStored, damagedRow)[0] ?? null);
    },
    known: (site, aliases) => knownAs(all, site, aliases),
    isOther: async (site, aliases) => {
      for (const alias of aliases)
        if ((await get(sql.findOther, { site, dedupe: `call ${alias}` })) !== undefined) return true;
      return false;
    },
    /** A ring that cannot be read is taken out, so that its delivery, if it is young, can begin it anew. */
    live: async () => {
      const lost: { readonly site: string; readonly call: string }[] = [];
      const rings = readable(await all(sql.live), toStored, (row, error) => {
        lost.push({ site: String(row.site), call: String(row.call) });
        reportDamaged(error);
      });
      const takeOut = async (tx: Transaction) => {
        for (const row of lost) await tx.run(sql.remove, row);
      };
      if (lost.length > 0) await write(takeOut).catch(reportDamaged);
      return rings;
    },
    young: async (ageMs) => {
      const rows = readable([...(await all(sql.young))].reverse(), (row) => DeliveryRow.parse(row), damagedRow);
      return rows.flatMap((row): StoredDelivery[] => {
        const { age, delivery } = aged(row);
        return age < 0 || age > ageMs ? [] : [delivery];
      });
    },
    told: async (site, ageMs) => {
      const since = clock.moment().wall - ageMs;
      const rows = readable(
        [...(await all(sql.told, { site, since }))].reverse(),
        (row) => ToldRow.parse(row),
        damagedRow,
      );
      return rows.map((row): ToldDelivery => ({ ...aged(row).delivery, isOther: row.kind === 'other' }));
    },
    unbegun: async (ageMs) => {
      const since = clock.moment().wall - ageMs;
      const rows = readable(
        [...(await all(sql.unbegun, { since }))].reverse(),
        (row) => DeliveryRow.parse(row),
        damagedRow,
      );
      return rows.map((row) => aged(row).delivery);
    },
    note: (site, call, facts) => {
      const at = clock.moment().wall;
      return write(async (tx) => {
        for (const fact of facts) await tx.run(sql.addFact, { site, call, at, ...writtenFact(fact) });
      });
    },
  };
}

/** The word of the call that an alias names: the guid itself, or `id:` with its number. */
const callOfAlias = (alias: string) => (alias.startsWith('guid:') ? alias.slice(5) : alias);

/** The alias by which a call is found under its own name, without a row of its own. */
const wordOfName = (call: CallId) => (/^(id|unread):/.test(call) ? call : `guid:${call}`);

/** True for a fact that may lie in its call's row; lists look for the other kind among the facts. */
const isOfRow = ({ what }: RingFact) => what !== 'door-not-confirmed';

/** `id:` and `unread:` words may have copies: `id:7`, then `id:7~2`. */
const isNumbered = (alias: string) => /^(id|unread):/.test(alias);

const dayMs = 86_400_000;

const StoredRow = z.object({
  site: SiteId,
  call: CallId,
  revision: z.number(),
  ring: z.string(),
  mono: z.number(),
  boot: z.string(),
  received_at: z.number(),
});
const DeliveryRow = z.object({
  site: SiteId,
  hook: z.string(),
  raw: z.instanceof(Uint8Array),
  received_at: EpochMs,
  mono: z.number(),
  boot: z.string(),
});

const ToldRow = DeliveryRow.extend({ kind: z.enum(['call', 'other']) });
