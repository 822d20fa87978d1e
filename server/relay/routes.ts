import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { Alarms } from '../alerts/alarms.ts';
import type { Links } from '../butterflymx/accounts/links.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { enrolRoute } from '../console/enrol.ts';
import { healthRoutes, hindrancesOf } from '../console/health.ts';
import { oauthCallback } from '../console/oauthCallback.ts';
import type { OperatorCheck } from '../console/operator.ts';
import { allowDesktopPages } from '../http/cors.ts';
import { servePage } from '../http/page.ts';
import { hookRoute } from '../intake/route.ts';
import { wallGuard } from '../intake/wallGuard.ts';
import { watchWalls } from '../intake/watchWalls.ts';
import type { WayIn } from '../intake/wayIn.ts';
import { watchWrongKeys } from '../intake/wrongKeys.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { snapshotRoute } from '../snapshots/route.ts';
import type { Records } from './records.ts';

export type RouteParts = {
  readonly config: Pick<Config, 'butterflymx' | 'publicUrl' | 'hookFrom'>;
  readonly records: Pick<Records, 'directory' | 'walls' | 'archive' | 'snapshots' | 'canWrite'>;
  /** The built pages. */
  readonly pageFolder: string;
  readonly wayIn: Pick<WayIn, 'take' | 'refuseLarge'>;
  readonly links: Links;
  readonly metrics: Metrics;
  readonly operator: Pick<OperatorCheck, 'mayReadMetrics'>;
  readonly allowedOrigins: readonly string[];
  readonly originRefused: (origin: string) => void;
  readonly isStopping: () => boolean;
  readonly alarms: Pick<Alarms, 'raise' | 'clear'>;
  readonly clock: Clock;
  readonly log: Log;
  /** What is wrong though the relay can store and ring. */
  readonly warnings: () => readonly string[];
};

/** What the relay answers to anyone who knows the right secret: the vendor, desks, monitors, a browser. */
export async function openRoutes(app: FastifyInstance, parts: RouteParts): Promise<void> {
  const { config, records, pageFolder, wayIn, links, metrics, operator, isStopping, alarms, clock, log } = parts;
  const now = () => clock.moment().mono;
  const { directory, walls, archive, snapshots: store } = records;
  watchWalls({ walls, directory, alarms });
  const letsIn = wallGuard({ walls, hookFrom: config.hookFrom, metrics, alarms, clock, log });
  const wrongKey = watchWrongKeys({
    oldHook: directory.revokedHookByKey,
    alarms,
    count: metrics.wrongKey,
    warn: (fields, words) => log.warn(fields, words),
    now,
  });
  hookRoute(app, {
    findHook: directory.hookByKey,
    letsIn,
    wrongKey,
    isStopping,
    observe: metrics.delivery,
    ...wayIn,
  });
  const forDesktopPages: FastifyPluginAsync = async (pages) => {
    await allowDesktopPages(pages, parts);
    snapshotRoute(pages, { findDesk: directory.deskByToken, siteOfSnapshot: archive.siteOfSnapshot, store });
    await enrolRoute(pages, { redeem: directory.redeem, now });
  };
  await app.register(forDesktopPages);
  await oauthCallback(app, { links, now });
  healthRoutes(app, {
    hindrances: hindrancesOf({ isStopping, canWrite: records.canWrite }),
    warnings: parts.warnings,
    metrics: () => metrics.registry.metrics(),
    mayReadMetrics: operator.mayReadMetrics,
  });
  const { butterflymx, publicUrl } = config;
  await servePage(app, { folder: pageFolder, vendorApiUrl: butterflymx.apiUrl, publicUrl });
}
