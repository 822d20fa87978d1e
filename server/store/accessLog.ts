import { z } from 'zod';
import { CallId, SiteId } from '../../protocol/call.ts';
import { AccessLogLine, type DoorLine } from '../../protocol/door.ts';
import { type AccessLogStore, confirmWithinMs } from '../doors/accessLog.ts';
import type { DoorEntry } from '../doors/entries.ts';
import { accessPointsOf, type SiteDoorStore } from '../doors/siteDoors.ts';
import { type Database, listed } from './database.ts';
import { readable } from './readable.ts';

const Untied = z.object({ press: z.string().nullable() });
const Newest = z.object({ at: z.number().nullable() });
const Row = z.object({
  site: SiteId,
  entry: z.number(),
  logged_at: z.number(),
  access_point: z.number().nullable(),
  entry_method: z.string().nullable(),
  release_status: z.string().nullable(),
  tenant: z.number().nullable(),
  press: z.string().nullable(),
  call: z.string().nullable(),
  desk: z.string().nullable(),
  door_name: z.string().nullable(),
  building: z.string().nullable(),
  by_webhook_at: z.number().nullable(),
  by_list_at: z.number().nullable(),
  site_name: z.string().nullable(),
});

const put = `insert into access_log
  (site, entry, logged_at, access_point, entry_method, release_status, tenant, by_webhook_at, by_list_at)
  values (:site, :entry, :loggedAt, :accessPoint, :entryMethod, :releaseStatus, :tenant, :byWebhookAt, :byListAt)
  on conflict (site, entry) do update set
    access_point = coalesce(access_log.access_point, excluded.access_point),
    entry_method = coalesce(access_log.entry_method, excluded.entry_method),
    release_status = coalesce(access_log.release_status, excluded.release_status),
    tenant = coalesce(access_log.tenant, excluded.tenant),
    by_webhook_at = coalesce(access_log.by_webhook_at, excluded.by_webhook_at),
    by_list_at = coalesce(access_log.by_list_at, excluded.by_list_at)
  returning press`;
const tie =
  'update access_log set press = coalesce(press, :press), call = coalesce(call, :call) where site = :site and entry = :entry';
const any = 'select 1 as found from access_log where site = :site and by_list_at is not null limit 1';
const settled = `select 1 as found from access_log where press = :press
  union all select 1 as found from facts, presses as p where p.press = :press and facts.site = p.site and facts.call = p.call
  and what = 'door-not-confirmed' and facts.desk = p.desk and at >= p.asked_at + ${confirmWithinMs} limit 1`;
const newest = 'select max(logged_at) as at from access_log where site = :site and by_list_at is not null';
const callAt = (panels: string) => `select call from calls where site = :site and received_at between :from and :until
  and panel_id in ${panels} order by received_at desc limit 1`;
const lines = `select log.*, presses.desk, presses.door_name, presses.building, sites.name as site_name from access_log as log
  left join presses on presses.press = log.press left join sites on sites.id = log.site
  where log.site = :site and log.logged_at >= :since order by log.logged_at desc, log.entry desc limit :limit`;

/** The access log beside the journal. A line is told with its building and door as they are called now, where its press did not keep them. */
export function accessLog({ get, all, write }: Database, doors: Pick<SiteDoorStore, 'load'>): AccessLogStore {
  const toLine = (row: unknown, known: readonly DoorLine[]): AccessLogLine => {
    const read = Row.parse(row);
    const point = read.access_point;
    const door = point === null ? undefined : known.find((mapped) => accessPointsOf(mapped).includes(point));
    return AccessLogLine.parse({
      ...read,
      loggedAt: read.logged_at,
      accessPoint: point,
      door: read.door_name ?? door?.name ?? null,
      building: read.building ?? read.site_name ?? read.site,
      entryMethod: read.entry_method,
      releaseStatus: read.release_status,
      byWebhook: read.by_webhook_at !== null,
      byList: read.by_list_at !== null,
    });
  };

  return {
    put: (site, entries, by, at) =>
      write(async (sql) => {
        const untied: DoorEntry[] = [];
        for (const entry of entries) {
          const came = { byWebhookAt: by === 'webhook' ? at : null, byListAt: by === 'list' ? at : null };
          const kept = Untied.parse(await sql.get(put, { site, ...entry, ...came }));
          if (kept.press === null) untied.push(entry);
        }
        return untied;
      }),
    tie: (site, entry, { press, call }) =>
      write(async (sql) => void (await sql.run(tie, { site, entry, press, call }))),
    hasAny: async (site) => (await get(any, { site })) !== undefined,
    isSettled: async (press) => (await get(settled, { press })) !== undefined,
    newestListed: async (site) => Newest.parse(await get(newest, { site })).at,
    callAt: async (site, panels, from, until) => {
      const among = listed('panel', panels);
      const row = await get(callAt(among.words), { ...among.values, site, from, until });
      return row === undefined ? null : CallId.parse(row.call);
    },
    lines: async (site, since, limit) => {
      const known = (await doors.load()).filter((door) => door.site === site);
      return readable(
        await all(lines, { site, since, limit }),
        (row) => toLine(row, known),
        () => {},
      );
    },
  };
}
