import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { CallId, EpochMs } from '../../protocol/call.ts';
import type { KnownCall, KnownCalls } from '../intake/list/listedSite.ts';
import { CallNumber } from '../vendor/values.ts';
import type { GroupCommit } from './sqlite/groupCommit.ts';
import { readable } from './sqlite/readable.ts';

const Row = z
  .object({
    number: CallNumber.refine((number) => number !== null),
    logged_at: EpochMs,
    status: z.string().nullable(),
    device: z.int().nullable(),
    panel: z.string().nullable(),
    guid: z.string().nullable(),
    call: CallId.nullable(),
    webhook_at: EpochMs.nullable(),
    noticed_at: EpochMs.nullable(),
  })
  .transform(
    ({ logged_at: loggedAt, webhook_at: webhookAt, noticed_at: noticedAt, ...row }): KnownCall => ({
      ...row,
      loggedAt,
      webhookAt,
      noticedAt,
    }),
  );

/** How far before a site's newest call a later list may begin, in milliseconds. */
const reachMs = 1_200_000;

/** SQLite's longest integer. A call with a longer number is looked at once more after a start. */
const longest = 2n ** 63n - 1n;

/** The vendor's list as the relay last saw it. A row that cannot be read counts as never listed: its call is looked at once more. */
export function sqliteVendorCalls(database: DatabaseSync, { write }: GroupCommit): KnownCalls {
  const recent =
    database.prepare(`select cast(number as text) as number, logged_at, status, device, panel, guid, call, webhook_at, noticed_at
    from vendor_calls where site = :site
    and logged_at >= (select max(logged_at) from vendor_calls where site = :site) - ${reachMs} order by logged_at`);
  const save =
    database.prepare(`insert into vendor_calls (site, number, guid, logged_at, device, panel, status, call, webhook_at, noticed_at)
    values (:site, :number, :guid, :logged_at, :device, :panel, :status, :call, :webhook_at, :noticed_at)
    on conflict (site, number) do update set guid = coalesce(:guid, guid), status = :status, call = coalesce(:call, call),
    webhook_at = coalesce(:webhook_at, webhook_at), noticed_at = coalesce(:noticed_at, noticed_at)`);
  return {
    recent: (site) =>
      readable(
        recent.all({ site }),
        (row) => Row.parse(row),
        () => {},
      ),
    save: (site, calls) =>
      write(() => {
        for (const { number, loggedAt, webhookAt, noticedAt, ...call } of calls) {
          const kept = BigInt(number);
          if (kept > longest) continue;
          save.run({ site, number: kept, ...call, logged_at: loggedAt, webhook_at: webhookAt, noticed_at: noticedAt });
        }
      }),
  };
}
