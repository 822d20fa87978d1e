import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';

const Call = z.object({ call: z.string(), begun: z.number(), phase: z.string() });

/** What the journal of a stopped or killed relay holds. */
export function readJournal(dataDir: string) {
  const database = new DatabaseSync(join(dataDir, 'journal.db'), { timeout: 2_000 });
  try {
    const delivered = new Set(
      database
        .prepare(`select substr(dedupe, 11) as guid from deliveries where dedupe like 'call guid:%'`)
        .all()
        .map((row) => String(row.guid)),
    );
    const calls = database
      .prepare(
        `select c.call, c.phase, (select count(*) from facts f where f.site = c.site and f.call = c.call and f.what = 'received' and f.desk is null) as begun from calls c`,
      )
      .all()
      .map((row) => Call.parse({ ...row }));
    const check = String(database.prepare('pragma quick_check').get()?.quick_check);
    return { delivered, calls: new Map(calls.map((call) => [call.call, call])), check };
  } finally {
    database.close();
  }
}

/** Every acknowledged call must have its delivery and its ring, begun once. */
export function missingFrom(dataDir: string, acknowledged: ReadonlySet<string>): readonly string[] {
  const { delivered, calls, check } = readJournal(dataDir);
  const broken: string[] = check === 'ok' ? [] : [`the journal is damaged: ${check}`];
  const lost = [...acknowledged].filter((guid) => !delivered.has(guid));
  const silent = [...acknowledged].filter((guid) => delivered.has(guid) && !calls.has(guid));
  const doubled = [...calls.values()].filter(({ begun }) => begun > 1);
  if (lost.length > 0) broken.push(`${lost.length} acknowledged calls are lost`);
  if (silent.length > 0) broken.push(`${silent.length} acknowledged calls never became a ring`);
  if (doubled.length > 0) broken.push(`${doubled.length} calls began more than once`);
  return broken;
}

/** Words that no log may have, found in it. */
export const secretsIn = (printed: string, secrets: readonly string[]): readonly string[] =>
  [...secrets, 'noor.haddad', 'Noor', 'Haddad']
    .filter((secret) => printed.includes(secret))
    .map((secret) => `the log holds ${secret.slice(0, 6)}…`);
