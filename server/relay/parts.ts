/** The second step of joining: the parts. Each is made after those that it needs; none knows a desk's connection, a route or an operator. */
import { type WithheldCalls, withheldCalls } from '../answering/withheldCalls.ts';
import { callbackPath } from '../console/oauthCallback.ts';
import { type VendorSteps, vendorSteps } from '../demo/vendorSteps.ts';
import { watchedReceive } from '../demo/watchedReceive.ts';
import { attendance } from '../desks/attendance.ts';
import { isSimulated } from '../http/page.ts';
import { hookBuckets } from '../intake/hookBucket.ts';
import type { Reconcile } from '../intake/list/reconcile.ts';
import { tellOdd } from '../intake/oddDeliveries.ts';
import { receive } from '../intake/receive.ts';
import { type WayIn, wayIn } from '../intake/wayIn.ts';
import { asStaffSay } from '../panels/asStaffSay.ts';
import { ownPanelName } from '../panels/names.ts';
import { makePanels, type Panels } from '../panels/panels.ts';
import { type AboutSites, type AboutSitesParts, aboutSites } from './aboutSites.ts';
import { type DoorSide, doorSide } from './doorSide.ts';
import { readListedCalls } from './listedCalls.ts';
import { type Registrations, registrations } from './registrations.ts';
import { type RingSide, ringSide } from './ringSide.ts';
import { type SiteChecks, siteChecks } from './siteChecks.ts';
import type { Given, Stores } from './stores.ts';
import { type VendorSide, vendorSide } from './vendorSide.ts';

/** For the edges, and for the one who starts and stops them: a part is given what it needs, never all of this. */
export type Parts = {
  readonly simulated: boolean;
  /** Where the relay is reached from outside. */
  readonly reachedAt: () => string;
  /** What passed between the vendor and us; null where the vendor is real. */
  readonly steps: VendorSteps | null;
  readonly vendor: VendorSide;
  readonly panels: Panels;
  readonly about: AboutSites;
  /** Reads nothing until it is begun. */
  readonly listed: Reconcile;
  readonly rings: RingSide;
  readonly doors: DoorSide;
  readonly withheld: WithheldCalls;
  readonly arriving: WayIn;
  readonly registered: Registrations;
  readonly checks: SiteChecks;
};

export async function joinParts(given: Given, stores: Stores): Promise<Parts> {
  const base = { ...given, ...stores };
  const { config, clock, records, seats } = base;
  const { directory, settings } = records;
  const simulated = isSimulated(config.butterflymx.apiUrl);
  const reachedAt = () => config.publicUrl ?? given.address();
  const steps = simulated ? vendorSteps(clock) : null;
  const vendor = await vendorSide({
    ...base,
    redirectUri: () => `${reachedAt()}${callbackPath}`,
    observers: steps === null ? [] : [steps.exchanged],
  });
  const { linked } = vendor.accounts;
  const panels = await makePanels({ ...base, store: records.stores.panels, ownName: ownPanelName(settings) });
  const canConfirm: AboutSitesParts['canConfirm'] = (site) => vendor.calls.calledAt(site).length > 0;
  const about = aboutSites({ records, linked, panels, canConfirm });
  const listed = readListedCalls({ ...base, vendor });
  const attendanceOf = attendance({ directory, seats });
  const rings = ringSide({ ...base, vendor: vendor.calls, panels, about, listed, attendanceOf });
  const { board, receipts, word } = rings;
  const doors = doorSide({
    ...base,
    vendor,
    board,
    about: about.call,
    confirm: word.confirm,
    note: receipts.ride,
    tied: (site, entry, call) => steps?.tied(site, entry, call),
  });
  const withheld = withheldCalls({
    clock,
    newest: vendor.calls.newest,
    lookAtList: listed.lookNow,
    listed: word.tellListed,
  });
  const arriving = wayIn({
    ...base,
    journal: records.journal,
    keepOthers: (site) => settings.of(site).keepOthers,
    whyNotRung: about.whyNotRung,
    canBeChecked: about.canBeChecked,
    namesOurs: about.namesOurs,
    panelName: panels.nameOf,
    asStaffSay: asStaffSay(panels.nameOf),
    panelCalled: panels.called,
    receiveWatched: steps === null ? receive : watchedReceive(steps, clock),
    board,
    accessLog: doors.accessLog,
    listed,
    withheld,
    buckets: hookBuckets(clock, config.hints),
    windowMs: config.ringSeconds * 1_000,
    reportOdd: tellOdd(base),
  });
  const registered = await registrations({ ...base, ask: vendor.ask, reachedAt });
  const checks = siteChecks({
    ...base,
    simulated,
    linked,
    unreadRows: vendor.unreadRows,
    integrations: registered.integrations,
    about,
    panels,
    pictures: rings.pictures,
    board,
  });
  return {
    simulated,
    reachedAt,
    steps,
    vendor,
    panels,
    about,
    listed,
    rings,
    doors,
    withheld,
    arriving,
    registered,
    checks,
  };
}
