import { accountKeys } from '../accountKeys.ts';
import { environmentAccount } from '../butterflymx/account.ts';
import { type AllAccounts, makeAccounts } from '../butterflymx/accounts/accounts.ts';
import type { LinkStore } from '../butterflymx/accounts/linkStore.ts';
import { type Links, makeLinks } from '../butterflymx/accounts/links.ts';
import { keepAccount } from '../butterflymx/accounts/newAccount.ts';
import type { AccountStore } from '../butterflymx/accounts/store.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { isLoopbackUrl } from '../loopback.ts';
import { sealWith } from '../seal.ts';

export type AccountsAround = {
  readonly config: Pick<Config, 'butterflymx' | 'accountKeys'>;
  readonly store: AccountStore;
  readonly linkStore: LinkStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Where the vendor may send a person back to; null when nobody listens there. */
  readonly redirectUri: () => string | null;
};

/** The accounts of a journal, and the way to link more: for a relay, and for a command that opened the journal itself. */
export async function openAccounts(
  around: AccountsAround,
): Promise<{ readonly all: AllAccounts; readonly links: Links }> {
  const { config, store, linkStore, clock, log, redirectUri } = around;
  const configured = config.butterflymx;
  const seal = sealWith(accountKeys(config.accountKeys));
  const all = await makeAccounts({ store, seal, environment: environmentAccount(configured), clock, log });
  const links = makeLinks({
    store: linkStore,
    seal,
    clock,
    configured,
    redirectUri,
    lastClient: (accountsUrl) => {
      const last = all.held().findLast(({ row }) => row.accountsUrl === accountsUrl);
      if (last !== undefined) return { id: last.row.clientId, secret: last.secrets?.clientSecret ?? null };
      /** The simulator takes any client. */
      return isLoopbackUrl(accountsUrl) ? { id: 'vestibule', secret: null } : null;
    },
    keep: (account) => keepAccount(account, { store, seal, clock, configured, all }),
  });
  return { all, links };
}
