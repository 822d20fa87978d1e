import { randomUUID } from 'node:crypto';
import type { Alarms } from '../alerts/alarms.ts';
import { watchCoverage } from '../alerts/coverage.ts';
import type { Clock } from '../clock.ts';
import type { DeskServerParts } from '../hub/deskServer.ts';
import { type Hub, makeHub } from '../hub/hub.ts';
import type { Log } from '../log.ts';
import type { AttendanceOf } from '../ring/ports.ts';
import type { Switchboard } from '../ring/switchboard.ts';
import { version } from '../version.ts';
import type { AboutSites } from './aboutSites.ts';
import { type Records, sitesWithHooks } from './records.ts';

export type DeskSideParts = DeskServerParts & {
  readonly records: Pick<Records, 'directory' | 'archive' | 'doors'>;
  readonly about: Pick<AboutSites, 'facts' | 'call' | 'notes'>;
  readonly alarms: Alarms;
  readonly simulated: boolean;
  readonly mostUnconfirmed: number;
  readonly clock: Clock;
  readonly log: Log;
  readonly reportFailure: (doing: string, error: unknown) => void;
};

/** The desks: who is there, who would hear a call, and what each is shown. */
export type DeskSide = {
  readonly hub: Hub;
  readonly coverage: { readonly look: () => void };
  readonly attendanceOf: AttendanceOf;
  /** From now on desks are told what changes of their sites, and a revoked desk is cut off and loses what it holds. */
  readonly followChanges: (revoke: Switchboard['revoke']) => void;
};

export function deskSide(parts: DeskSideParts): DeskSide {
  const { records, about, alarms, clock, log, reportFailure } = parts;
  const { directory } = records;
  const hub = makeHub({
    httpServer: parts.httpServer,
    allowedOrigins: parts.allowedOrigins,
    isOurHost: parts.isOurHost,
    originRefused: parts.originRefused,
    strangers: parts.strangers,
    findDesk: directory.deskByToken,
    findSite: directory.site,
    pastCalls: records.archive,
    alarms,
    siteFacts: about.facts,
    about: about.call,
    clock,
    epoch: randomUUID(),
    simulated: parts.simulated,
    mostUnconfirmed: parts.mostUnconfirmed,
    version,
    reportFailure,
    reportSlow: ({ desk, seat }) => log.warn({ desk, seat }, 'a seat did not read and was cut off'),
    coverageChanged: (site) => coverage.lookAt(site),
  });
  const coverage = watchCoverage({
    clock,
    alarms,
    sites: () => sitesWithHooks(directory),
    isCovered: (site) => hub.seats.coverage(site).desks.some(({ able }) => able),
  });

  const attendanceOf: AttendanceOf = (site) => {
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
  };

  function followChanges(revoke: Switchboard['revoke']): void {
    about.notes.onChange(hub.showNotes);
    directory.onChange((change) => {
      if (change.kind === 'desk-revoked' || change.kind === 'desk-moved') {
        hub.cutOff(change.desk);
        revoke(change.desk, change.kind === 'desk-moved' ? change.left : null);
      }
      coverage.look();
    });
    records.doors.onChange((site) => hub.showAnew(site));
  }

  return { hub, coverage, attendanceOf, followChanges };
}
