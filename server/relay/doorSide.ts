import type { Receipts } from '../answering/receipts.ts';
import type { Clock } from '../clock.ts';
import { sitesWithHooks } from '../desks/sitesWithHooks.ts';
import { type AccessLog, type AccessLogParts, makeAccessLog } from '../doors/accessLog.ts';
import { releaseTenantOf } from '../doors/calledTenant.ts';
import { openOwnDoor } from '../doors/opening/ownDoor.ts';
import { type DoorParts, type DoorPresses, makeDoorPresses } from '../doors/opening/press.ts';
import { releaseSiteDoor } from '../doors/opening/siteDoor.ts';
import { type PressNewsDesk, pressNews } from '../doors/pressNews.ts';
import { listAccessLog } from '../doors/vendorLog.ts';
import type { AboutCall } from '../ring/abilities.ts';
import type { Switchboard } from '../ring/switchboard.ts';
import type { Records } from './records.ts';
import type { VendorSide } from './vendorSide.ts';

export type DoorSideParts = {
  readonly records: Pick<Records, 'stores' | 'directory' | 'settings' | 'presses' | 'doors'>;
  readonly vendor: Pick<VendorSide, 'ask' | 'doors' | 'accounts' | 'unreadRows'>;
  readonly board: Switchboard;
  readonly about: AboutCall;
  readonly confirm: DoorParts['confirm'];
  /** Notes a fact with its call. */
  readonly note: Receipts['ride'];
  /** A log of a door was found to belong to a call. */
  readonly tied: AccessLogParts['tied'];
  readonly clock: Clock;
  readonly reportFailure: (doing: string, error: unknown) => void;
  readonly reportUnwritable: (error: unknown) => void;
};

/** Opening doors, and what the vendor's log says became of it. */
export type DoorSide = {
  readonly desk: DoorPresses;
  readonly accessLog: AccessLog;
  readonly onNews: PressNewsDesk['onNews'];
};

export function doorSide(parts: DoorSideParts): DoorSide {
  const { records, vendor, board, about, note, tied, clock, reportFailure, reportUnwritable } = parts;
  const { stores, directory, settings, presses, doors } = records;
  const news = pressNews({ doors, note, clock });
  const accessLog = makeAccessLog({
    store: stores.accessLog,
    presses,
    doors,
    list: async (site, since) => {
      const building = settings.of(site).buildingId;
      if (building === null) return null;
      const { onListRead } = vendor.unreadRows;
      return listAccessLog(vendor.ask, { site, building, since, now: clock.moment().wall, onListRead });
    },
    sites: () => sitesWithHooks(directory),
    clock,
    tied,
    confirmed: news.confirmed,
    notConfirmed: news.notConfirmed,
    reportFailure,
  });
  const desk = makeDoorPresses({
    board,
    presses,
    doors,
    openOwn: openOwnDoor({ board, vendor: vendor.doors }),
    releaseSite: releaseSiteDoor({
      vendor: vendor.doors,
      tenantOf: (site) => releaseTenantOf(settings.of(site), vendor.accounts.linked.ofSite(site)),
      board,
      note,
    }),
    about,
    findSite: directory.site,
    now: clock.moment,
    confirm: parts.confirm,
    asked: accessLog.await,
    reportUnwritable,
  });
  return { desk, accessLog, onNews: news.onNews };
}
