import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { Seal } from '../../seal.ts';
import type { Held, HeldAccount } from './held.ts';
import { type Renewed, renew } from './renewal.ts';
import type { Secrets } from './secrets.ts';
import type { AccountStore } from './store.ts';

/** An account whose secrets are at hand. */
export type OpenAccount = HeldAccount & { readonly secrets: Secrets };

/** Renewals under way: of each account one, however many ask for it. */
export type Flights = {
  /** The one under way, or a new one; none before the OAuth server wants to be asked again. Ends after its deadline and never rejects. */
  readonly join: (account: OpenAccount) => Promise<Renewed>;
  /** Milliseconds since the last renewal that this process saw go well; null before the first. */
  readonly sinceRenewal: (id: string) => number | null;
  /** True for a while after a failure, longer after each: nobody but a call that needs it tries again. */
  readonly isPaused: (id: string) => boolean;
  readonly settled: () => Promise<void>;
};

export type FlightParts = {
  readonly held: Held;
  readonly store: AccountStore;
  readonly seal: Seal;
  readonly clock: Clock;
  readonly log: Log;
};

/** `askedUntil`: before it not even a call that needs a renewal tries, for the OAuth server asked so. */
type Pause = { readonly failures: number; readonly until: number; readonly askedUntil: number };

const firstPauseMs = 30_000;
const longestPauseMs = 600_000;

export function makeFlights({ held, store, seal, clock, log }: FlightParts): Flights {
  const underWay = new Map<string, Promise<Renewed>>();
  const renewedAt = new Map<string, number>();
  const pauses = new Map<string, Pause>();
  const mono = () => clock.moment().mono;

  function pause(id: string, askedMs: number): void {
    const failures = (pauses.get(id)?.failures ?? 0) + 1;
    const pauseMs = Math.min(firstPauseMs * 2 ** (failures - 1), longestPauseMs);
    pauses.set(id, { failures, until: mono() + Math.max(pauseMs, askedMs), askedUntil: mono() + askedMs });
  }

  function landed(id: string, renewed: Renewed): Renewed {
    underWay.delete(id);
    if (renewed.outcome === 'forgotten') held.drop(id);
    else held.adopt(renewed.row, { isNotRenewed: renewed.outcome === 'failed' });
    if (renewed.outcome === 'failed') pause(id, renewed.retryAfterMs ?? 0);
    else pauses.delete(id);
    if (renewed.outcome === 'renewed') renewedAt.set(id, mono());
    return renewed;
  }

  function begin({ row, secrets }: OpenAccount): Promise<Renewed> {
    return renew(row, secrets, { store, seal, clock, log })
      .catch((error: unknown): Renewed => {
        log.error({ err: error, account: row.id }, 'an account could not be renewed');
        return { outcome: 'failed', row, retryAfterMs: null };
      })
      .then((renewed) => landed(row.id, renewed));
  }

  return {
    join: (account) => {
      const { row } = account;
      const { id } = row;
      const waitMs = (pauses.get(id)?.askedUntil ?? 0) - mono();
      if (waitMs > 0) return Promise.resolve({ outcome: 'failed', row, retryAfterMs: waitMs });
      const flight = underWay.get(id) ?? begin(account);
      underWay.set(id, flight);
      return flight;
    },
    sinceRenewal: (id) => {
      const at = renewedAt.get(id);
      return at === undefined ? null : mono() - at;
    },
    isPaused: (id) => mono() < (pauses.get(id)?.until ?? 0),
    settled: async () => void (await Promise.all(underWay.values())),
  };
}
