import type { SiteId } from '../../protocol/call.ts';
import { SiteSettings, type SiteSettingsChange } from '../../protocol/site.ts';

/** Where an operator's decisions for sites are kept. `save` is durable when it resolves. */
export type SiteSettingsStore = {
  readonly load: () => Promise<readonly { readonly site: SiteId; readonly settings: SiteSettings }[]>;
  readonly save: (site: SiteId, settings: SiteSettings) => Promise<void>;
};

export type AllSiteSettings = {
  /** A site of which nothing was decided has the defaults. */
  readonly of: (site: SiteId) => SiteSettings;
  readonly change: (site: SiteId, change: SiteSettingsChange) => Promise<SiteSettings>;
  readonly onChange: (listener: (site: SiteId) => void) => void;
};

/** Read from memory: a call waits for no disk to learn whether it rings. */
export async function makeSiteSettings(store: SiteSettingsStore): Promise<AllSiteSettings> {
  const known = new Map((await store.load()).map(({ site, settings }) => [site, settings]));
  const listeners: ((site: SiteId) => void)[] = [];
  const undecided = SiteSettings.parse({});
  const of = (site: SiteId) => known.get(site) ?? undecided;
  return {
    of,
    change: async (site, change) => {
      const settings = SiteSettings.parse({ ...of(site), ...told(change) });
      await store.save(site, settings);
      known.set(site, settings);
      for (const listener of listeners) listener(site);
      return settings;
    },
    onChange: (listener) => void listeners.push(listener),
  };
}

const told = (change: SiteSettingsChange) =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
