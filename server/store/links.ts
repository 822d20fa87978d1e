import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { LinkStore } from '../butterflymx/accounts/linkStore.ts';
import type { GroupCommit } from './sqlite/groupCommit.ts';

const Taken = z.object({ sealed: z.instanceof(Uint8Array) });
const Found = z.object({ outcome: z.string().nullable() });

/** Links under way, beside the journal. One that is too old is taken out when the next begins. */
export function sqliteLinks(database: DatabaseSync, { write }: GroupCommit): LinkStore {
  const sweep = database.prepare('delete from account_links where expires_at < :oldest');
  const add = database.prepare(
    'insert into account_links (hash, sealed, expires_at) values (:hash, :sealed, :expires)',
  );
  const waiting = database.prepare(
    'select sealed from account_links where hash = :hash and sealed is not null and expires_at > :now',
  );
  const empty = database.prepare('update account_links set sealed = null where hash = :hash');
  const settle = database.prepare('update account_links set outcome = :outcome where hash = :hash');
  const find = database.prepare(
    'select outcome from account_links where hash = :hash and (expires_at > :now or outcome is not null)',
  );
  return {
    add: ({ hash, sealed, expiresAt }) =>
      write(() => {
        sweep.run({ oldest: expiresAt - keptMs });
        add.run({ hash, sealed, expires: expiresAt });
      }),
    take: (hash, now) =>
      write(() => {
        const taken = Taken.safeParse(waiting.get({ hash, now }));
        empty.run({ hash });
        return taken.success ? taken.data.sealed : null;
      }),
    settle: (hash, outcome) => write(() => void settle.run({ hash, outcome })),
    find: (hash, now) => {
      const found = Found.safeParse(find.get({ hash, now }));
      return found.success ? found.data : null;
    },
  };
}

/** How long what came of a link can be asked for, in milliseconds. */
const keptMs = 3_600_000;
