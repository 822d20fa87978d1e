import { join } from 'node:path';
import { SiteId } from '../../../../protocol/call.ts';
import { restClient } from '../../../../server/butterflymx/rest.ts';
import { type Clock, systemClock } from '../../../../server/clock.ts';
import { makeLog } from '../../../../server/log.ts';
import { openAccounts } from '../../../../server/relay/openAccounts.ts';
import type { AccountServer } from '../../../harness/anAccountServer.ts';
import { type SomeStores, someStores } from '../../../harness/stores.ts';

export const demo = SiteId.parse('demo');
export const soon = () => AbortSignal.timeout(5_000);

export type AccountsOptions = {
  readonly journal?: SomeStores;
  readonly keys?: readonly string[];
  readonly token?: string | null;
  readonly clock?: Clock;
};

/** The accounts of a relay over real stores, against this server; a second one over the same journal is another process of it. */
export async function someAccounts(server: AccountServer, options: AccountsOptions = {}) {
  const journal = options.journal ?? (await someStores('sqlite', systemClock));
  const { all, links } = await openAccounts({
    config: {
      butterflymx: { apiUrl: server.address, accountsUrl: server.address, token: options.token ?? null },
      accountKeys: { given: options.keys ?? [], file: join(journal.folder, 'account.key') },
    },
    store: journal.stores.accounts,
    linkStore: journal.stores.links,
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
