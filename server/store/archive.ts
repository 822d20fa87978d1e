import { sql } from 'kysely';
import { CallLine } from '../../protocol/admin.ts';
import { type CallId, EpochMs, SiteId } from '../../protocol/call.ts';
import { PastCall } from '../../protocol/pastCall.ts';
import { listHook } from '../intake/list/listed.ts';
import type { Archive, CallHistory, TimedFact } from '../ring/archive.ts';
import { type FactRow, readFact, readFacts } from '../ring/factRow.ts';
import { type Database, listed } from './database.ts';
import { otherCalls } from './otherCalls.ts';
import type { CallsTable } from './tables.ts';

/** A row of calls, with what some lists ask beside it. */
type CallRow = Pick<CallsTable, (typeof columns)[number]> & {
  readonly site_name?: string | null;
  /** Of the access log. */
  readonly door_confirmed_at?: number | null;
  /** Of the facts: 1 when it was noted. */
  readonly door_not_confirmed?: number;
};

const columns = [
  'site',
  'call',
  'phase',
  'reason',
  'panel',
  'unit',
  'recipient',
  'resident',
  'received_at',
  'ended_at',
  'by_desk',
  'by_seat',
  'by_name',
  'door_opened',
  'snapshot',
  'rang_ms',
  'webhook_missing',
  'confirmation',
  'in_doubt',
] as const;

/** When the vendor's log first showed that a door was opened from the call by a press of ours. */
const confirmedAt = sql<number | null>`(select min(log.logged_at) from access_log as log
  where log.site = calls.site and log.call = calls.call and log.press is not null)`.as('door_confirmed_at');

/** Whether it was noted that a press from the call had no entry in the vendor's log in time. */
const notConfirmed = sql<number>`case when exists (select 1 from facts
  where facts.site = calls.site and facts.call = calls.call and facts.what = 'door-not-confirmed') then 1 else 0 end`.as(
  'door_not_confirmed',
);

/** What the building is called now. */
const siteName = sql<string | null>`(select sites.name from sites where sites.id = calls.site)`.as('site_name');

const dayMs = 86_400_000;
const mostHistory = 500;
const mostMissed = 20;
const missedReasons = ['timed-out', 'visitor-left', 'rolled-over', 'connection-failed'];

/** The archive over the journal's own tables. Reads only, but for `markHandled`. */
export function archive(database: Database, now: () => EpochMs): Archive {
  const { lists } = database;
  const others = otherCalls(database);
  const allSites = lists.selectFrom('sites').select('id');
  /** Site by site, along the index: a list over all of them would read every call there ever was. */
  const newest = (
    site: string,
    { since = 0, limit }: { readonly since?: number | undefined; readonly limit: number },
  ) =>
    lists
      .selectFrom('calls')
      .select(columns)
      .where('site', '=', site)
      .where('received_at', '>=', since)
      .orderBy('received_at', 'desc')
      .limit(limit)
      .execute();

  /** How the call came in, from the deliveries themselves; nothing when it could not be stored, or not be read. */
  async function arrivals(site: string, call: string): Promise<readonly TimedFact[]> {
    const aliases = await lists
      .selectFrom('aliases')
      .select('alias')
      .where('site', '=', site)
      .where('call', '=', call)
      .execute();
    const words = [call, `guid:${call}`, ...aliases.map(({ alias }) => alias)].map((word) => `call ${word}`);
    const deliveries = await lists
      .selectFrom('deliveries')
      .select(['hook', 'received_at', 'seen'])
      .where('site', '=', site)
      .where('dedupe', 'in', words)
      .orderBy('received_at')
      .execute();
    return deliveries.flatMap(({ hook, received_at, seen }): TimedFact[] => {
      const at = EpochMs.parse(received_at);
      const came = hook === listHook ? ({ what: 'listed' } as const) : ({ what: 'authenticated', hook } as const);
      return [
        { at, fact: came },
        { at, fact: { what: 'stored', times: seen } },
      ];
    });
  }

  async function timelineOfOther(call: CallId): Promise<CallHistory | null> {
    const found = await others.find(call);
    if (found === null) return null;
    const { line, why } = found;
    return { call: line, facts: [...(await arrivals(line.site, call)), why], rangMs: null };
  }

  return {
    calls: async ({ site, since, limit }) => {
      const sites = site === undefined ? (await allSites.execute()).map(({ id }) => id) : [site];
      const rung = await Promise.all(sites.map((id) => newest(id, { since, limit })));
      const notRung = await Promise.all(sites.map((id) => others.newest(id, { since: since ?? 0, limit })));
      const lines = [...rung.flat().map(callLine), ...notRung.flat()];
      return lines.sort((one, other) => other.receivedAt - one.receivedAt).slice(0, limit);
    },
    history: async (sites, since) => {
      if (sites.length === 0) return [];
      const query = lists
        .selectFrom('calls')
        .select([...columns, siteName, confirmedAt, notConfirmed])
        .where('site', 'in', sites)
        .where('received_at', '>=', since);
      return (await query.orderBy('received_at', 'desc').limit(mostHistory).execute()).map(pastCall);
    },
    missed: async (site) => {
      const query = lists
        .selectFrom('calls')
        .where('site', '=', site)
        .where('phase', '=', 'ended')
        .where('by_desk', 'is', null)
        .where('handled_at', 'is', null)
        .where('reason', 'in', missedReasons)
        .where('in_doubt', '=', 0)
        .where('received_at', '>=', now() - dayMs);
      const newest = await query
        .select([...columns, siteName])
        .orderBy('received_at', 'desc')
        .limit(mostMissed)
        .execute();
      const { count } = await query.select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
      return { site, calls: newest.map(pastCall), count };
    },
    markHandled: (sites, calls, at) => {
      const ofSites = listed('site', sites);
      const ofCalls = listed('call', calls);
      const text = `update calls set handled_at = :at
        where site in ${ofSites.words} and call in ${ofCalls.words} and handled_at is null`;
      return database.write(async (sql) => void (await sql.run(text, { ...ofSites.values, ...ofCalls.values, at })));
    },
    timeline: async (call) => {
      const row = await lists
        .selectFrom('calls')
        .select([...columns, 'begun'])
        .where('site', 'in', allSites)
        .where('call', '=', call)
        .orderBy('received_at', 'desc')
        .executeTakeFirst();
      if (row === undefined) return timelineOfOther(call);
      const query = lists
        .selectFrom('facts')
        .select(['at', 'what', 'desk', 'detail'])
        .where('site', '=', row.site)
        .where('call', '=', call);
      const written = (await query.orderBy('seq').execute()).map(timed);
      const facts = [...(await arrivals(row.site, call)), ...readFacts(row.begun), ...written];
      return { call: callLine(row), facts, rangMs: row.rang_ms };
    },
    siteOfSnapshot: async (snapshot) => {
      const row = await lists.selectFrom('calls').select('site').where('snapshot', '=', snapshot).executeTakeFirst();
      return row === undefined ? null : SiteId.parse(row.site);
    },
  };
}

const timed = ({ at, ...row }: FactRow & { readonly at: number }): TimedFact => ({
  at: EpochMs.parse(at),
  fact: readFact(row),
});

const recipientOf = ({ recipient, resident }: CallRow) =>
  recipient === 'resident' ? { kind: 'resident', name: resident } : { kind: 'frontDesk' };

const callLine = (row: CallRow): CallLine =>
  CallLine.parse({
    id: row.call,
    site: row.site,
    panel: row.panel,
    unit: row.unit,
    recipient: recipientOf(row),
    phase: row.phase,
    reason: row.reason,
    receivedAt: row.received_at,
    endedAt: row.ended_at,
    by: row.by_name,
    snapshot: row.snapshot,
    notKnown: row.confirmation === 'not-known',
    inDoubt: row.in_doubt === 1,
  });

const pastCall = (row: CallRow): PastCall =>
  PastCall.parse({
    id: row.call,
    site: { id: row.site, name: row.site_name ?? row.site },
    panel: row.panel,
    unit: row.unit,
    recipient: recipientOf(row),
    receivedAt: row.received_at,
    endedAt: row.ended_at,
    phase: row.phase,
    reason: row.reason,
    by: row.by_desk === null ? null : { desk: row.by_desk, seat: row.by_seat, name: row.by_name },
    doorOpened: row.door_opened === 1,
    doorConfirmedAt: row.door_confirmed_at ?? null,
    doorNotConfirmed: row.door_not_confirmed === 1,
    snapshot: row.snapshot,
    rangMs: row.rang_ms ?? 0,
    webhookMissing: row.webhook_missing === 1,
    notKnown: row.confirmation === 'not-known',
    inDoubt: row.in_doubt === 1,
  });
