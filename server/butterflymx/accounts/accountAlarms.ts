import type { SiteId } from '../../../protocol/call.ts';
import type { Alarms } from '../../alerts/alarms.ts';
import type { LinkedAccount, LinkedAccounts } from '../../ring/linked.ts';

/** An alarm for each site at which an account is refused, uncertain, turned away or cannot be renewed, as long as one is. */
export function watchAccounts(
  linked: LinkedAccounts,
  alarms: Pick<Alarms, 'raise' | 'clear'>,
  sites: Iterable<SiteId>,
): void {
  const look = (site: SiteId) => {
    const accounts = linked.ofSite(site);
    const states = new Set(accounts.map(({ state }: LinkedAccount) => state));
    const set = (stands: boolean) => (stands ? alarms.raise : alarms.clear);
    set(states.has('refused'))({ kind: 'account-refused', site });
    set(states.has('uncertain'))({ kind: 'account-uncertain', site });
    set(states.has('turned-away'))({ kind: 'account-turned-away', site });
    set(accounts.some(isKnownNotRenewed))({ kind: 'account-not-renewed', site });
  };
  linked.onChange(look);
  for (const site of new Set(sites)) look(site);
}

/** One whose renewal may have been done has an alarm of its own, and a refused one is not renewed. */
const isKnownNotRenewed = ({ isNotRenewed, state }: LinkedAccount) =>
  isNotRenewed === true && state !== 'uncertain' && state !== 'refused';
