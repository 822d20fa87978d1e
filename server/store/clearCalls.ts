import type { EpochMs } from '../../protocol/call.ts';
import type { Database } from './database.ts';

/** Deletes every call that came before, with its deliveries, facts, presses and what the vendor listed of it. For demonstrations only. */
export const clearCalls = ({ write }: Database, before: EpochMs): Promise<void> =>
  write(async (sql) => {
    for (const text of statements) await sql.run(text, text.includes(':before') ? { before } : {});
  });

const timed = [
  ['calls', 'received_at'],
  ['deliveries', 'received_at'],
  ['presses', 'asked_at'],
  ['access_log', 'logged_at'],
  ['other_calls', 'received_at'],
  ['vendor_calls', 'logged_at'],
] as const;

const statements = [
  ...timed.map(([table, time]) => `delete from ${table} where ${time} <= :before`),
  ...['facts', 'aliases'].map(
    (table) => `delete from ${table} where (site, call) not in (select site, call from calls)`,
  ),
];
