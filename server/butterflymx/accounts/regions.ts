import type { Region } from '../../../protocol/account.ts';

/** Where an account's API and its OAuth server are. */
export type Addresses = { readonly apiUrl: string; readonly accountsUrl: string };

/** Hosts by region, as the vendor's iOS SDK lists them; European accounts sign in at the same server as the others. */
const hosts: Readonly<Record<Region, readonly [api: string, accounts: string]>> = {
  'production-na': ['api', 'accounts'],
  'production-eu': ['eu.api', 'accounts'],
  sandbox: ['api.na.sandbox', 'accounts.na.sandbox'],
  'staging-na': ['api.na.staging', 'accounts.na.staging'],
  'staging-eu': ['api.eu.staging', 'accounts.na.staging'],
};
const urlOf = (host: string) => `https://${host}.butterflymx.com`;
const inTable = (region: Region): Addresses => {
  const [api, accounts] = hosts[region];
  return { apiUrl: urlOf(api), accountsUrl: urlOf(accounts) };
};

/** The region's addresses; what the settings name instead of the usual ones (the simulator, a proxy) counts for every region. */
export function addressesOf(region: Region, configured: Addresses): Addresses {
  const usual = inTable('production-na');
  const { apiUrl, accountsUrl } = inTable(region);
  return {
    apiUrl: configured.apiUrl === usual.apiUrl ? apiUrl : configured.apiUrl,
    accountsUrl: configured.accountsUrl === usual.accountsUrl ? accountsUrl : configured.accountsUrl,
  };
}
