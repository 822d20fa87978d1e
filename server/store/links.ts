import { z } from 'zod';
import type { LinkStore } from '../butterflymx/accounts/linkStore.ts';
import type { Database } from './database.ts';

const Taken = z.object({ sealed: z.instanceof(Uint8Array) });
const Found = z.object({ outcome: z.string().nullable() });

const sweep = 'delete from account_links where expires_at < :oldest';
const add = 'insert into account_links (hash, sealed, expires_at) values (:hash, :sealed, :expires)';
const waiting = 'select sealed from account_links where hash = :hash and sealed is not null and expires_at > :now';
const empty = 'update account_links set sealed = null where hash = :hash';
const settle = 'update account_links set outcome = :outcome where hash = :hash';
const find = 'select outcome from account_links where hash = :hash and (expires_at > :now or outcome is not null)';

/** How long what came of a link can be asked for, in milliseconds. */
const keptMs = 3_600_000;

/** Links under way, beside the journal. One that is too old is taken out when the next begins. */
export function links({ get, write }: Database): LinkStore {
  return {
    add: ({ hash, sealed, expiresAt }) =>
      write(async (sql) => {
        await sql.run(sweep, { oldest: expiresAt - keptMs });
        await sql.run(add, { hash, sealed, expires: expiresAt });
      }),
    take: (hash, now) =>
      write(async (sql) => {
        await sql.lock(`link ${hash}`);
        const taken = Taken.safeParse(await sql.get(waiting, { hash, now }));
        await sql.run(empty, { hash });
        return taken.success ? taken.data.sealed : null;
      }),
    settle: (hash, outcome) => write(async (sql) => void (await sql.run(settle, { hash, outcome }))),
    find: async (hash, now) => {
      const found = Found.safeParse(await get(find, { hash, now }));
      return found.success ? found.data : null;
    },
  };
}
