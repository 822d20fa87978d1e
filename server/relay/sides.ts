/** Makes every side of the relay and joins it to those it needs. No desk is let in and nobody is listened to until they are started. */
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { type Alarms, makeAlarms } from '../alerts/alarms.ts';
import { outboundAlerts } from '../alerts/outbound.ts';
import { type WithheldCalls, withheldCalls } from '../answering/withheldCalls.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { callbackPath } from '../console/oauthCallback.ts';
import { type OperatorCheck, operatorCheck } from '../console/operator.ts';
import type { Seat } from '../desks/seats.ts';
import { tellKnown } from '../http/connections.ts';
import { refuseOtherHosts } from '../http/hosts.ts';
import { isSimulated } from '../http/page.ts';
import { answerBelow, pathOf } from '../http/publicAddress.ts';
import { refusedOrigins } from '../http/refusedOrigins.ts';
import { makeHttp } from '../http/server.ts';
import type { DeskSocket } from '../hub/deskServer.ts';
import { hearQuestions } from '../hub/questions.ts';
import { hookBuckets } from '../intake/hookBucket.ts';
import type { Reconcile } from '../intake/list/reconcile.ts';
import { tellOdd } from '../intake/oddDeliveries.ts';
import type { Log } from '../log.ts';
import { makeMetrics } from '../metrics.ts';
import { ownPanelName } from '../panels/names.ts';
import { makePanels, type Panels } from '../panels/panels.ts';
import { sparingErrors } from '../sparingLines.ts';
import { sqlitePanels } from '../store/panels.ts';
import type { OpenDatabase } from '../store/sqlite/openDatabase.ts';
import { aboutSites } from './aboutSites.ts';
import { demonstration } from './demonstration.ts';
import { type DeskSide, deskSide } from './deskSide.ts';
import { type DoorSide, doorSide } from './doorSide.ts';
import { readListedCalls } from './listedCalls.ts';
import { operatorSide } from './operatorSide.ts';
import { openRecords, type Records } from './records.ts';
import { type Registrations, registrations } from './registrations.ts';
import { type RingSide, ringSide } from './ringSide.ts';
import { openRoutes } from './routes.ts';
import { type SiteChecks, siteChecks } from './siteChecks.ts';
import { strangerSide } from './strangerSide.ts';
import { type VendorSide, vendorSide } from './vendorSide.ts';
import { type WayIn, wayIn } from './wayIn.ts';

export type SidesParts = {
  readonly config: Config;
  readonly opened: OpenDatabase;
  readonly clock: Clock;
  readonly log: Log;
  /** The relay's own address; empty until it listens. */
  readonly address: () => string;
  readonly isStopping: () => boolean;
  readonly reportFailure: (doing: string, error: unknown) => void;
};

/** For the one who starts and stops them, and for nobody else: a side is given what it needs, never all of this. */
export type Sides = {
  readonly app: FastifyInstance;
  readonly operator: OperatorCheck;
  readonly alarms: Alarms;
  readonly records: Records;
  readonly vendor: VendorSide;
  readonly registered: Registrations;
  readonly listed: Reconcile;
  readonly panels: Panels;
  readonly desks: DeskSide;
  /** Hears what a new seat asks. */
  readonly welcome: (socket: DeskSocket, seat: Seat) => void;
  readonly rings: RingSide;
  readonly doors: DoorSide;
  readonly arriving: WayIn;
  readonly withheld: Pick<WithheldCalls, 'stop'>;
  readonly checks: SiteChecks;
};

export async function joinSides(parts: SidesParts): Promise<Sides> {
  const { config, opened, clock, log, address, isStopping, reportFailure } = parts;
  const simulated = isSimulated(config.butterflymx.apiUrl);
  const allowedOrigins = [
    ...(config.publicUrl === null ? [] : [new URL(config.publicUrl).origin]),
    ...(config.testOrigin === null ? [] : [config.testOrigin]),
  ];
  const originRefused = refusedOrigins(log);
  const operator = operatorCheck(config);
  const app = makeHttp(
    config,
    sparingErrors(log, () => clock.moment().mono),
  );
  const reachedAt = () => config.publicUrl ?? address();
  const reportUnwritable = (error: unknown) => {
    log.error({ err: error }, 'the journal cannot write');
    alarms.raise('journal-cannot-write', null);
  };

  /** Records may raise an alarm while they are opened, before there are desks; each desk's picture has what stands. */
  let shown: DeskSide | null = null;
  const alarms = makeAlarms({
    clock,
    log,
    changed: (standing) => shown?.hub.showAlarms(standing),
    send: outboundAlerts(config.alertUrl, { clock, log }),
  });
  const records = await openRecords({ config, opened, clock, log, alarms, reportUnwritable });
  const allSites = () => records.directory.sites().map(({ id }) => id);
  const vendor = vendorSide({
    config,
    records,
    clock,
    log,
    alarms,
    redirectUri: () => `${reachedAt()}${callbackPath}`,
    exchanged: (exchange) => demo?.steps.exchanged(exchange),
  });
  const { linked } = vendor.accounts;
  const demo = simulated
    ? demonstration({
        config,
        records,
        clock,
        endRings: (before) => board.clear(before),
        clearPanels: (before) => panels.forgetUntil(before),
        unheard: () => rings.unheard,
        alarms,
        showAnew: (until) => hub.showAllAnew(until),
      })
    : null;
  const metrics = makeMetrics({
    seats: () => hub.seats.count(),
    rings: () => board.rings(allSites()).length,
    alarms: () => alarms.list().map(({ kind }) => kind),
    panels: () => panels.all(),
  });
  const panels = makePanels({
    clock,
    alarms,
    store: sqlitePanels(records.database, records.commits),
    ownName: ownPanelName(records.settings),
    changed: (site) => hub.showNotes(site),
    reportUnwritable,
  });
  const about = aboutSites({ records, linked, panels, canConfirm: (site) => vendor.calls.calledAt(site).length > 0 });
  const atDoor = strangerSide({ config, allowedOrigins, simulated, alarms, metrics, clock, log });
  refuseOtherHosts(app, atDoor.isOurHost);
  tellKnown(app, atDoor.connections.known);
  const desks = deskSide({
    httpServer: app.server,
    isOurHost: atDoor.isOurHost,
    strangers: atDoor.strangers,
    records,
    about,
    alarms,
    allowedOrigins,
    originRefused,
    simulated,
    mostUnconfirmed: config.hints.mostDrawn,
    clock,
    log,
    reportFailure,
  });
  const { hub } = desks;
  atDoor.connections.watch(app.server);
  shown = desks;
  answerBelow(app.server, pathOf(config.publicUrl));
  const rings = ringSide({
    config,
    records,
    vendor: vendor.calls,
    hub,
    attendanceOf: desks.attendanceOf,
    about: about.call,
    panels,
    canBeChecked: about.canBeChecked,
    namesOurs: about.namesOurs,
    isAbsentFromLists: (call) => listed.isAbsent(call),
    doubted: (site, call) => listed.doubted(site, call),
    alarms,
    metrics,
    clock,
    log,
    joined: (site, call) => demo?.steps.joined(site, call),
    reportFailure,
    reportUnwritable,
  });
  const { board, receipts } = rings;
  const doors = doorSide({
    records,
    vendor,
    board,
    hub,
    about: about.call,
    confirm: rings.confirm,
    note: receipts.ride,
    tied: (site, entry, call) => demo?.steps.tied(site, entry, call),
    clock,
    reportFailure,
    reportUnwritable,
  });
  const withheld = withheldCalls({
    clock,
    newest: vendor.calls.newest,
    lookAtList: (site) => listed.lookNow(site),
    listed: (site, guid) => rings.tellListed(site, guid),
  });
  const arriving = wayIn({
    records,
    board,
    accessLog: doors.accessLog,
    about,
    demo,
    panelName: panels.nameOf,
    buckets: hookBuckets(clock, config.hints),
    doubted: (site, call) => listed.doubted(site, call),
    withheld,
    isListable: (site, call) => about.canBeChecked(site, call) && (about.namesOurs(site, call) || listed.reads(site)),
    windowMs: config.ringSeconds * 1_000,
    called: (site, call) => {
      if (call.isListed) panels.called(site, call);
      else listed.heard(site, call);
    },
    alarms,
    reportOdd: tellOdd({ alarms, metrics, clock, log }),
    clock,
    reportUnwritable,
  });
  const listed = readListedCalls({
    config,
    records,
    vendor,
    alarms,
    walk: arriving.walk,
    tellStatus: rings.tellStatus,
    named: withheld.named,
    clock,
    log,
  });
  const registered = registrations({ records, ask: vendor.ask, alarms, reachedAt, clock, log, reportFailure });
  const { integrations } = registered;
  const checks = siteChecks({
    config,
    records,
    simulated,
    linked,
    unreadRows: vendor.unreadRows,
    integrations,
    about,
    panels,
    pictures: rings.pictures,
    seats: hub.seats,
    board,
    alarms,
    clock,
    reportFailure,
  });
  await openRoutes(app, {
    config,
    records,
    pageFolder: join(import.meta.dirname, '../../out/renderer'),
    wayIn: arriving,
    links: vendor.links,
    metrics,
    operator,
    allowedOrigins,
    originRefused,
    isStopping,
    alarms,
    clock,
    log,
    warnings: atDoor.warnings,
  });
  await operatorSide(app, {
    records,
    vendor,
    doors,
    panels,
    seats: hub.seats,
    missedChanged: (site) => hub.showMissed(site).catch((error: unknown) => reportFailure('missed', error)),
    integrations,
    checks: checks.questions,
    demo,
    alarms,
    operator,
    reachedAt,
    clock,
    log,
  });

  const welcome: Sides['welcome'] = (socket, seat) =>
    hearQuestions(socket, seat, {
      board,
      hub,
      about: about.call,
      media: rings.media,
      doors: doors.desk,
      receipts,
      pastCalls: records.archive,
      demo,
      clock,
      reportFailure,
    });
  return {
    app,
    operator,
    alarms,
    records,
    vendor,
    registered,
    listed,
    panels,
    desks,
    welcome,
    rings,
    doors,
    arriving,
    withheld,
    checks,
  };
}
