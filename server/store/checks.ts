import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { SiteId } from '../../protocol/call.ts';
import { CheckReport, CheckStep } from '../../protocol/check.ts';
import type { KeptCheck } from '../install/dailyCheck.ts';
import type { GroupCommit } from './sqlite/groupCommit.ts';
import { readable } from './sqlite/readable.ts';

const Worse = z.object({ worse: z.array(CheckStep).default([]) });
const Row = z.object({
  result: z.string().transform((text): KeptCheck => {
    const kept: unknown = JSON.parse(text);
    return { report: CheckReport.parse(kept), worse: Worse.parse(kept).worse };
  }),
});

/** The last list of each site, so that a change for the worse is seen over restarts. */
export type Checks = {
  readonly last: (site: SiteId) => KeptCheck | null;
  readonly keep: (kept: KeptCheck) => Promise<void>;
};

export function sqliteChecks(database: DatabaseSync, { write }: GroupCommit): Checks {
  const find = database.prepare('select result from checks where site = :site');
  const save = database.prepare(`insert into checks (site, checked_at, result) values (:site, :at, :result)
    on conflict (site) do update set checked_at = :at, result = :result`);
  return {
    last: (site) =>
      readable(
        find.all({ site }),
        (row) => Row.parse(row),
        () => {},
      )[0]?.result ?? null,
    keep: ({ report, worse }) =>
      write(() => void save.run({ site: report.site, at: report.at, result: JSON.stringify({ ...report, worse }) })),
  };
}
