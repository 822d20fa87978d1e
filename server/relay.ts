/** The composition root: every part is made here, and joined to those it needs. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { FastifyPluginAsync } from 'fastify';
import type { SiteId } from '../protocol/call.ts';
import { err, ok, type Result } from '../protocol/result.ts';
import { makeAlarms } from './alerts/alarms.ts';
import { outboundAlerts } from './alerts/outbound.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import { operatorApi } from './console/api.ts';
import { enrolRoute } from './console/enrol.ts';
import { healthRoutes } from './console/health.ts';
import { makeOperations } from './console/operations.ts';
import { operatorCheck } from './console/operator.ts';
import { allowDesktopPages } from './cors.ts';
import { makeDirectory } from './desks/directory.ts';
import { makeHttp } from './http.ts';
import { doorDesk } from './hub/door.ts';
import { makeHub } from './hub/hub.ts';
import { mediaDesk } from './hub/media.ts';
import { hearQuestions } from './hub/questions.ts';
import { makeReceipts } from './hub/receipts.ts';
import { type Arrival, receive } from './intake/receive.ts';
import { hookRoute } from './intake/route.ts';
import { takeUpYoung } from './intake/takeUp.ts';
import { vendorCalls } from './intercom/intercom.ts';
import { restClient } from './intercom/rest.ts';
import { groupCommit } from './journal/groupCommit.ts';
import { DataFolderInUse, type OpenDatabase, openDatabase } from './journal/openDatabase.ts';
import { sqlitePresses } from './journal/presses.ts';
import { sqliteJournal } from './journal/sqlite.ts';
import { sqliteArchive } from './journal/sqliteArchive.ts';
import { sqliteDirectory } from './journal/sqliteDirectory.ts';
import type { Log } from './log.ts';
import { makeMetrics } from './metrics.ts';
import { isSimulated, servePage } from './page.ts';
import type { RingState } from './ring/ports.ts';
import type { Ring } from './ring/state.ts';
import { switchboard } from './ring/switchboard.ts';
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

async function compose(config: Config, { database, close }: OpenDatabase, { clock, log }: Around): Promise<Relay> {
  const moment = clock.moment;
  const epoch = randomUUID();
  const commits = groupCommit(database, clock);
  const journal = sqliteJournal(database, clock, commits);
  const presses = sqlitePresses(database, clock, commits);
  const directory = makeDirectory(sqliteDirectory(database, commits), () => moment().wall);
  const archive = sqliteArchive(database, directory.site, () => moment().wall);
  const vendor = vendorCalls(restClient(config.butterflymx), config.butterflymx.apiUrl);
  const store = snapshotStore(config.dataDir, clock);
  const operator = operatorCheck(config.operatorToken);
  const app = makeHttp(config, log);

  const metrics = makeMetrics({
    seats: () => hub.seats.count(),
    rings: () => board.rings(directory.sites().map(({ id }) => id)).length,
    alarms: () => alarms.list().length,
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
  const allowedOrigins = config.publicUrl === null ? [] : [new URL(config.publicUrl).origin];
  const hub = makeHub({
    httpServer: app.server,
    findDesk: directory.deskByToken,
    findSite: directory.site,
    pastCalls: archive,
    alarms,
    clock,
    epoch,
    simulated: isSimulated(config.butterflymx.apiUrl),
    version,
    allowedOrigins,
    reportFailure,
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
    desksOf: hub.seats.desksOf,
    clock,
    windowMs: config.ringSeconds * 1_000,
    changed: follow,
    reportUnwritable,
  });
  const media = mediaDesk(board, vendor);
  const doors = doorDesk({ board, presses, intercom: vendor, reportUnwritable });
  const receipts = makeReceipts({
    board,
    note: (site, call, facts) => void journal.note(site, call, facts).catch(reportUnwritable),
    clock,
    observe: metrics.receipt,
  });

  /** Every change of a ring: shown first, then everything that may take its time. */
  function follow(state: RingState, before: Ring | null): void {
    hub.showRing(state);
    media.follow(state);
    const { ring, site, call } = state;
    if (journal.canWrite()) alarms.clear('journal-cannot-write', null);
    if (before?.phase === ring.phase) return;
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

  const tellSwitchboard = (arrival: Arrival) => board.arrive(arrival);
  let stopping = false;
  let underWay = 0;
  hookRoute(app, {
    findHook: directory.hookByKey,
    isStopping: () => stopping,
    observe: metrics.delivery,
    receive: async (raw, hook) => {
      underWay += 1;
      const reportUnreadable = (site: SiteId) => alarms.raise('unreadable-delivery', site);
      return receive(raw, hook, { journal, tellSwitchboard, reportUnreadable, reportUnwritable, now: moment }).finally(
        () => {
          underWay -= 1;
        },
      );
    },
  });
  const forDesktopPages: FastifyPluginAsync = async (pages) => {
    await allowDesktopPages(pages, allowedOrigins);
    snapshotRoute(pages, { findDesk: directory.deskByToken, siteOfSnapshot: archive.siteOfSnapshot, store });
    await enrolRoute(pages, directory);
  };
  await app.register(forDesktopPages);
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
  let address = '';
  const operations = makeOperations({
    directory,
    archive,
    presence: hub.seats,
    address: () => config.publicUrl ?? address,
  });
  await operatorApi(app, { operations, alarms, isOperator: operator.isOperator, version });

  directory.onChange((change) => {
    if (change.kind === 'desk-revoked') hub.cutOff(change.desk);
  });
  hub.open(board, (socket, seat) =>
    hearQuestions(socket, seat, { board, hub, media, doors, receipts, pastCalls: archive, clock, reportFailure }),
  );
  await board.resume();
  await takeUpYoung({ journal, tellSwitchboard, windowMs: config.ringSeconds * 1_000 });
  await store.sweep();

  await app.ready();
  const file = await listenOnFile(
    socketPath(config.dataDir),
    (request, response) => app.routing(request, response),
    operator.trust,
  );
  address = await app.listen({ host: config.host, port: config.port });

  async function stop(): Promise<void> {
    stopping = true;
    file.close();
    file.closeAllConnections();
    while (underWay > 0) await new Promise<void>((resolve) => void clock.after(20, resolve));
    receipts.flush();
    board.stop();
    await journal.close();
    await hub.close();
    await app.close();
    await journal.close();
    close();
  }
  return { address, stop };
}

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
