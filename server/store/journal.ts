import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { CallId, EpochMs, SiteId } from '../../protocol/call.ts';
import type { Clock } from '../clock.ts';
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
import { panelName } from '../ring/panelName.ts';
import { moved } from '../ring/ring.ts';
import { Ring } from '../ring/state.ts';
import { type GroupCommit, groupCommit } from './sqlite/groupCommit.ts';
import { readable } from './sqlite/readable.ts';

/** The journal in SQLite. Hot statements are prepared once; each `append` and `step` is one of many in a shared commit. */
export function sqliteJournal(
  database: DatabaseSync,
  clock: Clock,
  commits: GroupCommit = groupCommit(database, clock),
  reportDamaged: (error: unknown) => void = () => {},
): Journal {
  const sql = statements(database);
  const knownAs = (site: SiteId, aliases: readonly string[]): readonly CallId[] => {
    const found = aliases.flatMap((alias) => sql.findAlias.all({ site, alias }).map((row) => CallId.parse(row.call)));
    return [...new Set(found)];
  };

  const append = (delivery: DeliveryRecord): Appended => {
    const { site, hook, dedupe, kind, aliases, raw, received, other } = delivery;
    const row = sql.append.get({
      site,
      hook,
      dedupe,
      kind,
      raw,
      at: received.wall,
      mono: received.mono,
      boot: clock.boot,
    });
    if (other !== undefined && row?.kind === 'other') sql.keepOther.run({ site, at: received.wall, ...other });
    if (kind === 'call') for (const alias of aliases) sql.dropOther.run({ site, call: callOfAlias(alias) });
    return { novelty: row?.seen === 1 ? 'new' : 'duplicate', knownAs: knownAs(site, aliases) };
  };

  const step = (record: StepRecord): 'stored' | 'overtaken' => {
    const row = rowOf(record, clock.boot);
    const changed =
      record.fromRevision === 0 ? sql.insert.run(row) : sql.update.run({ ...row, from_revision: record.fromRevision });
    if (changed.changes !== 1) return 'overtaken';
    for (const alias of aliasesOf(record.ring.call))
      if (wordOfName(record.call) !== alias) sql.addAlias.run({ site: record.site, alias, call: record.call });
    for (const { what, desk, detail } of record.facts) {
      sql.addFact.run({ site: record.site, call: record.call, at: record.at, what, desk, detail });
    }
    return 'stored';
  };

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

  return {
    append: (delivery) => commits.write(() => append(delivery)),
    step: (record) => commits.write(() => step(record)),
    read: async (site, call) => {
      const row = sql.read.get({ site, call });
      return row === undefined ? null : (readable([row], toStored, (_row, error) => reportDamaged(error))[0] ?? null);
    },
    known: async (site, aliases) => knownAs(site, aliases),
    isOther: async (site, aliases) =>
      aliases.some((alias) => sql.findOther.get({ site, dedupe: `call ${alias}` }) !== undefined),
    /** A ring that cannot be read is taken out, so that its delivery, if it is young, can begin it anew. */
    live: async () => {
      const lost: { readonly site: string; readonly call: string }[] = [];
      const rings = readable(sql.live.all(), toStored, (row, error) => {
        lost.push({ site: String(row.site), call: String(row.call) });
        reportDamaged(error);
      });
      if (lost.length > 0)
        await commits.write(() => lost.forEach((row) => void sql.remove.run(row))).catch(reportDamaged);
      return rings;
    },
    young: async (ageMs) => {
      const rows = readable(sql.young.all().reverse(), DeliveryRow.parse, (_row, error) => reportDamaged(error));
      return rows.flatMap((row): StoredDelivery[] => {
        const { age, delivery } = aged(row);
        return age < 0 || age > ageMs ? [] : [delivery];
      });
    },
    told: async (site, ageMs) => {
      const since = clock.moment().wall - ageMs;
      const rows = readable(sql.told.all({ site, since }).reverse(), ToldRow.parse, (_row, error) =>
        reportDamaged(error),
      );
      return rows.map((row): ToldDelivery => ({ ...aged(row).delivery, isOther: row.kind === 'other' }));
    },
    unbegun: async (ageMs) => {
      const since = clock.moment().wall - ageMs;
      const rows = readable(sql.unbegun.all({ since }).reverse(), DeliveryRow.parse, (_row, error) =>
        reportDamaged(error),
      );
      return rows.map((row) => aged(row).delivery);
    },
    note: (site, call, facts) => {
      const at = clock.moment().wall;
      return commits.write(() => {
        for (const { what, desk, detail } of facts) sql.addFact.run({ site, call, at, what, desk, detail });
      });
    },
    canWrite: commits.canWrite,
    close: commits.drained,
  };
}

/** The word of the call that an alias names: the guid itself, or `id:` with its number. */
const callOfAlias = (alias: string) => (alias.startsWith('guid:') ? alias.slice(5) : alias);

/** The alias by which a call is found under its own name, without a row of its own. */
const wordOfName = (call: CallId) => (/^(id|unread):/.test(call) ? call : `guid:${call}`);

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

/** The columns that lists are made from, beside the ring itself. */
function rowOf({ site, call, revision, ring }: StepRecord, boot: string) {
  const by = ring.phase === 'ringing' ? null : ring.by;
  const ended = ring.phase === 'ended' ? ring : null;
  const { recipient } = ring.call;
  return {
    site,
    call,
    revision,
    phase: ring.phase,
    reason: ended?.reason ?? null,
    panel: panelName(ring.call),
    unit: ring.call.unit,
    recipient: recipient.kind,
    resident: recipient.kind === 'resident' ? recipient.name : null,
    received_at: ring.call.receivedAt,
    ended_at: ended?.endedAt ?? null,
    by_desk: by?.desk ?? null,
    by_seat: by?.seat ?? null,
    by_name: by?.name ?? null,
    door_opened: ring.doorOpened ? 1 : 0,
    snapshot: ring.call.snapshot,
    rang_ms: ring.rangMs,
    webhook_missing: ring.call.webhookMissing ? 1 : 0,
    hook: ring.call.hook,
    confirmation: ring.confirmation,
    mono: ring.startedMono,
    boot,
    ring: JSON.stringify(ring),
  };
}

const columns =
  `site, call, revision, phase, reason, panel, unit, recipient, resident, received_at, ended_at, by_desk, by_seat, by_name,
  door_opened, snapshot, rang_ms, webhook_missing, hook, confirmation, mono, boot, ring`.split(/,\s*/);
const dayMs = 86_400_000;
const settable = columns.filter((column) => column !== 'site' && column !== 'call');

/** What did not ring may ring when a later delivery tells more, or the site wants more: from then on that one counts. */
const ringsNow = `deliveries.kind = 'other' and excluded.kind <> 'other'`;

const statements = (database: DatabaseSync) => ({
  append: database.prepare(`insert into deliveries (site, hook, dedupe, kind, raw, received_at, mono, boot)
    values (:site, :hook, :dedupe, :kind, :raw, :at, :mono, :boot)
    on conflict (site, dedupe) do update set
      seen = iif(${ringsNow}, 1, seen + 1), raw = iif(${ringsNow}, excluded.raw, raw), kind = iif(${ringsNow}, excluded.kind, kind),
      received_at = iif(${ringsNow}, excluded.received_at, received_at), mono = iif(${ringsNow}, excluded.mono, mono),
      boot = iif(${ringsNow}, excluded.boot, boot)
    returning seen, kind`),
  keepOther: database.prepare(`insert into other_calls (site, call, received_at, panel, unit, resident, why)
    values (:site, :call, :at, :panel, :unit, :resident, :why) on conflict do nothing`),
  dropOther: database.prepare('delete from other_calls where site = :site and call = :call'),
  findOther: database.prepare(
    `select 1 as found from deliveries where site = :site and dedupe = :dedupe and kind = 'other'`,
  ),
  findAlias: database.prepare(`select call from aliases where site = :site and alias = :alias
    union all select call from calls where site = :site and call = iif(:alias like 'guid:%', substr(:alias, 6), :alias)
    union all select call from calls where site = :site and (:alias like 'id:%' or :alias like 'unread:%') and call > :alias || '~' and call < :alias || char(127)`),
  addAlias: database.prepare(
    'insert into aliases (site, alias, call) values (:site, :alias, :call) on conflict do nothing',
  ),
  insert:
    database.prepare(`insert into calls (${columns.join(', ')}) values (${columns.map((column) => `:${column}`).join(', ')})
    on conflict do nothing`),
  /** What ButterflyMX confirms is in doubt no longer. */
  update:
    database.prepare(`update calls set ${settable.map((column) => `${column} = :${column}`).join(', ')}, in_doubt = iif(:confirmation = 'confirmed', 0, in_doubt)
    where site = :site and call = :call and revision = :from_revision`),
  addFact: database.prepare(`insert into facts (site, call, seq, at, what, desk, detail)
    values (:site, :call, (select coalesce(max(seq), 0) + 1 from facts where site = :site and call = :call), :at, :what, :desk, :detail)`),
  read: database.prepare(
    'select site, call, revision, ring, mono, boot, received_at from calls where site = :site and call = :call',
  ),
  remove: database.prepare('delete from calls where site = :site and call = :call'),
  live: database.prepare(
    `select site, call, revision, ring, mono, boot, received_at from calls where phase <> 'ended' order by received_at`,
  ),
  young: database.prepare(`select site, hook, raw, received_at, mono, boot from deliveries
    where kind in ('call', 'status', 'unreadable') order by seq desc limit 10000`),
  /** By `seq`, which has an index of itself; a status that does not ring is of the kind `other` too. */
  told: database.prepare(`select site, hook, raw, received_at, mono, boot, kind from deliveries
    where seq > (select coalesce(max(seq), 0) from deliveries) - 100000
    and site = :site and kind in ('call', 'other') and dedupe like 'call %' and received_at >= :since order by seq desc limit 20000`),
  /** A dedupe word of a call is "call " and its first alias. */
  unbegun:
    database.prepare(`select site, hook, raw, received_at, mono, boot from (select * from deliveries order by seq desc limit 100000) d
    where kind = 'call' and received_at >= :since
    and not exists (select 1 from calls where calls.site = d.site and call = iif(d.dedupe like 'call guid:%', substr(d.dedupe, 11), substr(d.dedupe, 6)))
    and not exists (select 1 from aliases where aliases.site = d.site and alias = substr(d.dedupe, 6)) order by seq desc limit 10000`),
});
