import { z } from 'zod';
import { EpochMs, SiteId } from '../../protocol/call.ts';
import type { Panel, PanelStore } from '../panels/panels.ts';
import type { Database } from './database.ts';
import { readable } from './readable.ts';

const Row = z
  .object({
    site: SiteId,
    name: z.string(),
    number: z.int().nullable(),
    last_call_at: EpochMs,
    longest_gap_ms: z.number().nullable(),
    calls: z.int(),
  })
  .transform(
    ({ site, name, number, last_call_at: lastCallAt, longest_gap_ms: longestGapMs, calls }): Panel => ({
      site,
      name,
      number,
      lastCallAt,
      longestGapMs,
      calls,
    }),
  );

const all = 'select site, name, number, last_call_at, longest_gap_ms, calls from panels';
const save = `insert into panels (site, name, number, last_call_at, longest_gap_ms, calls)
  values (:site, :name, :number, :last_call_at, :longest_gap_ms, :calls)
  on conflict (site, name) do update set number = excluded.number, last_call_at = excluded.last_call_at,
    longest_gap_ms = excluded.longest_gap_ms, calls = excluded.calls`;
const remove = 'delete from panels where site = :site and name = :name';

/** Panels beside the journal. A row that cannot be read is a panel of which nothing is known yet. */
export function panels(database: Database): PanelStore {
  const { write } = database;
  return {
    load: async () =>
      readable(
        await database.all(all),
        (row) => Row.parse(row),
        () => {},
      ),
    save: (saved) =>
      write(async (sql) => {
        for (const { lastCallAt, longestGapMs, ...panel } of saved)
          await sql.run(save, { ...panel, last_call_at: lastCallAt, longest_gap_ms: longestGapMs });
      }),
    remove: (removed) =>
      write(async (sql) => {
        for (const { site, name } of removed) await sql.run(remove, { site, name });
      }),
  };
}
