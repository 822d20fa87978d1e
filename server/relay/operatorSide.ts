import type { FastifyInstance } from 'fastify';
import type { SiteId } from '../../protocol/call.ts';
import type { Alarms } from '../alerts/alarms.ts';
import type { Integrations } from '../butterflymx/integrations/integrations.ts';
import type { Clock } from '../clock.ts';
import { accountRoutes } from '../console/accountRoutes.ts';
import { operatorApi } from '../console/api.ts';
import { checkRoutes } from '../console/checkRoutes.ts';
import { demoRoutes } from '../console/demoRoutes.ts';
import { doorRoutes } from '../console/doorRoutes.ts';
import { integrationRoutes } from '../console/integrationRoutes.ts';
import { leakRoutes } from '../console/leakRoutes.ts';
import { makeOperations } from '../console/operations.ts';
import type { OperatorCheck } from '../console/operator.ts';
import { operatorGuesses } from '../console/operatorGuesses.ts';
import { panelRoutes } from '../console/panelRoutes.ts';
import { siteRoutes } from '../console/siteRoutes.ts';
import { wallRoutes } from '../console/wallRoutes.ts';
import type { Demo } from '../demo/demo.ts';
import type { Seats } from '../desks/seats.ts';
import { listsFor } from '../doors/vendorLists.ts';
import type { Log } from '../log.ts';
import { panelLines } from '../panels/lines.ts';
import type { Panels } from '../panels/panels.ts';
import { version } from '../version.ts';
import type { DoorSide } from './doorSide.ts';
import type { Records } from './records.ts';
import type { SiteChecks } from './siteChecks.ts';
import type { VendorSide } from './vendorSide.ts';

export type OperatorSideParts = {
  readonly records: Pick<Records, 'stores' | 'directory' | 'walls' | 'archive' | 'settings' | 'doors'>;
  readonly vendor: Pick<VendorSide, 'accounts' | 'links' | 'doors'>;
  readonly doors: DoorSide;
  readonly panels: Panels;
  readonly seats: Seats;
  /** Reads what counts as missed at a site again, and shows it. Never rejects. */
  readonly missedChanged: (site: SiteId) => Promise<void>;
  readonly integrations: Integrations;
  readonly checks: SiteChecks['questions'];
  /** Null where the vendor is real. */
  readonly demo: Demo | null;
  readonly alarms: Alarms;
  readonly operator: OperatorCheck;
  readonly reachedAt: () => string;
  readonly clock: Clock;
  readonly log: Log;
};

/** What operators may ask and change, by the command or over HTTP. */
export async function operatorSide(app: FastifyInstance, parts: OperatorSideParts): Promise<void> {
  const { records, vendor, doors, panels, integrations, checks, demo, alarms, operator, reachedAt, clock, log } = parts;
  const operations = makeOperations({
    directory: records.directory,
    walls: records.walls,
    archive: records.archive,
    presence: parts.seats,
    address: reachedAt,
    backUp: records.stores.care.backUp,
  });
  const lines = (site: SiteId) => panelLines(panels.lines(site), (panel) => records.doors.ofPanel(site, panel));
  await operatorApi(app, {
    operations,
    alarms,
    isOperator: operator.isOperator,
    guessed: operatorGuesses({
      now: () => clock.moment().mono,
      warn: (fields, words) => log.warn(fields, words),
    }),
    isHere: operator.isHere,
    version,
    more: [
      (routes) => wallRoutes(routes, records),
      (routes) =>
        leakRoutes(routes, {
          directory: records.directory,
          leaked: records.stores.leaked,
          missedChanged: parts.missedChanged,
        }),
      (routes) => siteRoutes(routes, records.settings),
      (routes) => accountRoutes(routes, { all: vendor.accounts, links: vendor.links }),
      (routes) => checkRoutes(routes, checks),
      (routes) => {
        if (demo !== null) demoRoutes(routes, demo.startOver);
      },
      (routes) =>
        doorRoutes(routes, {
          doors: records.doors,
          lists: listsFor(vendor.doors, records.settings),
          lines: doors.accessLog.lines,
          panels: lines,
          prove: doors.desk.onProve,
          now: () => clock.moment().wall,
        }),
      (routes) => panelRoutes(routes, { lines, panels, settings: records.settings }),
      (routes) => integrationRoutes(routes, integrations),
    ],
  });
}
