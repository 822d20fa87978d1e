import { isOpen } from './bearers.ts';
import { isDue } from './lifetime.ts';
import type { FlightParts, Flights } from './renewalsInFlight.ts';
import { sealSecrets } from './secrets.ts';

export type FreshnessParts = FlightParts & {
  readonly flights: Flights;
  readonly askWhoIs: (id: string) => void;
};

const lookEveryMs = 30_000;
const askAgainMs = 86_400_000;
/** An account that the API refused is asked for sooner, so that staff learn when it works again without waiting for a call. */
const askDoubtedMs = 300_000;

/** From now on renews what will expire soon and what is uncertain, before a call needs it; asks once a day what each account is. */
export function keepFresh(parts: FreshnessParts): void {
  const { held, flights, clock, askWhoIs } = parts;
  const askedAt = new Map<string, number>();
  sealAnew(parts);
  look();

  function look(): void {
    const { wall, mono } = clock.moment();
    for (const account of held.all().filter(isOpen)) {
      const { id, state } = account.row;
      if (state === 'refused') continue;
      const isWanted = account.state === 'uncertain' || isDue(account.row, wall);
      if (isWanted && !flights.isPaused(id)) void flights.join(account);
      const againMs = held.isDoubted(id) ? askDoubtedMs : askAgainMs;
      if (isWanted || mono - (askedAt.get(id) ?? -askAgainMs) < againMs) continue;
      askedAt.set(id, mono);
      askWhoIs(id);
    }
    clock.after(lookEveryMs, look);
  }
}

/** Secrets of an older key come under the one that seals now, so that the older can be put away. */
function sealAnew({ held, store, seal, log }: FlightParts): void {
  for (const { row, secrets } of held.all().filter(isOpen)) {
    if (seal.isNewest(row.sealed)) continue;
    const sealed = sealSecrets(seal, secrets, row.id);
    if (!sealed.ok) continue;
    store.reseal(row, sealed.value).then(
      () => held.readAgain(row.id),
      (error: unknown) => log.error({ err: error, account: row.id }, 'an account could not be sealed anew'),
    );
  }
}
