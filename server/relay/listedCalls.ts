import type { CallId, SiteId } from '../../protocol/call.ts';
import type { Alarms } from '../alerts/alarms.ts';
import type { WithheldCalls } from '../answering/withheldCalls.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { listCalls } from '../intake/list/listCalls.ts';
import { listedDelivery, listHook } from '../intake/list/listed.ts';
import { type Reconcile, reconcile } from '../intake/list/reconcile.ts';
import { heardBefore } from '../intake/list/reportedCalls.ts';
import type { Log } from '../log.ts';
import { sqliteVendorCalls } from '../store/vendorCalls.ts';
import { ringingNow } from '../vendor/values.ts';
import type { Records } from './records.ts';
import type { VendorSide } from './vendorSide.ts';
import type { WayIn } from './wayIn.ts';

export type ListedCallsParts = {
  readonly config: Pick<Config, 'ringSeconds'>;
  readonly records: Pick<Records, 'database' | 'commits' | 'journal' | 'directory' | 'settings'>;
  readonly vendor: Pick<VendorSide, 'ask' | 'calls' | 'unreadRows'>;
  readonly alarms: Pick<Alarms, 'raise' | 'clear'>;
  readonly walk: WayIn['walk'];
  readonly tellStatus: (site: SiteId, call: CallId, status: string) => void;
  /** The list has these numbers, of calls that may ring still. */
  readonly named: WithheldCalls['named'];
  readonly clock: Clock;
  readonly log: Log;
};

/** For a whole list of calls, all its pages. */
const listDeadlineMs = 8_000;

/** Reads the vendor's own list of calls, and leads in what no webhook told. */
export function readListedCalls(parts: ListedCallsParts): Reconcile {
  const { config, records, vendor, alarms, walk, tellStatus, named, clock, log } = parts;
  const { database, commits, journal, directory, settings } = records;
  return reconcile({
    clock,
    log,
    alarms,
    known: sqliteVendorCalls(database, commits),
    buildings: () =>
      directory.sites().flatMap(({ id: site }) => {
        const building = settings.of(site).buildingId;
        return building === null ? [] : [{ site, building }];
      }),
    list: async (site, building, since) => {
      const deadline = AbortSignal.timeout(listDeadlineMs);
      const listing = await listCalls(vendor.ask, { site, building, since, deadline });
      if (!listing.ok) return listing;
      const { calls, unread } = listing.value;
      vendor.unreadRows.onListRead({ site, list: 'calls', unread });
      const mayRing = calls.filter(({ status }) => status === null || status === ringingNow);
      named(
        site,
        mayRing.map(({ number }) => number),
      );
      return listing;
    },
    guids: vendor.calls.guids,
    heardBefore: (site, ageMs) => heardBefore(journal, site, ageMs),
    deliver: async (site, { record }, { guid, received }) =>
      (await walk(listedDelivery(record, guid), { id: listHook, site }, () => received)) !== 'not-stored',
    tellStatus,
    windowMs: config.ringSeconds * 1_000,
  });
}
