import type { Receipts } from '../answering/receipts.ts';
import type { Clock } from '../clock.ts';
import { type AccessLog, type AccessLogParts, makeAccessLog } from '../doors/accessLog.ts';
import { calledTenantOf } from '../doors/calledTenant.ts';
import { openOwnDoor } from '../doors/opening/ownDoor.ts';
import { type DoorDesk, type DoorParts, doorDesk } from '../doors/opening/press.ts';
import { releaseSiteDoor } from '../doors/opening/siteDoor.ts';
import { listAccessLog } from '../doors/vendorLog.ts';
import type { Hub } from '../hub/hub.ts';
import type { AboutCall } from '../ring/ports.ts';
import type { Switchboard } from '../ring/switchboard.ts';
import { sqliteAccessLog } from '../store/accessLog.ts';
import { type Records, sitesWithHooks } from './records.ts';
import type { VendorSide } from './vendorSide.ts';

export type DoorSideParts = {
  readonly records: Pick<Records, 'database' | 'commits' | 'directory' | 'settings' | 'presses' | 'doors'>;
  readonly vendor: Pick<VendorSide, 'ask' | 'doors' | 'accounts' | 'unreadRows'>;
  readonly board: Switchboard;
  readonly hub: Pick<Hub, 'showPress'>;
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
export type DoorSide = { readonly desk: DoorDesk; readonly accessLog: AccessLog };

export function doorSide(parts: DoorSideParts): DoorSide {
  const { records, vendor, board, hub, about, note, tied, clock, reportFailure, reportUnwritable } = parts;
  const { database, commits, directory, settings, presses, doors } = records;
  const accessLog = makeAccessLog({
    store: sqliteAccessLog(database, commits, { doors, siteOf: directory.site }),
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
    confirmed: (site, { press, call, desk, door }, at) => {
      hub.showPress(desk, { pressId: press, outcome: 'confirmed', at });
      const detail = doors.find(site, door)?.name ?? door;
      if (call !== null) note(site, call, { what: 'door-confirmed', desk, detail });
    },
    notConfirmed: ({ site, press, call, desk, doorName }) => {
      hub.showPress(desk, { pressId: press, outcome: 'not-confirmed', at: clock.moment().wall });
      if (call !== null) note(site, call, { what: 'door-not-confirmed', desk, detail: doorName });
    },
    reportFailure,
  });
  const desk = doorDesk({
    board,
    presses,
    doors,
    openOwn: openOwnDoor({ board, vendor: vendor.doors }),
    releaseSite: releaseSiteDoor({
      vendor: vendor.doors,
      tenantOf: (site) => settings.of(site).releaseTenantId ?? calledTenantOf(vendor.accounts.linked.ofSite(site)),
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
  return { desk, accessLog };
}
