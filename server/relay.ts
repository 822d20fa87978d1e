/** The composition root: every part is made here, and joined to those it needs. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { FastifyPluginAsync } from 'fastify';
import type { SiteId } from '../protocol/call.ts';
import { err, ok, type Result } from '../protocol/result.ts';
import { makeAlarms } from './alerts/alarms.ts';
import { watchCoverage } from './alerts/coverage.ts';
import { watchIntegrations } from './alerts/integrationWatch.ts';
import { outboundAlerts } from './alerts/outbound.ts';
import { watchUnheard } from './alerts/unheard.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import { accountRoutes } from './console/accountRoutes.ts';
import { operatorApi } from './console/api.ts';
import { checkRoutes } from './console/checkRoutes.ts';
import { demoRoutes } from './console/demoRoutes.ts';
import { doorRoutes } from './console/doorRoutes.ts';
import { enrolRoute } from './console/enrol.ts';
import { healthRoutes } from './console/health.ts';
import { integrationRoutes } from './console/integrationRoutes.ts';
import { callbackPath, oauthCallback } from './console/oauthCallback.ts';
import { makeOperations } from './console/operations.ts';
import { operatorCheck } from './console/operator.ts';
import { siteRoutes } from './console/siteRoutes.ts';
import { allowDesktopPages } from './cors.ts';
import type { Demo } from './demo/demo.ts';
import { endSimulatedCalls, makeStartOver } from './demo/startOver.ts';
import { vendorSteps } from './demo/vendorSteps.ts';
import { watchedReceive } from './demo/watchedReceive.ts';
import { makeDirectory } from './desks/directory.ts';
import { makeSiteNotes } from './desks/siteNotes.ts';
import { makeSiteSettings } from './desks/siteSettings.ts';
import { makeAccessLog } from './doors/accessLog.ts';
import { calledTenantOf } from './doors/calledTenant.ts';
import { mappedDoors, ownDoorOf, siteDoorsOf } from './doors/siteDoors.ts';
import { listsFor } from './doors/vendorLists.ts';
import { makeHttp } from './http.ts';
import { doorDesk } from './hub/door.ts';
import { makeHub } from './hub/hub.ts';
import { mediaDesk } from './hub/media.ts';
import { openOwnDoor } from './hub/ownDoor.ts';
import type { AboutCall, SiteFacts } from './hub/ports.ts';
import { hearQuestions } from './hub/questions.ts';
import { makeReceipts, type Receipts } from './hub/receipts.ts';
import { releaseSiteDoor } from './hub/siteDoor.ts';
import { watchWhoseCalls } from './hub/whoseCalls.ts';
import { checkDaily } from './install/dailyCheck.ts';
import { openChecks } from './install/openChecks.ts';
import { registrationOf } from './install/registration.ts';
import type { Hook } from './intake/authenticate.ts';
import { entryOf } from './intake/doorLog.ts';
import { listedDelivery, listHook } from './intake/listed.ts';
import { type Arrival, receive } from './intake/receive.ts';
import { hookRoute } from './intake/route.ts';
import { takeUpYoung } from './intake/takeUp.ts';
import { listAccessLog } from './intercom/accessLogs.ts';
import { watchAccounts } from './intercom/accounts/accountAlarms.ts';
import type { HeldAccount } from './intercom/accounts/held.ts';
import { openAccounts } from './intercom/accounts/openAccounts.ts';
import { vendorDoors } from './intercom/doors.ts';
import { heardBefore, heardIn } from './intercom/heardCalls.ts';
import { makeIntegrations } from './intercom/integrationDesk.ts';
import { vendorIntegrations } from './intercom/integrations.ts';
import { vendorCalls } from './intercom/intercom.ts';
import { keepKeyAppointments } from './intercom/keyAppointments.ts';
import { listCalls } from './intercom/listCalls.ts';
import { makePanels } from './intercom/panels.ts';
import { reconcile } from './intercom/reconcile.ts';
import { type Exchange, restClient } from './intercom/rest.ts';
import { watchCalls } from './intercom/watchCalls.ts';
import { backUp } from './journal/backup.ts';
import { clearCalls } from './journal/clearCalls.ts';
import { isDamage, markDamaged } from './journal/damage.ts';
import { copiedDirectory, mendDirectory, restoreDirectory } from './journal/directoryCopy.ts';
import { groupCommit } from './journal/groupCommit.ts';
import { DataFolderInUse, type OpenDatabase, openDatabase } from './journal/openDatabase.ts';
import { panelsSeen } from './journal/panelsSeen.ts';
import { sqlitePresses } from './journal/presses.ts';
import { readThroughInBackground } from './journal/soundness.ts';
import { sqliteJournal } from './journal/sqlite.ts';
import { sqliteAccessLog } from './journal/sqliteAccessLog.ts';
import { sqliteArchive } from './journal/sqliteArchive.ts';
import { sqliteChecks } from './journal/sqliteChecks.ts';
import { sqliteDirectory } from './journal/sqliteDirectory.ts';
import { sqliteIntegrations } from './journal/sqliteIntegrations.ts';
import { sqlitePanels } from './journal/sqlitePanels.ts';
import { sqliteSiteDoors } from './journal/sqliteSiteDoors.ts';
import { sqliteSiteSettings } from './journal/sqliteSiteSettings.ts';
import { sqliteVendorCalls } from './journal/sqliteVendorCalls.ts';
import type { Log } from './log.ts';
import { makeMetrics } from './metrics.ts';
import { isSimulated, servePage } from './page.ts';
import type { Attendance, RingState } from './ring/ports.ts';
import type { Ring } from './ring/state.ts';
import { switchboard } from './ring/switchboard.ts';
import { type Called, isOurs, whyNotRung } from './ring/whichRing.ts';
import { fetchPicture, makeDispatchers } from './snapshots/fetchPicture.ts';
import { snapshotRoute } from './snapshots/route.ts';
import { snapshotStore } from './snapshots/store.ts';
import { makeTakeSnapshot } from './snapshots/takeSnapshot.ts';
import { listenOnFile, socketPath } from './socketFile.ts';
import { version } from './version.ts';

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
    const sentence = sentenceOf(error, config);
    if (sentence === null) throw error;
    return err(sentence);
  }
}

async function compose(config: Config, opened: OpenDatabase, { clock, log }: Around): Promise<Relay> {
  const { database, path, close } = opened;
  const moment = clock.moment;
  const epoch = randomUUID();
  const commits = groupCommit(database, clock, (health) => {
    if (health.canWrite) return alarms.clear('journal-cannot-write', null);
    if (!isDamage(health.error)) return reportUnwritable(health.error);
    markDamaged(path);
    alarms.raise('journal-damaged', null);
  });
  const journal = sqliteJournal(database, clock, commits, (error) => {
    log.error({ err: error }, 'a row of the journal cannot be read');
    alarms.raise('journal-damaged', null);
  });
  const presses = sqlitePresses(database, clock, commits);
  const kept = copiedDirectory(sqliteDirectory(database, commits), config.dataDir, (error) =>
    log.error({ err: error }, 'the copy of the directory could not be written'),
  );
  if (opened.asideName !== null) await restoreDirectory(kept, config.dataDir);
  const mended = await mendDirectory(kept, config.dataDir);
  const directory = makeDirectory(kept, () => moment().wall);
  const settings = makeSiteSettings(sqliteSiteSettings(database, commits));
  const mapped = mappedDoors(sqliteSiteDoors(database, commits));
  const archive = sqliteArchive(database, directory.site, () => moment().wall);
  let address = '';
  const reachedAt = () => config.publicUrl ?? address;
  const accounts = openAccounts({
    config,
    database,
    commits,
    clock,
    log,
    redirectUri: () => `${reachedAt()}${callbackPath}`,
  });
  const askVendor = restClient({
    accounts: accounts.all.accounts,
    now: () => moment().mono,
    observe: heedExchange,
    heed: accounts.all.heed,
  });
  const vendor = vendorCalls(askVendor);
  const doorVendor = vendorDoors(askVendor);
  const simulated = isSimulated(config.butterflymx.apiUrl);
  const demo = simulated ? composeDemo() : null;
  function heedExchange(exchange: Exchange): void {
    heedVendor(exchange.account, exchange.status);
    demo?.steps.exchanged(exchange);
  }
  function heedVendor(account: string, status: number | null): void {
    if (account !== 'environment') return;
    if (status === 401 || status === 403) alarms.raise('vendor-refused', null);
    else if (status !== null && status < 300) alarms.clear('vendor-refused', null);
  }
  const store = snapshotStore(config.dataDir, clock);
  const operator = operatorCheck(config.operatorToken);
  const app = makeHttp(config, log);

  const metrics = makeMetrics({
    seats: () => hub.seats.count(),
    rings: () => board.rings(directory.sites().map(({ id }) => id)).length,
    alarms: () => alarms.list().map(({ kind }) => kind),
    panels: () => panels.all(),
  });
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
  const panels = makePanels({
    clock,
    alarms,
    store: sqlitePanels(database, commits),
    changed: (site) => hub.showNotes(site),
    reportUnwritable,
  });
  const allowedOrigins = config.publicUrl === null ? [] : [new URL(config.publicUrl).origin];
  const { linked } = accounts.all;
  const siteNotes = makeSiteNotes({ settings, linked, panels: panels.of });
  const siteFacts: SiteFacts = {
    doors: (site) => siteDoorsOf(mapped.of(site), directory.site(site)),
    notes: siteNotes.of,
  };
  const whyCallNotRung = (site: SiteId, call: Called) => whyNotRung(call, settings.of(site), linked.ofSite(site));
  const about: AboutCall = (call) => ({
    ...ownDoorOf(mapped.ofPanel(call.site, call.panelId)),
    isOurs: isOurs(call, linked.ofSite(call.site)),
  });
  const hub = makeHub({
    httpServer: app.server,
    findDesk: directory.deskByToken,
    findSite: directory.site,
    pastCalls: archive,
    alarms,
    siteFacts,
    about,
    clock,
    epoch,
    simulated,
    version,
    allowedOrigins,
    reportFailure,
    reportSlow: ({ desk, seat }) => log.warn({ desk, seat }, 'a seat did not read and was cut off'),
    coverageChanged: () => coverage.look(),
  });
  const board = switchboard({
    journal,
    intercom: vendor,
    takeSnapshot: makeTakeSnapshot({
      fetchPicture: fetchPicture(config.snapshotOrigins, makeDispatchers()),
      store,
      clock,
      log,
      observe: metrics.snapshot,
    }),
    attendanceOf,
    clock,
    windowMs: config.ringSeconds * 1_000,
    changed: follow,
    reportUnwritable,
  });
  const ride: Receipts['ride'] = (site, call, fact) => receipts.ride(site, call, fact);
  const media = mediaDesk({ board, vendor, about, note: ride });
  const callWatch = watchCalls({
    clock,
    callStatus: vendor.callStatus,
    isOurs: (call) => about(call).isOurs,
    tell: (site, call, status) => void board.tell([site], call, { kind: 'vendor-status', status }),
  });
  const whoseCalls = watchWhoseCalls({ isOurs: (call) => about(call).isOurs, showAnew: (site) => hub.showAnew(site) });
  const accessLog = makeAccessLog({
    store: sqliteAccessLog(database, commits, { doors: mapped, siteOf: directory.site }),
    presses,
    doors: mapped,
    list: async (site, since) => {
      const building = settings.of(site).buildingId;
      return building === null ? null : listAccessLog(askVendor, { site, building, since, now: moment().wall });
    },
    sites: sitesWithHooks,
    clock,
    confirmed: (site, { press, call, desk, door }, at) => {
      hub.showPress(desk, { pressId: press, outcome: 'confirmed', at });
      const detail = mapped.find(site, door)?.name ?? door;
      if (call !== null) ride(site, call, { what: 'door-confirmed', desk, detail });
    },
    notConfirmed: ({ site, press, call, desk, doorName }) => {
      hub.showPress(desk, { pressId: press, outcome: 'not-confirmed', at: moment().wall });
      if (call !== null) ride(site, call, { what: 'door-not-confirmed', desk, detail: doorName });
    },
    reportFailure,
  });
  const doors = doorDesk({
    board,
    presses,
    doors: mapped,
    openOwn: openOwnDoor({ board, vendor: doorVendor }),
    releaseSite: releaseSiteDoor({
      vendor: doorVendor,
      tenantOf: (site) => settings.of(site).releaseTenantId ?? calledTenantOf(linked.ofSite(site)),
      board,
      note: ride,
    }),
    about,
    findSite: directory.site,
    now: moment,
    asked: accessLog.await,
    reportUnwritable,
  });
  const receipts = makeReceipts({
    board,
    note: (site, call, facts) => void journal.note(site, call, facts).catch(reportUnwritable),
    clock,
    observe: metrics.receipt,
    heard: (site, call) => unheard.heard(site, call),
  });
  const unheard = watchUnheard({
    clock,
    alarms,
    note: ride,
    pushAgain: (site, call) =>
      void board.find([site], call).then((state) => {
        if (state !== null && state.ring.phase === 'ringing') hub.showRing(state);
      }),
  });
  const coverage = watchCoverage({
    clock,
    alarms,
    sites: sitesWithHooks,
    isCovered: (site) => hub.seats.coverage(site).desks.some(({ able }) => able),
  });

  function sitesWithHooks(): readonly SiteId[] {
    const hooks = directory.hooks().filter(({ revokedAt }) => revokedAt === null);
    return [...new Set(hooks.map(({ site }) => site))];
  }

  function attendanceOf(site: SiteId): Attendance {
    const present = hub.seats.desksOf(site);
    const isPresent = new Set(present);
    const absent = directory
      .desks()
      .filter(({ id, sites, revokedAt }) => revokedAt === null && sites.includes(site) && !isPresent.has(id));
    return {
      present,
      leftOut: [
        ...absent.map(({ id }) => ({ desk: id, why: 'not connected' })),
        ...hub.seats.deafAt(site).map(({ desk, because }) => ({ desk, why: `cannot be heard: ${because}` })),
      ],
    };
  }

  /** Every change of a ring: shown first, then everything that may take its time. */
  function follow(state: RingState, before: Ring | null): void {
    const seats = hub.showRing(state);
    if (before === null) ride(state.site, state.call, { what: 'sent', desk: null, detail: `${seats} seats` });
    media.follow(state);
    callWatch.follow(state);
    whoseCalls.follow(state);
    unheard.follow(state, before);
    const { ring, site, call } = state;
    if (before?.phase === ring.phase) return;
    if (ring.phase === 'talking') demo?.steps.joined(site, ring.call);
    log.info(
      {
        site,
        callId: call,
        from: before?.phase ?? null,
        to: ring.phase,
        reason: ring.phase === 'ended' ? ring.reason : undefined,
      },
      'ring',
    );
    if (ring.phase !== 'ended') return;
    metrics.ended(ring.reason);
    hub.showMissed(site).catch((error: unknown) => reportFailure('missed', error));
  }

  function composeDemo(): Demo {
    const { apiUrl, token } = config.butterflymx;
    const steps = vendorSteps(clock);
    const startOver = makeStartOver({
      endCalls: () => endSimulatedCalls(apiUrl, token),
      now: () => moment().wall,
      endRings: (before) => board.clear(before),
      clearHistory: (before) => clearCalls(database, commits, before),
      clearSnapshots: () => store.clear(),
      clearSteps: steps.clear,
      showAnew: () => hub.showAllAnew(),
    });
    return { steps, startOver };
  }

  const takeIn = demo === null ? receive : watchedReceive(demo.steps, clock);
  const tellSwitchboard = (arrival: Arrival) => {
    board.arrive(arrival);
    const { reading, site, received } = arrival;
    const entry = reading.kind === 'door' ? entryOf(reading.log, received.wall) : null;
    if (entry !== null) accessLog.heard(site, entry);
  };
  let stopping = false;
  let underWay = 0;
  const walkIn = (raw: Uint8Array, hook: Hook, now = moment) => {
    underWay += 1;
    /** What the vendor's list told was never delivered. */
    const walk = hook.id === listHook ? receive : takeIn;
    return walk(raw, hook, {
      journal,
      whyNotRung: whyCallNotRung,
      keepOthers: (site) => settings.of(site).keepOthers,
      tellSwitchboard,
      noteReading,
      reportUnreadable: (site) => alarms.raise('unreadable-delivery', site),
      reportUnwritable,
      now,
    }).finally(() => {
      underWay -= 1;
    });
  };
  function noteReading(read: Pick<Arrival, 'site' | 'reading' | 'received'>): void {
    const heard = heardIn(read);
    if (heard === null) return;
    panels.called(read.site, heard);
    if (!heard.isListed) reconciling.heard(read.site, heard);
  }
  const reconciling = reconcile({
    clock,
    log,
    alarms,
    known: sqliteVendorCalls(database, commits),
    buildings: () =>
      directory.sites().flatMap(({ id: site }) => {
        const building = settings.of(site).buildingId;
        return building === null ? [] : [{ site, building }];
      }),
    list: (site, building, since) =>
      listCalls(askVendor, { site, building, since, deadline: AbortSignal.timeout(listDeadlineMs) }),
    guids: vendor.guids,
    heardBefore: (site, ageMs) => heardBefore(journal, site, ageMs),
    deliver: async (site, { record }, { guid, received }) =>
      (await walkIn(listedDelivery(record, guid), { id: listHook, site }, () => received)) !== 'not-stored',
    tellStatus: (site, call, status) => void board.tell([site], call, { kind: 'vendor-status', status }),
    windowMs: config.ringSeconds * 1_000,
  });
  hookRoute(app, {
    findHook: directory.hookByKey,
    isStopping: () => stopping,
    observe: metrics.delivery,
    receive: walkIn,
  });
  const forDesktopPages: FastifyPluginAsync = async (pages) => {
    await allowDesktopPages(pages, allowedOrigins);
    snapshotRoute(pages, { findDesk: directory.deskByToken, siteOfSnapshot: archive.siteOfSnapshot, store });
    await enrolRoute(pages, directory);
  };
  await app.register(forDesktopPages);
  await oauthCallback(app, accounts.links);
  healthRoutes(app, {
    hindrances: () => [
      ...(stopping ? ['the relay is stopping'] : []),
      ...(journal.canWrite() ? [] : ['the journal cannot write']),
    ],
    metrics: () => metrics.registry.metrics(),
    mayReadMetrics: operator.mayReadMetrics,
  });
  await servePage(app, {
    folder: join(import.meta.dirname, '../out/renderer'),
    vendorApiUrl: config.butterflymx.apiUrl,
  });
  const seenPanels = panelsSeen(database);
  const checks = openChecks({
    clock,
    config,
    simulated,
    accounts: linked,
    directory,
    seats: hub.seats,
    archive,
    residentsRing: (site) => siteNotes.of(site).residentsRing,
    registration: (site) => registrationOf(site, integrations, directory.hooks()),
    panels: (site) =>
      seenPanels(site).map(({ name, id }) => ({
        name,
        doorProven: ownDoorOf(mapped.ofPanel(site, id)).ownDoor !== null,
      })),
    calledUser: async (site, call) => (await board.find([site], call))?.ring.call.userId ?? null,
  });
  const daily = checkDaily({
    clock,
    alarms,
    sites: () => [...new Set(directory.hooks().map(({ site }) => site))],
    check: checks.check,
    ...sqliteChecks(database, commits),
    reportFailure,
  });
  const operations = makeOperations({
    directory,
    archive,
    presence: hub.seats,
    address: reachedAt,
    backUp: (file) => backUp(database, file),
  });
  const integrationStore = sqliteIntegrations(database, commits);
  const appointments = keepKeyAppointments({ store: integrationStore, directory, clock, reportFailure });
  const integrations = makeIntegrations({
    vendor: vendorIntegrations(askVendor),
    store: integrationStore,
    directory,
    settings,
    alarms,
    address: reachedAt,
    now: () => moment().wall,
    appointed: appointments.look,
  });
  await operatorApi(app, {
    operations,
    alarms,
    isOperator: operator.isOperator,
    isHere: operator.isHere,
    version,
    more: [
      (routes) => siteRoutes(routes, settings),
      (routes) => accountRoutes(routes, accounts),
      (routes) => checkRoutes(routes, checks),
      (routes) => {
        if (demo !== null) demoRoutes(routes, demo.startOver);
      },
      (routes) =>
        doorRoutes(routes, {
          doors: mapped,
          lists: listsFor(doorVendor, settings),
          lines: accessLog.lines,
          prove: doors.onProve,
          now: () => moment().wall,
        }),
      (routes) => integrationRoutes(routes, integrations),
    ],
  });

  siteNotes.onChange(hub.showNotes);
  directory.onChange((change) => {
    if (change.kind === 'desk-revoked') hub.cutOff(change.desk);
    coverage.look();
  });
  mapped.onChange((site) => hub.showAnew(site));
  linked.onChange(whoseCalls.accountsChanged);
  accessLog.begin();
  hub.open(board, (socket, seat) =>
    hearQuestions(socket, seat, {
      board,
      hub,
      about,
      media,
      doors,
      receipts,
      pastCalls: archive,
      demo,
      clock,
      reportFailure,
    }),
  );
  await board.resume();
  for (const state of board.rings(directory.sites().map(({ id }) => id))) {
    callWatch.follow(state);
    whoseCalls.follow(state);
  }
  await takeUpYoung({ journal, tellSwitchboard, windowMs: config.ringSeconds * 1_000 });
  await store.sweep();
  coverage.look();
  watchAccounts(linked, alarms, sitesOf(accounts.all.held()));
  accounts.all.keepFresh();
  daily.begin();
  if (mended > 0) {
    log.error({ mended }, 'hooks or desks of the journal were damaged, and were put back from their copy');
    alarms.raise('journal-damaged', null);
  }
  if (opened.asideName !== null) {
    log.error({ aside: opened.asideName }, 'the journal was damaged and has been set aside');
    alarms.raise('journal-begun-anew', null);
  }
  readJournalThrough(opened.readWhole ? dayMs : 0);

  /** The whole file, once a day and soon after a start that was too short for it, in a thread of its own. */
  function readJournalThrough(afterMs: number): void {
    clock.after(afterMs, () => {
      readThroughInBackground(path)
        .then((damage) => {
          if (damage === null) return;
          log.error({ damage }, 'the journal is damaged');
          markDamaged(path);
          alarms.raise('journal-damaged', null);
        })
        .catch((error: unknown) => reportFailure('reading the journal through', error))
        .finally(() => readJournalThrough(dayMs));
    });
  }

  await app.ready();
  const file = await listenOnFile(
    socketPath(config.dataDir),
    (request, response) => app.routing(request, response),
    operator.trust,
  );
  address = await app.listen({ host: config.host, port: config.port });
  for (const { site, id, nextHook } of integrations.held())
    if (nextHook !== null)
      log.warn(
        { site, integration: id },
        'a rotation was cut short: both keys are good; run vestibule integration rotate',
      );
  appointments.look();
  watchIntegrations({ clock, lookAtAll: integrations.lookAtAll, reportFailure });

  async function stop(): Promise<void> {
    stopping = true;
    file.close();
    file.closeAllConnections();
    while (underWay > 0) await new Promise<void>((resolve) => void clock.after(20, resolve));
    receipts.flush();
    callWatch.stop();
    reconciling.stop();
    await panels.stop();
    board.stop();
    accessLog.stop();
    await Promise.all([integrations.stop(), appointments.stop()]);
    await accounts.all.settled(AbortSignal.timeout(mostRenewalMs));
    await journal.close();
    await hub.close();
    await app.close();
    await journal.close();
    close();
  }
  return { address, stop };
}

const dayMs = 86_400_000;
/** How long a stop waits for a renewal under way; one that is cut off is found uncertain at the next start. */
const mostRenewalMs = 2_000;
const sitesOf = (held: readonly HeldAccount[]) => held.flatMap(({ row }) => row.places.map(({ site }) => site));
/** For a whole list of calls, all its pages. */
const listDeadlineMs = 8_000;

function openData(dataDir: string): Result<OpenDatabase, string> {
  try {
    return ok(openDatabase(dataDir));
  } catch (error) {
    if (error instanceof DataFolderInUse) return err(error.message);
    const reason = error instanceof Error ? error.message : 'unknown reason';
    return err(`The data folder ${dataDir} cannot be used (${reason}). Make it writable, or set VESTIBULE_DATA_DIR.`);
  }
}

/** A start that fails for a reason the operator can mend, in one line; null for anything else. */
function sentenceOf(error: unknown, { host, port }: Config): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE') return `Port ${port} on ${host} is taken. Stop what uses it, or set VESTIBULE_PORT.`;
  if (code === 'EACCES')
    return `Port ${port} on ${host} may not be used by this user. Set VESTIBULE_PORT to 1024 or more.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `There is no address ${host} on this machine. Set VESTIBULE_HOST.`;
  return null;
}
