import type { DatabaseSync } from 'node:sqlite';
import type { EpochMs } from '../../../protocol/call.ts';
import type { GroupCommit } from './groupCommit.ts';

/** Deletes every call that came before, with its deliveries, facts, presses and what the vendor listed of it. For demonstrations only. */
export const clearCalls = (
  database: DatabaseSync,
  commits: Pick<GroupCommit, 'write'>,
  before: EpochMs,
): Promise<void> =>
  commits.write(() => {
    for (const [table, time] of timed) database.prepare(`delete from ${table} where ${time} <= ?`).run(before);
    for (const table of ['facts', 'aliases'])
      database.exec(`delete from ${table} where (site, call) not in (select site, call from calls)`);
  });

const timed = [
  ['calls', 'received_at'],
  ['deliveries', 'received_at'],
  ['presses', 'asked_at'],
  ['access_log', 'logged_at'],
  ['other_calls', 'received_at'],
  ['vendor_calls', 'logged_at'],
] as const;
