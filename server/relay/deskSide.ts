import { randomUUID } from 'node:crypto';
import type { SiteId } from '../../protocol/call.ts';
import type { Alarms } from '../alerts/alarms.ts';
import { watchCoverage } from '../alerts/coverage.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Seats } from '../desks/seats.ts';
import { sitesWithHooks } from '../desks/sitesWithHooks.ts';
import type { DeskServerParts } from '../hub/deskServer.ts';
import { type Hub, makeHub } from '../hub/hub.ts';
import type { Log } from '../log.ts';
import type { Panels } from '../panels/panels.ts';
import { version } from '../version.ts';
import type { AboutSites } from './aboutSites.ts';
import type { DoorSide } from './doorSide.ts';
import type { Records } from './records.ts';

export type DeskSideParts = DeskServerParts & {
  readonly config: Pick<Config, 'hints'>;
  readonly records: Pick<Records, 'directory' | 'archive'>;
  readonly about: Pick<AboutSites, 'facts' | 'call'>;
  readonly alarms: Alarms;
  readonly panels: Pick<Panels, 'onChange'>;
  readonly doors: Pick<DoorSide, 'onNews'>;
  readonly seats: Seats;
  readonly simulated: boolean;
  readonly clock: Clock;
  readonly log: Log;
  readonly reportFailure: (doing: string, error: unknown) => void;
};

/** The desks' edge, and who would hear a call. */
export type DeskSide = {
  readonly hub: Hub;
  readonly coverage: { readonly look: () => void };
  /** Reads what counts as missed at a site again, and shows it. Never rejects. */
  readonly missedChanged: (site: SiteId) => Promise<void>;
};

export function deskSide(parts: DeskSideParts): DeskSide {
  const { config, records, about, alarms, seats, clock, log, reportFailure } = parts;
  const { directory } = records;
  const coverage = watchCoverage({
    clock,
    alarms,
    sites: () => sitesWithHooks(directory),
    isCovered: seats.isCovered,
  });
  const hub = makeHub({
    ...parts,
    findDesk: directory.deskByToken,
    findSite: directory.site,
    pastCalls: records.archive,
    siteFacts: about.facts,
    about: about.call,
    epoch: randomUUID(),
    mostUnconfirmed: config.hints.mostDrawn,
    version,
    reportSlow: ({ desk, seat }) => log.warn({ desk, seat }, 'a seat did not read and was cut off'),
    coverageChanged: coverage.lookAt,
  });
  alarms.onChange(hub.showAlarms);
  parts.panels.onChange(hub.showNotes);
  parts.doors.onNews(hub.showPress);
  const missedChanged: DeskSide['missedChanged'] = (site) =>
    hub.showMissed(site).catch((error: unknown) => reportFailure('missed', error));
  return { hub, coverage, missedChanged };
}
