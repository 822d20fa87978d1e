import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { CallId } from '../../protocol/call.ts';
import type { DoorVendor } from './doorVendor.ts';

const Row = z.object({ key: z.string(), rows: z.number(), unnamed: z.number() });
const Ended = z.object({
  call: z.string(),
  reason: z.string().nullable(),
  by_desk: z.string().nullable(),
  lasted: z.number().nullable(),
});

/** The audit beside what the vendor was asked: no request without a row, no row without the names of its door and building. */
export function auditOf(
  dataDir: string,
  vendor: DoorVendor,
): { readonly rows: number; readonly faults: readonly string[] } {
  const found = read(
    dataDir,
    `select iif(call is null, replace(door, 'access-point:', 'point '), 'call ' || call) as key, count(*) as rows,
      sum(door_name is null or building is null) as unnamed from presses group by 1`,
    Row,
  );
  const rows = found.reduce((sum, row) => sum + row.rows, 0);
  const faults = found.flatMap(({ key, rows: audited, unnamed }) => [
    ...(vendor.asked(key) > audited ? [`${key}: ${vendor.asked(key)} requests, ${audited} audit rows`] : []),
    ...(unnamed > 0 ? [`${key}: ${unnamed} audit rows without their door or building`] : []),
  ]);
  const known = found.reduce((sum, { key }) => sum + vendor.asked(key), 0);
  return {
    rows,
    faults: known === vendor.total() ? faults : [...faults, 'the vendor was asked for a door without any audit row'],
  };
}

/**
 * Of every call at which we answered or pressed: none was ended by the echo of it. A talk ended because its desk hung up; another ring as
 * `answered-elsewhere` never, and as `door-opened` only by the desk that pressed or once its window was over.
 */
export function endedByEcho(dataDir: string, talked: ReadonlySet<CallId>, windowMs: number): readonly string[] {
  const touched = read(
    dataDir,
    `select call, reason, by_desk, ended_at - received_at as lasted from calls
      where exists (select 1 from facts where facts.call = calls.call and facts.what = 'activating')`,
    Ended,
  );
  return touched.flatMap(({ call, reason, by_desk, lasted }) => {
    const isTalk = [...talked].some((guid) => guid === call);
    const isEcho =
      reason === 'answered-elsewhere' ||
      (reason === 'door-opened' && by_desk === null && (lasted ?? 0) < windowMs) ||
      (isTalk && reason !== 'hung-up');
    return isEcho ? [`our own answer or door ended our own call ${call}: ${reason} after ${lasted} ms`] : [];
  });
}

function read<T>(dataDir: string, sql: string, row: z.ZodType<T>): readonly T[] {
  const database = new DatabaseSync(join(dataDir, 'journal.db'), { readOnly: true });
  const found = database
    .prepare(sql)
    .all()
    .map((line) => row.parse(line));
  database.close();
  return found;
}
