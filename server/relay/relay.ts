/** The composition root: stores, parts and edges are joined, start, and later stop, in an order that matters. */
import { err, ok, type Result } from '../../protocol/result.ts';
import { watchAccounts } from '../butterflymx/accounts/accountAlarms.ts';
import { type Clock, deadlineIn } from '../clock.ts';
import type { Config } from '../config.ts';
import { listenOnFile, placeSocket } from '../http/socketFile.ts';
import { followSites } from '../hub/followSites.ts';
import { takeUpYoung } from '../intake/takeUp.ts';
import type { Log } from '../log.ts';
import type { OpenedStores } from '../store/opened.ts';
import { openEdges } from './edges.ts';
import { careForJournal } from './journalCare.ts';
import { joinParts } from './parts.ts';
import { openData, whyNotStarted } from './startErrors.ts';
import { openStores } from './stores.ts';
import { refusedAtStart, unsafeSettings, withoutUnsafe } from './unsafeSettings.ts';

export type Relay = {
  /** Where it takes webhooks, e.g. `http://127.0.0.1:4100`. */
  readonly address: string;
  /** Refuses what is new, lets what is under way end, writes it down, closes. */
  readonly stop: () => Promise<void>;
};

type Around = {
  readonly clock: Clock;
  readonly log: Log;
  /** Ends this process at once, waiting for nothing. */
  readonly die: () => void;
};

/** Starts a relay, or says in one line why it cannot: an unsafe setting of a new one, the data folder, the port. Anything else is thrown. */
export async function startRelay(config: Config, around: Around): Promise<Result<Relay, string>> {
  const refused = refusedAtStart(config);
  if (refused !== null) return err(refused);
  const opened = await openData(config, around.clock);
  if (!opened.ok) return opened;
  try {
    return ok(
      await compose(withoutUnsafe(config), opened.value, { ...around, isUnsafe: unsafeSettings(config).length > 0 }),
    );
  } catch (error) {
    await opened.value.close();
    const sentence = whyNotStarted(error, config);
    if (sentence === null) throw error;
    return err(sentence);
  }
}

type Begun = Around & { readonly isUnsafe: boolean };

async function compose(config: Config, opened: OpenedStores, { clock, log, die, isUnsafe }: Begun): Promise<Relay> {
  let address = '';
  let stopping = false;
  const reportFailure = (doing: string, error: unknown) => log.error({ err: error, doing }, 'failed');
  opened.onHung(() => {
    log.fatal('the disk of the journal has not answered for 10 s; the relay ends, to be started again');
    die();
  });
  const given = { config, opened, clock, log, address: () => address, isStopping: () => stopping, reportFailure };
  const stores = await openStores(given);
  const parts = await joinParts(given, stores);
  const { app, operator, desks, followers, welcome } = await openEdges(given, stores, parts);
  const { alarms, records } = stores;
  const { vendor, about, registered, listed, panels, rings, doors, withheld, arriving, checks } = parts;
  const { directory, journal } = records;
  const { board } = rings;

  /** Desks before calls, so that what the last run left rings where it can be heard; the vendor last, when all is taken up. */
  async function start(): Promise<() => void> {
    listed.begin({ deliver: arriving.takeListed, tellStatus: rings.word.tellStatus, named: withheld.named });
    followSites({ ...desks, directory, notes: about.notes, doors: records.doors, board });
    vendor.accounts.linked.onChange(followers.accountsChanged);
    doors.accessLog.begin();
    desks.hub.open(board, welcome);
    await followers.resume(directory.sites().map(({ id }) => id));
    await takeUpYoung({ journal, tellSwitchboard: arriving.tellSwitchboard, windowMs: config.ringSeconds * 1_000 });
    await records.snapshots.sweep();
    if (isUnsafe) alarms.raise({ kind: 'unsafe-setting' });
    desks.coverage.look();
    const held = vendor.accounts.held().flatMap(({ row }) => row.places.map(({ site }) => site));
    watchAccounts(vendor.accounts.linked, alarms, held);
    vendor.accounts.keepFresh();
    checks.beginDaily();
    careForJournal({ opened, mended: records.mended, clock, log, alarms, reportFailure });
    await app.ready();
    const file = await listenOnFile(
      placeSocket(config.dataDir),
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
  async function stop(closeFile: () => void): Promise<void> {
    stopping = true;
    closeFile();
    await arriving.settled();
    rings.receipts.flush();
    records.walls.flush();
    await records.flushCopy();
    rings.callWatch.stop();
    listed.stop();
    withheld.stop();
    await panels.stop();
    board.stop();
    rings.pictures.stop();
    doors.accessLog.stop();
    await registered.stop();
    await vendor.accounts.settled(deadlineIn(mostRenewalMs));
    await opened.drained();
    await desks.hub.close();
    await app.close();
    await opened.close();
  }

  const closeSocketFile = await start();
  return { address, stop: () => stop(closeSocketFile) };
}

/** How long a stop waits for a renewal under way; one that is cut off is found uncertain at the next start. */
const mostRenewalMs = 2_000;
