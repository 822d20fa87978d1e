import { err, ok, type Result } from '../../../protocol/result.ts';
import type { Clock } from '../../clock.ts';
import { type Accounts, type Bearer, environmentName, type NoBearer } from '../account.ts';
import { choose } from './choose.ts';
import { bearerOf, type Held, type HeldAccount } from './held.ts';
import { isExpired } from './lifetime.ts';
import type { Flights, OpenAccount } from './renewalsInFlight.ts';

/** A token that is refused so soon after its renewal is not refused for its age, in milliseconds. */
const freshMs = 5_000;
/** And where the API refused a renewed token before, another renewal is worth a try no sooner than this. */
const freshWhenDoubtedMs = 290_000;

export type Bearers = Accounts & {
  /** What this very account would send. */
  readonly ofAccount: (id: string, deadline: AbortSignal) => Promise<Result<Bearer, NoBearer>>;
};

/** Tokens of the linked accounts; the environment's where a site has no account of the wanted role. */
export function linkedBearers(parts: {
  readonly held: Held;
  readonly flights: Flights;
  readonly environment: Accounts;
  readonly clock: Clock;
}): Bearers {
  const { held, flights, environment, clock } = parts;

  /** Waits for the renewal, but no longer than whoever asks can. */
  async function renewedBearer(account: OpenAccount, deadline: AbortSignal): Promise<Result<Bearer, NoBearer>> {
    const renewed = await beforeDeadline(flights.join(account), deadline);
    if (renewed === null || renewed.outcome === 'failed') return err('slow');
    const now = held.find(account.row.id);
    if (renewed.outcome !== 'renewed' || now === undefined || now.secrets === null) return err('refused');
    return ok(bearerOf(now.row, now.secrets));
  }

  async function ofHeld(account: HeldAccount, deadline: AbortSignal): Promise<Result<Bearer, NoBearer>> {
    if (!isOpen(account)) return err('refused');
    const { row, secrets } = account;
    if (!isExpired(row, clock.moment().wall)) return ok(bearerOf(row, secrets));
    return row.state === 'refused' ? err('refused') : renewedBearer(account, deadline);
  }

  return {
    bearer: async (wanted, deadline) => {
      const account = choose(held.all(), wanted);
      if (account !== null) return ofHeld(account, deadline);
      const isNamed = wanted.account !== undefined && wanted.account !== environmentName;
      return isNamed ? err('no-account') : environment.bearer(wanted, deadline);
    },
    renewed: async (stale, deadline) => {
      const account = held.find(stale.account);
      if (account === undefined) return environment.renewed(stale, deadline);
      if (!isOpen(account)) return err('refused');
      const { row, secrets } = account;
      if (secrets.accessToken !== stale.token) return ok(bearerOf(row, secrets));
      const since = flights.sinceRenewal(row.id);
      const enoughMs = held.isDoubted(row.id) ? freshWhenDoubtedMs : freshMs;
      const isFresh = since !== null && since < enoughMs && !isExpired(row, clock.moment().wall);
      return row.state === 'refused' || isFresh ? err('refused') : renewedBearer(account, deadline);
    },
    ofAccount: async (id, deadline) => {
      const account = held.find(id);
      return account === undefined ? err('no-account') : ofHeld(account, deadline);
    },
  };
}

export const isOpen = (account: HeldAccount): account is OpenAccount => account.secrets !== null;

/** What it resolves with, or null at the deadline; it goes on by itself then. */
export function beforeDeadline<T>(promise: Promise<T>, deadline: AbortSignal): Promise<T | null> {
  if (deadline.aborted) return Promise.resolve(null);
  return new Promise((resolve, reject) => {
    const end = () => resolve(null);
    deadline.addEventListener('abort', end, { once: true });
    promise.then(resolve, reject).finally(() => deadline.removeEventListener('abort', end));
  });
}
