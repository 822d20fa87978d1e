/** The composition root: every side of the relay is made here and joined to those it needs; then they start, and later stop, in an order that matters. */
import { join } from 'node:path';
import { err, ok, type Result } from '../protocol/result.ts';
import { makeAlarms } from './alerts/alarms.ts';
import { outboundAlerts } from './alerts/outbound.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import { callbackPath } from './console/oauthCallback.ts';
import { operatorCheck } from './console/operator.ts';
import { makeHttp } from './http.ts';
import { hearQuestions } from './hub/questions.ts';
import { takeUpYoung } from './intake/takeUp.ts';
import { watchAccounts } from './intercom/accounts/accountAlarms.ts';
import { makePanels } from './intercom/panels.ts';
import type { OpenDatabase } from './journal/openDatabase.ts';
import { sqlitePanels } from './journal/sqlitePanels.ts';
import type { Log } from './log.ts';
import { makeMetrics } from './metrics.ts';
import { isSimulated } from './page.ts';
import { aboutSites } from './relay/aboutSites.ts';
import { demonstration } from './relay/demonstration.ts';
import { deskSide } from './relay/deskSide.ts';
import { doorSide } from './relay/doorSide.ts';
import { careForJournal } from './relay/journalCare.ts';
import { readListedCalls } from './relay/listedCalls.ts';
import { operatorSide } from './relay/operatorSide.ts';
import { openRecords } from './relay/records.ts';
import { registrations } from './relay/registrations.ts';
import { ringSide } from './relay/ringSide.ts';
import { openRoutes } from './relay/routes.ts';
import { siteChecks } from './relay/siteChecks.ts';
import { vendorSide } from './relay/vendorSide.ts';
import { wayIn } from './relay/wayIn.ts';
import { openData, whyNotStarted } from './relay/whyNotStarted.ts';
import { listenOnFile, socketPath } from './socketFile.ts';

export type Relay = {
  /** Where it takes webhooks, e.g. `http://127.0.0.1:4100`. */
  readonly address: string;
  /** Refuses what is new, lets what is under way end, writes it down, closes. */
  readonly stop: () => Promise<void>;
};

type Around = { readonly clock: Clock; readonly log: Log };

/** Starts a relay, or says in one line why it cannot: the data folder, the port. Anything else is thrown. */
export async function startRelay(config: Config, around: Around): Promise<Result<Relay, string>> {
  const opened = openData(config.dataDir);
  if (!opened.ok) return opened;
  try {
    return ok(await compose(config, opened.value, around));
  } catch (error) {
    opened.value.close();
    const sentence = whyNotStarted(error, config);
    if (sentence === null) throw error;
    return err(sentence);
  }
}

async function compose(config: Config, opened: OpenDatabase, { clock, log }: Around): Promise<Relay> {
  const windowMs = config.ringSeconds * 1_000;
  const simulated = isSimulated(config.butterflymx.apiUrl);
  const allowedOrigins = config.publicUrl === null ? [] : [new URL(config.publicUrl).origin];
  const operator = operatorCheck(config.operatorToken);
  const app = makeHttp(config, log);
  let address = '';
  let stopping = false;
  const reachedAt = () => config.publicUrl ?? address;
  const reportFailure = (doing: string, error: unknown) => log.error({ err: error, doing }, 'failed');
  const reportUnwritable = (error: unknown) => {
    log.error({ err: error }, 'the journal cannot write');
    alarms.raise('journal-cannot-write', null);
  };

  const alarms = makeAlarms({
    clock,
    log,
    changed: (standing) => hub.showAlarms(standing),
    send: outboundAlerts(config.alertUrl, { clock, log }),
  });
  const records = await openRecords({ dataDir: config.dataDir, opened, clock, log, alarms, reportUnwritable });
  const { directory } = records;
  const allSites = () => directory.sites().map(({ id }) => id);
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
    changed: (site) => hub.showNotes(site),
    reportUnwritable,
  });
  const about = aboutSites({ records, linked, panels });
  const { hub, coverage, attendanceOf, followChanges } = deskSide({
    httpServer: app.server,
    records,
    about,
    alarms,
    allowedOrigins,
    simulated,
    clock,
    log,
    reportFailure,
  });
  const rings = ringSide({
    config,
    records,
    vendor: vendor.calls,
    hub,
    attendanceOf,
    about: about.call,
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
    note: receipts.ride,
    clock,
    reportFailure,
    reportUnwritable,
  });
  const { walk, tellSwitchboard, settled } = wayIn({
    records,
    board,
    accessLog: doors.accessLog,
    about,
    demo,
    called: (site, call) => {
      panels.called(site, call);
      if (!call.isListed) listed.heard(site, call);
    },
    alarms,
    clock,
    reportUnwritable,
  });
  const listed = readListedCalls({ config, records, vendor, alarms, walk, tellStatus: rings.tellStatus, clock, log });
  const registered = registrations({ records, ask: vendor.ask, alarms, reachedAt, clock, log, reportFailure });
  const { integrations } = registered;
  const checks = siteChecks({
    config,
    records,
    simulated,
    linked,
    integrations,
    about,
    seats: hub.seats,
    board,
    alarms,
    clock,
    reportFailure,
  });
  await openRoutes(app, {
    config,
    records,
    pageFolder: join(import.meta.dirname, '../out/renderer'),
    walk,
    links: vendor.links,
    metrics,
    operator,
    allowedOrigins,
    isStopping: () => stopping,
  });
  await operatorSide(app, {
    records,
    vendor,
    doors,
    seats: hub.seats,
    integrations,
    checks: checks.questions,
    demo,
    alarms,
    operator,
    reachedAt,
    clock,
  });

  /** Desks before calls, so that what the last run left rings where it can be heard; the vendor last, when all is taken up. */
  async function start(): Promise<() => void> {
    followChanges();
    linked.onChange(rings.accountsChanged);
    doors.accessLog.begin();
    hub.open(board, (socket, seat) =>
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
      }),
    );
    await rings.resume(allSites());
    await takeUpYoung({ journal: records.journal, tellSwitchboard, windowMs });
    await records.snapshots.sweep();
    coverage.look();
    const held = vendor.accounts.held().flatMap(({ row }) => row.places.map(({ site }) => site));
    watchAccounts(linked, alarms, held);
    vendor.accounts.keepFresh();
    checks.beginDaily();
    careForJournal({ opened, mended: records.mended, clock, log, alarms, reportFailure });
    await app.ready();
    const file = await listenOnFile(
      socketPath(config.dataDir),
      (request, response) => app.routing(request, response),
      operator.trust,
    );
    address = await app.listen({ host: config.host, port: config.port });
    registered.begin();
    return () => {
      file.close();
      file.closeAllConnections();
    };
  }

  /** First nothing new, then what is under way, then the journal; the sockets after it, and once more what their end wrote. */
  async function stop(): Promise<void> {
    stopping = true;
    closeFile();
    await settled();
    receipts.flush();
    rings.callWatch.stop();
    listed.stop();
    await panels.stop();
    board.stop();
    doors.accessLog.stop();
    await registered.stop();
    await vendor.accounts.settled(AbortSignal.timeout(mostRenewalMs));
    await records.journal.close();
    await hub.close();
    await app.close();
    await records.journal.close();
    opened.close();
  }

  const closeFile = await start();
  return { address, stop };
}

/** How long a stop waits for a renewal under way; one that is cut off is found uncertain at the next start. */
const mostRenewalMs = 2_000;
