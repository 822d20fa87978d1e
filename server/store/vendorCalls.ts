import { z } from 'zod';
import { CallId, EpochMs } from '../../protocol/call.ts';
import type { KnownCall, KnownCalls } from '../intake/list/listedSite.ts';
import { CallNumber } from '../vendor/values.ts';
import type { Database } from './database.ts';
import { readable } from './readable.ts';

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

/** The longest integer of either engine. A call with a longer number is looked at once more after a start. */
const longest = 2n ** 63n - 1n;

/** Longer than its row by text: a number of 19 digits is more than a number keeps. */
const recent = `select cast(number as text) as number, logged_at, status, device, panel, guid, call, webhook_at, noticed_at
  from vendor_calls where site = :site
  and logged_at >= (select max(logged_at) from vendor_calls where site = :site) - ${reachMs} order by logged_at`;
const save = `insert into vendor_calls (site, number, guid, logged_at, device, panel, status, call, webhook_at, noticed_at)
  values (:site, :number, :guid, :logged_at, :device, :panel, :status, :call, :webhook_at, :noticed_at)
  on conflict (site, number) do update set guid = coalesce(excluded.guid, vendor_calls.guid), status = excluded.status,
  call = coalesce(excluded.call, vendor_calls.call), webhook_at = coalesce(excluded.webhook_at, vendor_calls.webhook_at),
  noticed_at = coalesce(excluded.noticed_at, vendor_calls.noticed_at)`;

/** The vendor's list as the relay last saw it. A row that cannot be read counts as never listed: its call is looked at once more. */
export function vendorCalls({ all, write }: Database): KnownCalls {
  return {
    recent: async (site) =>
      readable(
        await all(recent, { site }),
        (row) => Row.parse(row),
        () => {},
      ),
    save: (site, calls) =>
      write(async (sql) => {
        for (const { number, loggedAt, webhookAt, noticedAt, ...call } of calls) {
          const kept = BigInt(number);
          if (kept > longest) continue;
          const times = { logged_at: loggedAt, webhook_at: webhookAt, noticed_at: noticedAt };
          await sql.run(save, { site, number: kept, ...call, ...times });
        }
      }),
  };
}
