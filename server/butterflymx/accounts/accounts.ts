import type { EpochMs } from '../../../protocol/call.ts';
import { type Clock, deadlineIn } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { LinkedAccounts } from '../../ring/linked.ts';
import type { Seal } from '../../seal.ts';
import type { Accounts } from '../account.ts';
import { restClient } from '../rest.ts';
import { beforeDeadline, linkedBearers } from './bearers.ts';
import { whoIs } from './fetchIdentity.ts';
import { type HeldAccount, holdAccounts } from './held.ts';
import { keepFresh } from './keepFresh.ts';
import { isExpired } from './lifetime.ts';
import type { LastWord } from './rejectedAccounts.ts';
import { makeFlights } from './renewalsInFlight.ts';
import { revoke } from './revoke.ts';
import type { AccountStore } from './store.ts';

/** Every account of this relay: whose token speaks, whose calls are ours, and what an operator sees of them. */
export type AllAccounts = {
  readonly accounts: Accounts;
  readonly linked: LinkedAccounts;
  readonly held: () => readonly HeldAccount[];
  /** Takes in what was stored of an account, new or changed. */
  readonly takeIn: (id: string) => Promise<void>;
  /** Forgets an account, and only then asks the vendor to take its tokens back; null when there is no such account. */
  readonly forget: (id: string) => Promise<Forgotten | null>;
  /** Asks the API what an account is, and keeps it; null when it did not tell. */
  readonly askWhoIs: (id: string, deadline: AbortSignal) => Promise<{ readonly vendorUser: string | null } | null>;
  /** Told what the API said to each request in the end. */
  readonly heed: (word: LastWord) => void;
  /** From now on, and until the process ends, accounts are renewed before a call needs them. */
  readonly keepFresh: () => void;
  /** Resolves when no renewal is under way, or at the deadline. */
  readonly settled: (deadline: AbortSignal) => Promise<void>;
};

/** `isRevoked`: the vendor said that it took the tokens back; otherwise they may be good as long as they would have been. */
export type Forgotten = { readonly isRevoked: boolean; readonly accountsUrl: string };

export type AccountParts = {
  readonly store: AccountStore;
  readonly seal: Seal;
  /** Speaks where a site has no account of the wanted role. */
  readonly environment: Accounts;
  readonly clock: Clock;
  readonly log: Log;
};

const whoIsMs = 5_000;

export async function makeAccounts({ store, seal, environment, clock, log }: AccountParts): Promise<AllAccounts> {
  const held = await holdAccounts(store, seal);
  for (const { row, trouble } of held.all())
    if (trouble !== null) log.error({ account: row.id, trouble }, 'the secrets of an account cannot be opened');
  const flightParts = { held, store, seal, clock, log };
  const flights = makeFlights(flightParts);
  const bearers = linkedBearers({ held, flights, environment, clock });

  const askWhoIs: AllAccounts['askWhoIs'] = async (id, deadline) => {
    const [place] = held.find(id)?.row.places ?? [];
    if (place === undefined) return null;
    const accounts = { ...bearers, bearer: () => bearers.ofAccount(id, deadline) };
    const ask = restClient({ accounts, now: () => clock.moment().mono, heed: held.heed });
    const person = await whoIs(ask, { site: place.site, as: place.role, deadline });
    if (person === null) return null;
    const { vendorUser, tenants } = person;
    await store.learn(id, { tenants, ...(vendorUser === null ? {} : { vendorUser }) });
    await held.readAgain(id);
    return { vendorUser };
  };
  const askInBackground = (id: string) => {
    askWhoIs(id, deadlineIn(whoIsMs)).catch((error: unknown) =>
      log.error({ err: error, account: id }, 'what an account is could not be stored'),
    );
  };

  return {
    accounts: bearers,
    linked: {
      ofSite: (site) =>
        held.all().flatMap((account) => linesOf(account, clock.moment().wall).filter((line) => line.site === site)),
      learnUser: async (account, site, userId) => {
        await store.addUser(account, { site, userId }, clock.moment().wall);
        await held.readAgain(account);
      },
      onChange: held.onChange,
    },
    held: held.all,
    takeIn: held.readAgain,
    forget: async (id) => {
      const account = held.find(id);
      if (account === undefined) return null;
      await store.forget(id);
      held.drop(id);
      const { row, secrets } = account;
      const isRevoked = secrets !== null && (await revoke({ ...row, clientSecret: secrets.clientSecret }, secrets));
      return { isRevoked, accountsUrl: row.accountsUrl };
    },
    askWhoIs,
    heed: held.heed,
    keepFresh: () => keepFresh({ ...flightParts, flights, askWhoIs: askInBackground }),
    settled: async (deadline) => void (await beforeDeadline(flights.settled(), deadline)),
  };
}

/** An account once for each of its places. */
const linesOf = (account: HeldAccount, now: EpochMs) =>
  account.row.places.map(({ site, role }) => ({
    site,
    account: account.row.id,
    role,
    label: account.row.label,
    state: account.state,
    isNotRenewed: account.isNotRenewed,
    canSpeak: canSpeak(account, now),
    tenants: account.row.tenants,
    userIds: account.row.users.filter((user) => user.site === site).map(({ userId }) => userId),
  }));

/** A refused account's last access token is good until its end, or until the API refuses it. */
const canSpeak = ({ row, secrets, isTurnedAway }: HeldAccount, now: EpochMs): boolean =>
  secrets !== null && (row.state !== 'refused' || !(isTurnedAway || isExpired(row, now)));
