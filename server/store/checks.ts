import { z } from 'zod';
import { CheckReport, CheckStep } from '../../protocol/check.ts';
import type { KeptCheck, KeptChecks } from '../install/dailyCheck.ts';
import type { Database } from './database.ts';
import { readable } from './readable.ts';

const Worse = z.object({ worse: z.array(CheckStep).default([]) });
const Row = z.object({
  result: z.string().transform((text): KeptCheck => {
    const kept: unknown = JSON.parse(text);
    return { report: CheckReport.parse(kept), worse: Worse.parse(kept).worse };
  }),
});

const find = 'select result from checks where site = :site';
const save = `insert into checks (site, checked_at, result) values (:site, :at, :result)
  on conflict (site) do update set checked_at = excluded.checked_at, result = excluded.result`;

/** The last list of each site, so that a change for the worse is seen over restarts. */
export function checks(database: Database): KeptChecks {
  return {
    last: async (site) =>
      readable(
        await database.all(find, { site }),
        (row) => Row.parse(row),
        () => {},
      )[0]?.result ?? null,
    keep: ({ report, worse }) =>
      database.write(async (sql) => {
        await sql.run(save, { site: report.site, at: report.at, result: JSON.stringify({ ...report, worse }) });
      }),
  };
}
