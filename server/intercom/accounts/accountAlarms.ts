import type { SiteId } from '../../../protocol/call.ts';
import type { Alarms } from '../../alerts/alarms.ts';
import type { LinkedAccount, LinkedAccounts } from '../linked.ts';

/** An alarm for each site at which an account is refused, uncertain or turned away, as long as one is. */
export function watchAccounts(
  linked: LinkedAccounts,
  alarms: Pick<Alarms, 'raise' | 'clear'>,
  sites: Iterable<SiteId>,
): void {
  const look = (site: SiteId) => {
    const states = new Set(linked.ofSite(site).map(({ state }: LinkedAccount) => state));
    const set = (stands: boolean) => (stands ? alarms.raise : alarms.clear);
    set(states.has('refused'))('account-refused', site);
    set(states.has('uncertain'))('account-uncertain', site);
    set(states.has('turned-away'))('account-turned-away', site);
  };
  linked.onChange(look);
  for (const site of new Set(sites)) look(site);
}
