import { join } from 'node:path';
import { afterEach } from 'vitest';
import { SiteId } from '../../../../protocol/call.ts';
import { restClient } from '../../../../server/butterflymx/rest.ts';
import { type Clock, systemClock } from '../../../../server/clock.ts';
import { makeLog } from '../../../../server/log.ts';
import { openAccounts } from '../../../../server/relay/openAccounts.ts';
import { sqliteAccounts } from '../../../../server/store/accounts.ts';
import { groupCommit } from '../../../../server/store/sqlite/groupCommit.ts';
import { openDatabase } from '../../../../server/store/sqlite/openDatabase.ts';
import type { AccountServer } from '../../../harness/anAccountServer.ts';
import { aFolder } from '../../aFolder.ts';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

export const demo = SiteId.parse('demo');
export const soon = () => AbortSignal.timeout(5_000);

/** A data folder with its journal open. */
export function aJournal() {
  const dataDir = aFolder();
  const { database, path, close } = openDatabase(dataDir);
  const commits = groupCommit(database, systemClock);
  open.push(async () => {
    await commits.drained();
    close();
  });
  return { dataDir, database, path, commits };
}

export type AccountsOptions = {
  readonly journal?: ReturnType<typeof aJournal>;
  readonly keys?: readonly string[];
  readonly token?: string | null;
  readonly clock?: Clock;
};

/** The accounts of a relay over real SQLite, against this server; a second one over the same journal is another process of it. */
export function someAccounts(server: AccountServer, options: AccountsOptions = {}) {
  const journal = options.journal ?? aJournal();
  const { all, links } = openAccounts({
    config: {
      butterflymx: { apiUrl: server.address, accountsUrl: server.address, token: options.token ?? null },
      accountKeys: { given: options.keys ?? [], file: join(journal.dataDir, 'account.key') },
    },
    ...journal,
    store: sqliteAccounts(journal.database, journal.commits),
    clock: options.clock ?? systemClock,
    log: makeLog('silent'),
    redirectUri: () => 'https://relay.example/oauth/callback',
  });
  const ask = restClient({ accounts: all.accounts, now: () => systemClock.moment().mono, heed: all.heed });
  return {
    journal,
    all,
    links,
    ask: (as: 'called' | 'administrator' = 'called', path = '/v3/me/calls') =>
      ask({ site: demo, as, method: 'GET', path, deadline: soon() }),
    /** Links one account as a person would; its id. */
    link: async (role: 'called' | 'administrator' | 'both' = 'called', sites: readonly SiteId[] = [demo]) => {
      const begun = await links.begin({ sites: [...sites], role, client: 'a-client', redirect: false });
      if (!begun.ok) throw new Error(begun.error.message);
      const linked = await links.finish(begun.value.state, server.allow(begun.value.url));
      if (!linked.ok) throw new Error(linked.error.message);
      return linked.value;
    },
  };
}
