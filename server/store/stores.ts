/** Every store, over one database. Each is a port of its user; all their functions are asynchronous, and take and give plain data only. */
import type { EpochMs } from '../../protocol/call.ts';
import type { Result } from '../../protocol/result.ts';
import type { LinkStore } from '../butterflymx/accounts/linkStore.ts';
import type { AccountStore } from '../butterflymx/accounts/store.ts';
import type { IntegrationRows } from '../butterflymx/integrations/heldIntegrations.ts';
import type { Clock } from '../clock.ts';
import type { DirectoryStore } from '../desks/directory.ts';
import type { SiteSettingsStore } from '../desks/siteSettings.ts';
import type { AccessLogStore } from '../doors/accessLog.ts';
import type { Presses } from '../doors/opening/presses.ts';
import type { SiteDoorStore } from '../doors/siteDoors.ts';
import type { KeptChecks } from '../install/dailyCheck.ts';
import type { LeakedHooks } from '../intake/leakedHooks.ts';
import type { KnownCalls } from '../intake/list/listedSite.ts';
import type { PanelStore } from '../panels/panels.ts';
import type { PanelsSeen } from '../panels/seen.ts';
import type { Archive } from '../ring/archive.ts';
import type { Journal } from '../ring/journal.ts';
import { accessLog } from './accessLog.ts';
import { accounts } from './accounts.ts';
import { archive } from './archive.ts';
import { checks } from './checks.ts';
import type { Database } from './database.ts';
import { directory } from './directory.ts';
import { integrations } from './integrations.ts';
import { journal } from './journal.ts';
import { leakedHooks } from './leakedHook.ts';
import { links } from './links.ts';
import { panels } from './panels.ts';
import { panelsSeen } from './panelsSeen.ts';
import { presses } from './presses.ts';
import { siteDoors } from './siteDoors.ts';
import { siteSettings } from './siteSettings.ts';
import { vendorCalls } from './vendorCalls.ts';

export type Stores = {
  readonly journal: Journal;
  readonly archive: Archive;
  readonly presses: Presses;
  readonly accessLog: AccessLogStore;
  readonly accounts: AccountStore;
  readonly links: LinkStore;
  readonly directory: DirectoryStore;
  readonly settings: SiteSettingsStore;
  readonly integrations: IntegrationRows;
  readonly doors: SiteDoorStore;
  readonly panels: PanelStore;
  readonly panelsSeen: PanelsSeen;
  readonly checks: KeptChecks;
  readonly vendorCalls: KnownCalls;
  readonly leaked: LeakedHooks;
  readonly care: StoreCare;
};

/** What concerns the whole database. */
export type StoreCare = {
  /** A copy of one instant in a new file; a sentence when that cannot be done. */
  readonly backUp: (file: string) => Promise<Result<null, string>>;
  /** Reads every page; null when all is sound, else what is wrong. */
  readonly readThrough: () => Promise<string | null>;
  /** Deletes every call that came before. For demonstrations only. */
  readonly clearCalls: (before: EpochMs) => Promise<void>;
};

export type StoreParts = {
  readonly clock: Pick<Clock, 'moment' | 'boot'>;
  readonly care: StoreCare;
  /** A row cannot be read. It is left out. */
  readonly reportDamaged: (error: unknown) => void;
};

/** The clock is read before anything is waited for: whoever asks may be in another thread, whose time comes with the question. */
export function makeStores(database: Database, { clock, care, reportDamaged }: StoreParts): Stores {
  const doors = siteDoors(database);
  return {
    journal: journal(database, clock, reportDamaged),
    archive: archive(database, () => clock.moment().wall),
    presses: presses(database, clock),
    accessLog: accessLog(database, doors),
    accounts: accounts(database),
    links: links(database),
    directory: directory(database),
    settings: siteSettings(database),
    integrations: integrations(database),
    doors,
    panels: panels(database),
    panelsSeen: panelsSeen(database),
    checks: checks(database),
    vendorCalls: vendorCalls(database),
    leaked: leakedHooks(database),
    care,
  };
}
