import type { SiteId } from '../../protocol/call.ts';
import { accountKeys } from '../accountKeys.ts';
import { vendorDoors } from '../butterflymx/doors.ts';
import { makeIntegrations } from '../butterflymx/integrations/integrations.ts';
import { rememberedIntegrations } from '../butterflymx/integrations/rememberedIntegrations.ts';
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
import { whyNotOpened } from '../relay/startErrors.ts';
import { refusedAtStart } from '../relay/unsafeSettings.ts';
import { sealWith } from '../seal.ts';
import { openCopies } from '../store/copies/copies.ts';
import type { OpenedStores } from '../store/opened.ts';
import { DataFolderInUse } from '../store/sqlite/openDatabase.ts';
import { openHere } from '../store/sqlite/openHere.ts';
import { version } from '../version.ts';
import { makeHookWalls } from '../walls/hookWalls.ts';
import type { Reached } from './askRelay.ts';

/** The operator's API over the data folder, in this process; no relay may use the folder meanwhile. Throws `DataFolderInUse`, or a sentence. */
export async function openFolder(config: Config): Promise<Reached> {
  const refused = refusedAtStart(config);
  if (refused !== null) throw new Error(refused);
  const opened = await openData(config);
  const { stores } = opened;
  const now = () => systemClock.moment().wall;
  const copies = await openCopies(opened, { dataDir: config.dataDir, clock: null, reportCopy: () => () => {} });
  const directory = await makeDirectory(copies.directory, now);
  const settings = await makeSiteSettings(await copies.settings());
  const seal = sealWith(accountKeys(config.accountKeys));
  const walls = await makeHookWalls({ store: copies.directory, seal, clock: systemClock });
  const operations = makeOperations({
    directory,
    walls,
    archive: stores.archive,
    presence: { isOnline: () => false, isAble: () => false, seatsOf: () => [] },
    address: () => config.publicUrl ?? `http://${config.host}:${config.port}`,
    backUp: stores.care.backUp,
  });
  const app = makeHttp(config, makeLog('error'));
  const accounts = await openAccounts({
    config,
    store: await copies.accounts(),
    linkStore: stores.links,
    clock: systemClock,
    log: makeLog('silent'),
    redirectUri: () => null,
  });
  const ask = restClient({
    accounts: accounts.all.accounts,
    now: () => systemClock.moment().mono,
    heed: accounts.all.heed,
  });
  const doors = await mappedDoors(stores.doors);
  const panels = await makePanels({
    clock: systemClock,
    alarms: { raise: () => {}, clear: () => {} },
    store: stores.panels,
    ownName: ownPanelName(settings),
    reportUnwritable: () => {},
  });
  const lines = (site: SiteId) => panelLines(panels.lines(site), (panel) => doors.ofPanel(site, panel));
  const integrations = makeIntegrations({
    vendor: vendorIntegrations(ask),
    store: await rememberedIntegrations(stores.integrations),
    directory,
    settings,
    alarms: { raise: () => {}, clear: () => {} },
    address: () => config.publicUrl ?? (config.port === 0 ? null : `http://${config.host}:${config.port}`),
    now,
    appointed: () => {},
  });
  const more = [
    (routes: ApiRoutes) => wallRoutes(routes, { walls, directory }),
    (routes: ApiRoutes) => leakRoutes(routes, { directory, leaked: stores.leaked, missedChanged: async () => {} }),
    (routes: ApiRoutes) => siteRoutes(routes, settings),
    (routes: ApiRoutes) => accountRoutes(routes, accounts),
    checkNeedsRelay,
    (routes: ApiRoutes) =>
      doorRoutes(routes, {
        doors,
        lists: listsFor(vendorDoors(ask), settings),
        lines: stores.accessLog.lines,
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
      await opened.close();
    },
  };
}

async function openData(config: Config): Promise<OpenedStores> {
  const { dataDir, databaseUrl } = config;
  try {
    if (databaseUrl === null) return await openHere(dataDir);
    const { openPostgres } = await import('../store/postgres/openPostgres.ts');
    return await openPostgres({ url: databaseUrl, dataDir }, systemClock);
  } catch (error) {
    if (error instanceof DataFolderInUse) throw error;
    throw new Error(whyNotOpened(error, config), { cause: error });
  }
}
