import type { SiteId } from '../../protocol/call.ts';
import { accountKeys } from '../accountKeys.ts';
import { vendorDoors } from '../butterflymx/doors.ts';
import { makeIntegrations } from '../butterflymx/integrations/integrations.ts';
import { vendorIntegrations } from '../butterflymx/integrations/vendorIntegrations.ts';
import { restClient } from '../butterflymx/rest.ts';
import { systemClock } from '../clock.ts';
import type { Config } from '../config.ts';
import { accountRoutes } from '../console/accountRoutes.ts';
import { operatorApi } from '../console/api.ts';
import type { ApiRoutes } from '../console/apiRoutes.ts';
import { checkNeedsRelay } from '../console/checkRoutes.ts';
import { doorRoutes } from '../console/doorRoutes.ts';
import { integrationRoutes } from '../console/integrationRoutes.ts';
import { leakRoutes } from '../console/leakRoutes.ts';
import { makeOperations } from '../console/operations.ts';
import { panelRoutes } from '../console/panelRoutes.ts';
import { siteRoutes } from '../console/siteRoutes.ts';
import { wallRoutes } from '../console/wallRoutes.ts';
import { makeDirectory } from '../desks/directory.ts';
import { makeSiteSettings } from '../desks/siteSettings.ts';
import { mappedDoors } from '../doors/siteDoors.ts';
import { listsFor } from '../doors/vendorLists.ts';
import { makeHttp } from '../http/server.ts';
import { makeLog } from '../log.ts';
import { panelLines } from '../panels/lines.ts';
import { ownPanelName } from '../panels/names.ts';
import { makePanels } from '../panels/panels.ts';
import { openAccounts } from '../relay/openAccounts.ts';
import { refusedAtStart } from '../relay/unsafeSettings.ts';
import { sealWith } from '../seal.ts';
import { sqliteAccessLog } from '../store/accessLog.ts';
import { sqliteAccounts } from '../store/accounts.ts';
import { sqliteArchive } from '../store/archive.ts';
import { copiedAccounts } from '../store/copies/accountsCopy.ts';
import { copiedDirectory, restoreDirectory } from '../store/copies/directoryCopy.ts';
import { copiedSiteSettings } from '../store/copies/siteSettingsCopy.ts';
import { sqliteDirectory } from '../store/directory.ts';
import { sqliteIntegrations } from '../store/integrations.ts';
import { leakedHooks } from '../store/leakedHook.ts';
import { sqlitePanels } from '../store/panels.ts';
import { sqliteSiteDoors } from '../store/siteDoors.ts';
import { sqliteSiteSettings } from '../store/siteSettings.ts';
import { backUp } from '../store/sqlite/backup.ts';
import { groupCommit } from '../store/sqlite/groupCommit.ts';
import { DataFolderInUse, type OpenDatabase, openDatabase } from '../store/sqlite/openDatabase.ts';
import { version } from '../version.ts';
import { makeHookWalls } from '../walls/hookWalls.ts';
import type { Reached } from './askRelay.ts';

/** The operator's API over the data folder, in this process; no relay may use the folder meanwhile. Throws `DataFolderInUse`, or a sentence. */
export async function openFolder(config: Config): Promise<Reached> {
  const refused = refusedAtStart(config);
  if (refused !== null) throw new Error(refused);
  const { database, asideName, close } = openData(config.dataDir);
  const commits = groupCommit(database, systemClock);
  const now = () => systemClock.moment().wall;
  const store = copiedDirectory(sqliteDirectory(database, commits), config.dataDir, () => {});
  if (asideName !== null) await restoreDirectory(store, config.dataDir);
  const directory = makeDirectory(store, now);
  const settings = makeSiteSettings(
    await copiedSiteSettings(sqliteSiteSettings(database, commits), config.dataDir, () => {}),
  );
  const seal = sealWith(accountKeys(config.accountKeys));
  const walls = makeHookWalls({ store, seal, clock: systemClock });
  const operations = makeOperations({
    directory,
    walls,
    archive: sqliteArchive(database, directory.site, now),
    presence: { isOnline: () => false, isAble: () => false, seatsOf: () => [] },
    address: () => config.publicUrl ?? `http://${config.host}:${config.port}`,
    backUp: (file) => backUp(database, file),
  });
  const app = makeHttp(config, makeLog('error'));
  const accounts = openAccounts({
    config,
    store: await copiedAccounts(sqliteAccounts(database, commits), config.dataDir, () => {}),
    database,
    commits,
    clock: systemClock,
    log: makeLog('silent'),
    redirectUri: () => null,
  });
  const ask = restClient({
    accounts: accounts.all.accounts,
    now: () => systemClock.moment().mono,
    heed: accounts.all.heed,
  });
  const doors = mappedDoors(sqliteSiteDoors(database, commits));
  const panels = makePanels({
    clock: systemClock,
    alarms: { raise: () => {}, clear: () => {} },
    store: sqlitePanels(database, commits),
    ownName: ownPanelName(settings),
    reportUnwritable: () => {},
  });
  const lines = (site: SiteId) => panelLines(panels.lines(site), (panel) => doors.ofPanel(site, panel));
  const integrations = makeIntegrations({
    vendor: vendorIntegrations(ask),
    store: sqliteIntegrations(database, commits),
    directory,
    settings,
    alarms: { raise: () => {}, clear: () => {} },
    address: () => config.publicUrl ?? (config.port === 0 ? null : `http://${config.host}:${config.port}`),
    now,
    appointed: () => {},
  });
  const more = [
    (routes: ApiRoutes) => wallRoutes(routes, { walls, directory }),
    (routes: ApiRoutes) =>
      leakRoutes(routes, { directory, leaked: leakedHooks(database, commits), missedChanged: async () => {} }),
    (routes: ApiRoutes) => siteRoutes(routes, settings),
    (routes: ApiRoutes) => accountRoutes(routes, accounts),
    checkNeedsRelay,
    (routes: ApiRoutes) =>
      doorRoutes(routes, {
        doors,
        lists: listsFor(vendorDoors(ask), settings),
        lines: sqliteAccessLog(database, commits, { doors, siteOf: directory.site }).lines,
        panels: lines,
        prove: null,
        now,
      }),
    (routes: ApiRoutes) => panelRoutes(routes, { lines, panels, settings }),
    (routes: ApiRoutes) => integrationRoutes(routes, integrations),
  ];
  const alarms = { list: () => [], dismiss: () => false };
  await operatorApi(app, {
    operations,
    alarms,
    isOperator: () => true,
    guessed: () => 0,
    isHere: () => true,
    version,
    more,
  });
  return {
    ask: async ({ method, path, body }) => {
      const headers = body === undefined ? {} : { 'content-type': 'application/json' };
      const payload = body === undefined ? {} : { payload: JSON.stringify(body) };
      const answer = await app.inject({ method, url: path, headers, ...payload });
      return { status: answer.statusCode, text: answer.payload };
    },
    close: async () => {
      await app.close();
      await panels.stop();
      walls.flush();
      await commits.drained();
      close();
    },
  };
}

function openData(dataDir: string): OpenDatabase {
  try {
    return openDatabase(dataDir);
  } catch (error) {
    if (error instanceof DataFolderInUse) throw error;
    const reason = error instanceof Error ? error.message : 'unknown reason';
    const sentence = `The data folder ${dataDir} cannot be used (${reason}). Make it writable, or set VESTIBULE_DATA_DIR.`;
    throw new Error(sentence, { cause: error });
  }
}
