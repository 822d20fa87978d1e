import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { EpochMs, SiteId } from '../../protocol/call.ts';
import type { Panel, PanelStore } from '../panels/panels.ts';
import type { GroupCommit } from './sqlite/groupCommit.ts';
import { readable } from './sqlite/readable.ts';

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

/** Panels in the journal's file. A row that cannot be read is a panel of which nothing is known yet. */
export function sqlitePanels(database: DatabaseSync, { write }: GroupCommit): PanelStore {
  const save = database.prepare(`insert into panels (site, name, number, last_call_at, longest_gap_ms, calls)
    values (:site, :name, :number, :last_call_at, :longest_gap_ms, :calls)
    on conflict (site, name) do update set number = :number, last_call_at = :last_call_at, longest_gap_ms = :longest_gap_ms, calls = :calls`);
  const remove = database.prepare('delete from panels where site = :site and name = :name');
  return {
    load: () =>
      readable(
        database.prepare('select site, name, number, last_call_at, longest_gap_ms, calls from panels').all(),
        (row) => Row.parse(row),
        () => {},
      ),
    save: (panels) =>
      write(() => {
        for (const { lastCallAt, longestGapMs, ...panel } of panels)
          save.run({ ...panel, last_call_at: lastCallAt, longest_gap_ms: longestGapMs });
      }),
    remove: (panels) =>
      write(() => {
        for (const { site, name } of panels) remove.run({ site, name });
      }),
  };
}
