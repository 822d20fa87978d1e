import type { Alarms } from '../alerts/alarms.ts';
import { type Clock, deadlineIn } from '../clock.ts';
import type { Config } from '../config.ts';
import { listCalls } from '../intake/list/listCalls.ts';
import { type Reconcile, reconcile } from '../intake/list/reconcile.ts';
import { heardBefore } from '../intake/list/reportedCalls.ts';
import type { Log } from '../log.ts';
import type { Records } from './records.ts';
import type { VendorSide } from './vendorSide.ts';

export type ListedCallsParts = {
  readonly config: Pick<Config, 'ringSeconds'>;
  readonly records: Pick<Records, 'stores' | 'journal' | 'directory' | 'settings'>;
  readonly vendor: Pick<VendorSide, 'ask' | 'calls' | 'unreadRows'>;
  readonly alarms: Pick<Alarms, 'raise' | 'clear'>;
  readonly clock: Clock;
  readonly log: Log;
};

/** For a whole list of calls, all its pages. */
const listDeadlineMs = 8_000;

/** The vendor's own list of calls, read once it is begun: what no webhook told is led in. */
export function readListedCalls(parts: ListedCallsParts): Reconcile {
  const { config, records, vendor, alarms, clock, log } = parts;
  const { stores, journal, directory, settings } = records;
  return reconcile({
    clock,
    log,
    alarms,
    known: stores.vendorCalls,
    buildings: () =>
      directory.sites().flatMap(({ id: site }) => {
        const building = settings.of(site).buildingId;
        return building === null ? [] : [{ site, building }];
      }),
    list: async (site, building, since) => {
      const deadline = deadlineIn(listDeadlineMs);
      const listing = await listCalls(vendor.ask, { site, building, since, deadline });
      if (listing.ok) vendor.unreadRows.onListRead({ site, list: 'calls', unread: listing.value.unread });
      return listing;
    },
    guids: vendor.calls.guids,
    heardBefore: (site, ageMs) => heardBefore(journal, site, ageMs),
    windowMs: config.ringSeconds * 1_000,
  });
}
