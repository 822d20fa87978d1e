import type { SiteId } from '../../protocol/call.ts';
import type { LinkedAccount, LinkedAccounts } from '../ring/linked.ts';
import type { VendorCall } from '../ring/ports.ts';
import { environmentName } from './account.ts';

/** An account that may have been called at a site. `canSpeak`: false when nothing that it holds can be sent any more. */
export type CalledAccount = Pick<LinkedAccount, 'account' | 'canSpeak'>;

/** The accounts that may be called at a site; for a call, the one that it was placed to stands first. */
export type CalledAt = (site: SiteId, call?: VendorCall) => readonly CalledAccount[];

/** Where no account is linked that can be called, the environment's token speaks, if there is one. */
export function calledAccounts(linked: Pick<LinkedAccounts, 'ofSite'>, hasToken: boolean): CalledAt {
  const environment = hasToken ? [{ account: environmentName, canSpeak: true }] : [];
  return (site, call) => {
    const called = linked.ofSite(site).filter(({ role }) => role === 'called');
    return called.length === 0 ? environment : called.toSorted((one, other) => rank(one, call) - rank(other, call));
  };
}

/** The order in which `choose` takes them. */
function rank(account: LinkedAccount, call: VendorCall | undefined): number {
  if (call !== undefined && wasCalled(account, call)) return 0;
  if (account.state === 'linked' || account.state === 'uncertain') return 1;
  return account.state === 'refused' ? 3 : 2;
}

const wasCalled = ({ userIds, tenants }: LinkedAccount, { userId, unitId }: VendorCall): boolean =>
  (userId !== null && userIds.includes(userId)) ||
  (unitId !== null && tenants.some((tenant) => tenant.unitId === unitId));
