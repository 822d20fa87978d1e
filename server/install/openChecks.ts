import type { SiteId } from '../../protocol/call.ts';
import type { Config } from '../config.ts';
import type { Directory } from '../desks/directory.ts';
import type { Seats } from '../desks/seats.ts';
import type { Archive } from '../ring/archive.ts';
import { readCertificate } from './certificate.ts';
import type { CheckFacts } from './checkList.ts';
import { type CheckParts, makeChecks } from './checks.ts';
import { readDeskPage } from './deskPage.ts';
import { readHealth } from './health.ts';

export type OpenChecks = Pick<
  CheckParts,
  'clock' | 'accounts' | 'called' | 'residentsRing' | 'registration' | 'unreadLists' | 'pictures'
> & {
  readonly config: Pick<Config, 'publicUrl' | 'butterflymx'>;
  readonly simulated: boolean;
  readonly directory: Pick<Directory, 'desks'>;
  readonly seats: Pick<Seats, 'coverage'>;
  readonly archive: Pick<Archive, 'calls' | 'timeline'>;
  /** Panels that called, and whether the door of each was proven. */
  readonly panels: (site: SiteId) => Promise<CheckFacts['panels']>;
};

/** The check of a relay: who can be heard, who called, what was proven. */
export function openChecks(around: OpenChecks) {
  const { config, directory, seats } = around;

  function desks(site: SiteId): CheckFacts['desks'] {
    const connected = seats.coverage(site).desks;
    const enrolled = directory.desks().filter(({ revokedAt, sites }) => revokedAt === null && sites.includes(site));
    return {
      connected: connected.length,
      able: connected.filter(({ able }) => able).length,
      enrolled: enrolled.length,
    };
  }

  return makeChecks({
    ...around,
    publicUrl: config.publicUrl,
    hasEnvironmentToken: config.butterflymx.token !== null,
    readCertificate,
    readHealth,
    readDeskPage,
    desks,
  });
}
