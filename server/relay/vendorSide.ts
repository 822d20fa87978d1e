import type { Alarms } from '../alerts/alarms.ts';
import type { AllAccounts } from '../butterflymx/accounts/accounts.ts';
import { watchEnvironment } from '../butterflymx/accounts/environmentAlarm.ts';
import type { Links } from '../butterflymx/accounts/links.ts';
import { calledAccounts } from '../butterflymx/calledAccounts.ts';
import { type VendorDoors, vendorDoors } from '../butterflymx/doors.ts';
import { type VendorCalls, vendorCalls } from '../butterflymx/intercom.ts';
import { type AskVendor, type Exchange, restClient } from '../butterflymx/rest.ts';
import { type UnreadRows, watchUnreadRows } from '../butterflymx/unreadRows.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { openAccounts } from './openAccounts.ts';
import type { Records } from './records.ts';

export type VendorSideParts = {
  readonly config: Pick<Config, 'butterflymx' | 'accountKeys'>;
  readonly records: Pick<Records, 'accounts' | 'stores'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly alarms: Pick<Alarms, 'raise' | 'clear'>;
  /** Where the vendor sends a person back to who has linked an account. */
  readonly redirectUri: () => string;
  /** Told of every exchange with the vendor. */
  readonly observers: readonly ((exchange: Exchange) => void)[];
};

/** The accounts that are held with the vendor, and everything that is asked with them. */
export type VendorSide = {
  readonly accounts: AllAccounts;
  readonly links: Links;
  readonly ask: AskVendor;
  readonly calls: VendorCalls;
  readonly doors: VendorDoors;
  readonly unreadRows: UnreadRows;
};

export async function vendorSide(parts: VendorSideParts): Promise<VendorSide> {
  const { config, records, clock, log, alarms, redirectUri, observers } = parts;
  const { accounts: store, stores } = records;
  const { all: accounts, links } = await openAccounts({
    config,
    store,
    linkStore: stores.links,
    clock,
    log,
    redirectUri,
  });
  const ask = restClient({
    accounts: accounts.accounts,
    now: () => clock.moment().mono,
    observers: [watchEnvironment(alarms), ...observers],
    heed: accounts.heed,
  });

  const unreadRows = watchUnreadRows({ clock, log, alarms });
  const { onListRead } = unreadRows;
  const calledAt = calledAccounts(accounts.linked, config.butterflymx.token !== null);

  return {
    accounts,
    links,
    ask,
    calls: vendorCalls(ask, { calledAt, onListRead }),
    doors: vendorDoors(ask, onListRead),
    unreadRows,
  };
}
