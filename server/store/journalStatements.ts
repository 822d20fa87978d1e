/** The journal's statements, each prepared once. Few words differ between the engines. */
import type { Database } from './database.ts';

const columns =
  `site, call, revision, phase, reason, panel, unit, recipient, resident, received_at, ended_at, by_desk, by_seat, by_name,
  door_opened, snapshot, rang_ms, webhook_missing, hook, confirmation, panel_id, unreadable, mono, boot, ring`.split(
    /,\s*/,
  );
const settable = columns.filter((column) => column !== 'site' && column !== 'call');

/** What did not ring may ring when a later delivery tells more, or the site wants more: from then on that one counts. */
const ringsNow = `deliveries.kind = 'other' and excluded.kind <> 'other'`;
const ifItRings = (column: string) =>
  `${column} = case when ${ringsNow} then excluded.${column} else deliveries.${column} end`;

/** A fact's place in its call. PostgreSQL counts all facts in one row, for two may be written at a time. */
const place = {
  sqlite: '(select coalesce(max(seq), 0) + 1 from facts where site = :site and call = :call)',
  postgres: `nextval('facts_seq')`,
};

export const journalStatements = (engine: Database['engine']) => ({
  append: `insert into deliveries (site, hook, dedupe, kind, raw, received_at, mono, boot)
    values (:site, :hook, :dedupe, :kind, :raw, :at, :mono, :boot)
    on conflict (site, dedupe) do update set seen = case when ${ringsNow} then 1 else deliveries.seen + 1 end,
      ${['raw', 'kind', 'received_at', 'mono', 'boot'].map(ifItRings).join(', ')}
    returning seen, kind`,
  keepOther: `insert into other_calls (site, call, received_at, panel, unit, resident, why)
    values (:site, :call, :at, :panel, :unit, :resident, :why) on conflict do nothing`,
  dropOther: 'delete from other_calls where site = :site and call = :call',
  findOther: `select 1 as found from deliveries where site = :site and dedupe = :dedupe and kind = 'other'`,
  /** Under the alias, or as the call's own name. */
  findAlias: `select call from aliases where site = :site and alias = :alias
    union all select call from calls where site = :site and call = :call`,
  findCopies: 'select call from calls where site = :site and call > :from and call < :until',
  addAlias: 'insert into aliases (site, alias, call) values (:site, :alias, :call) on conflict do nothing',
  insert: `insert into calls (${columns.join(', ')}, begun) values (${columns.map((column) => `:${column}`).join(', ')}, :begun)
    on conflict do nothing`,
  /** What ButterflyMX confirms is in doubt no longer. */
  update: `update calls set ${settable.map((column) => `${column} = :${column}`).join(', ')},
    in_doubt = case when :confirmation = 'confirmed' then 0 else in_doubt end
    where site = :site and call = :call and revision = :from_revision`,
  addFact: `insert into facts (site, call, seq, at, what, desk, detail)
    values (:site, :call, ${place[engine]}, :at, :what, :desk, :detail)`,
  read: 'select site, call, revision, ring, mono, boot, received_at from calls where site = :site and call = :call',
  remove: 'delete from calls where site = :site and call = :call',
  live: `select site, call, revision, ring, mono, boot, received_at from calls where phase <> 'ended' order by received_at`,
  young: `select site, hook, raw, received_at, mono, boot from deliveries
    where kind in ('call', 'status', 'unreadable') order by seq desc limit 10000`,
  /** By `seq`, which has an index of itself; a status that does not ring is of the kind `other` too. */
  told: `select site, hook, raw, received_at, mono, boot, kind from deliveries
    where seq > (select coalesce(max(seq), 0) from deliveries) - 100000
    and site = :site and kind in ('call', 'other') and dedupe like 'call %' and received_at >= :since order by seq desc limit 20000`,
  /** A dedupe word of a call is "call " and its first alias. */
  unbegun: `select site, hook, raw, received_at, mono, boot from (select * from deliveries order by seq desc limit 100000) d
    where kind = 'call' and received_at >= :since
    and not exists (select 1 from calls where calls.site = d.site
      and call = case when d.dedupe like 'call guid:%' then substr(d.dedupe, 11) else substr(d.dedupe, 6) end)
    and not exists (select 1 from aliases where aliases.site = d.site and alias = substr(d.dedupe, 6)) order by seq desc limit 10000`,
});
