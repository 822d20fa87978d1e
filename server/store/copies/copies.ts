import type { AccountStore } from '../../butterflymx/accounts/store.ts';
import type { Clock } from '../../clock.ts';
import type { SiteSettingsStore } from '../../desks/siteSettings.ts';
import type { OpenedStores } from '../opened.ts';
import { copiedAccounts } from './accountsCopy.ts';
import { type CopiedDirectory, copiedDirectory, mendDirectory, restoreDirectory } from './directoryCopy.ts';
import { copiedSiteSettings } from './siteSettingsCopy.ts';

export type CopyParts = {
  readonly dataDir: string;
  /** Null: every change is copied at once. */
  readonly clock: Pick<Clock, 'after' | 'moment'> | null;
  readonly reportCopy: (of: string) => (error: unknown) => void;
};

/** What must outlive a damaged file, copied beside it. A PostgreSQL database has backups of its own, and may have several relays: it has no copies. */
export type Copies = {
  readonly directory: CopiedDirectory;
  /** Puts back hooks and desks that were damaged; gives how many. */
  readonly mend: () => Promise<number>;
  readonly settings: () => Promise<SiteSettingsStore>;
  readonly accounts: () => Promise<AccountStore>;
};

/** A journal that was begun anew is filled from the directory's copy first. */
export async function openCopies(
  { stores, engine, asideName }: Pick<OpenedStores, 'stores' | 'engine' | 'asideName'>,
  { dataDir, clock, reportCopy }: CopyParts,
): Promise<Copies> {
  if (engine === 'postgres')
    return {
      directory: { ...stores.directory, flush: async () => {} },
      mend: async () => 0,
      settings: async () => stores.settings,
      accounts: async () => stores.accounts,
    };
  const directory = copiedDirectory(stores.directory, dataDir, reportCopy('the directory'), clock);
  if (asideName !== null) await restoreDirectory(directory, dataDir);
  return {
    directory,
    mend: () => mendDirectory(directory, dataDir),
    settings: () => copiedSiteSettings(stores.settings, dataDir, reportCopy('site settings')),
    accounts: () => copiedAccounts(stores.accounts, dataDir, reportCopy('accounts')),
  };
}
