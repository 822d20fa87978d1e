import type { Alarms } from '../alerts/alarms.ts';
import type { PicturesWatch } from '../alerts/failingPictures.ts';
import type { Integrations } from '../butterflymx/integrations/integrations.ts';
import type { UnreadRows } from '../butterflymx/unreadRows.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Seats } from '../desks/seats.ts';
import { ownDoorOf } from '../doors/siteDoors.ts';
import type { CheckQuestions } from '../install/checkQuestions.ts';
import { checkDaily } from '../install/dailyCheck.ts';
import { openChecks } from '../install/openChecks.ts';
import { registrationOf } from '../install/registration.ts';
import { isForgotten } from '../panels/forgotten.ts';
import type { Panels } from '../panels/panels.ts';
import type { LinkedAccounts } from '../ring/linked.ts';
import type { Switchboard } from '../ring/switchboard.ts';
import type { AboutSites } from './aboutSites.ts';
import type { Records } from './records.ts';

export type SiteChecksParts = {
  readonly config: Pick<Config, 'publicUrl' | 'butterflymx'>;
  readonly records: Pick<Records, 'stores' | 'directory' | 'archive' | 'doors'>;
  readonly simulated: boolean;
  readonly linked: LinkedAccounts;
  readonly unreadRows: UnreadRows;
  readonly integrations: Pick<Integrations, 'list'>;
  readonly about: Pick<AboutSites, 'notes'>;
  readonly panels: Pick<Panels, 'lines' | 'nameOf'>;
  readonly pictures: Pick<PicturesWatch, 'of'>;
  readonly seats: Seats;
  readonly board: Pick<Switchboard, 'find'>;
  readonly alarms: Pick<Alarms, 'raise' | 'clear'>;
  readonly clock: Clock;
  readonly reportFailure: (doing: string, error: unknown) => void;
};

/** Whether a visitor's press would be heard: when somebody asks, after each start, and once a day by itself. */
export type SiteChecks = { readonly questions: CheckQuestions; readonly beginDaily: () => void };

export function siteChecks(parts: SiteChecksParts): SiteChecks {
  const { config, records, integrations, about, panels, board, alarms, clock, reportFailure } = parts;
  const { stores, directory, archive, doors } = records;
  const questions = openChecks({
    clock,
    config,
    simulated: parts.simulated,
    accounts: parts.linked,
    directory,
    seats: parts.seats,
    archive,
    unreadLists: parts.unreadRows.of,
    residentsRing: (site) => about.notes.of(site).residentsRing,
    pictures: parts.pictures.of,
    registration: (site) => registrationOf(site, integrations, directory.hooks()),
    panels: async (site) =>
      (await stores.panelsSeen.of(site))
        .filter((seen) => !isForgotten(panels.lines(site), seen))
        .map(({ name, number }) => ({
          name: panels.nameOf(site, { panelId: number, panel: name }) ?? name,
          doorProven: ownDoorOf(doors.ofPanel(site, number)).ownDoor !== null,
        })),
    called: async (site, call) => (await board.find([site], call))?.ring.call ?? null,
  });
  const daily = checkDaily({
    clock,
    alarms,
    sites: () => [...new Set(directory.hooks().map(({ site }) => site))],
    check: questions.check,
    ...stores.checks,
    reportFailure,
  });
  return { questions: { ...questions, check: daily.asked }, beginDaily: daily.begin };
}
