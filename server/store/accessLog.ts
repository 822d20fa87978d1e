import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { CallId, type Site, SiteId } from '../../protocol/call.ts';
import { AccessLogLine } from '../../protocol/door.ts';
import { type AccessLogStore, confirmWithinMs } from '../doors/accessLog.ts';
import { accessPointsOf, type MappedDoors } from '../doors/siteDoors.ts';
import type { GroupCommit } from './sqlite/groupCommit.ts';
import { readable } from './sqlite/readable.ts';

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
});

/** The access log in the journal's file. */
export function sqliteAccessLog(
  database: DatabaseSync,
  { write }: GroupCommit,
  { doors, siteOf }: { readonly doors: Pick<MappedDoors, 'of'>; readonly siteOf: (site: SiteId) => Site },
): AccessLogStore {
  const put = database.prepare(`insert into access_log
    (site, entry, logged_at, access_point, entry_method, release_status, tenant, by_webhook_at, by_list_at)
    values (:site, :entry, :loggedAt, :accessPoint, :entryMethod, :releaseStatus, :tenant, :byWebhookAt, :byListAt)
    on conflict (site, entry) do update set
      access_point = coalesce(access_point, :accessPoint), entry_method = coalesce(entry_method, :entryMethod),
      release_status = coalesce(release_status, :releaseStatus), tenant = coalesce(tenant, :tenant),
      by_webhook_at = coalesce(by_webhook_at, :byWebhookAt), by_list_at = coalesce(by_list_at, :byListAt)
    returning press`);
  const tie = database.prepare(
    'update access_log set press = coalesce(press, :press), call = coalesce(call, :call) where site = :site and entry = :entry',
  );
  const any = database.prepare('select 1 from access_log where site = :site and by_list_at is not null limit 1');
  const settled = database.prepare(`select 1 from access_log where press = :press
    union all select 1 from facts, presses as p where p.press = :press and facts.site = p.site and facts.call = p.call
    and what = 'door-not-confirmed' and facts.desk = p.desk and at >= p.asked_at + ${confirmWithinMs} limit 1`);
  const newest = database.prepare(
    'select max(logged_at) as at from access_log where site = :site and by_list_at is not null',
  );
  const callAt = database.prepare(`select call from calls where site = :site and received_at between :from and :until
    and case when json_valid(ring) then json_extract(ring, '$.call.panelId') end in (select value from json_each(:panels)) order by received_at desc limit 1`);
  const lines = database.prepare(`select log.*, presses.desk, presses.door_name, presses.building from access_log as log
    left join presses on presses.press = log.press
    where log.site = :site and log.logged_at >= :since order by log.logged_at desc, log.entry desc limit :limit`);

  const toLine = (row: unknown): AccessLogLine => {
    const read = Row.parse(row);
    const { id, name } = siteOf(read.site);
    const point = read.access_point;
    const door = point === null ? undefined : doors.of(id).find((known) => accessPointsOf(known).includes(point));
    return AccessLogLine.parse({
      ...read,
      loggedAt: read.logged_at,
      accessPoint: point,
      door: read.door_name ?? door?.name ?? null,
      building: read.building ?? name,
      entryMethod: read.entry_method,
      releaseStatus: read.release_status,
      byWebhook: read.by_webhook_at !== null,
      byList: read.by_list_at !== null,
    });
  };

  return {
    put: (site, entries, by, at) =>
      write(() =>
        entries.filter((entry) => {
          const came = { byWebhookAt: by === 'webhook' ? at : null, byListAt: by === 'list' ? at : null };
          return Untied.parse(put.get({ site, ...entry, ...came })).press === null;
        }),
      ),
    tie: (site, entry, { press, call }) => write(() => void tie.run({ site, entry, press, call })),
    hasAny: (site) => any.get({ site }) !== undefined,
    isSettled: (press) => settled.get({ press }) !== undefined,
    newestListed: (site) => Newest.parse(newest.get({ site })).at,
    callAt: (site, panels, from, until) => {
      const row = callAt.get({ site, panels: JSON.stringify(panels), from, until });
      return row === undefined ? null : CallId.parse(row.call);
    },
    lines: (site, since, limit) => readable(lines.all({ site, since, limit }), toLine, () => {}),
  };
}
