import type { SiteId } from '../../protocol/call.ts';
import type { MissedCalls } from '../../protocol/pastCall.ts';
import type { Clock } from '../clock.ts';

export type MissedParts = {
  readonly read: (site: SiteId) => Promise<MissedCalls>;
  readonly show: (missed: MissedCalls) => void;
  readonly clock: Clock;
};

/** Each site's missed calls, kept so that a picture waits for no read. */
export type Missed = {
  /** Of sites that were never read: none. */
  readonly of: (site: SiteId) => MissedCalls;
  readonly readNew: (sites: readonly SiteId[]) => Promise<void>;
  readonly readAllAgain: () => Promise<void>;
  /** Reads a site again and shows it. */
  readonly showSoon: (site: SiteId) => Promise<void>;
};

/** Calls that end together are one list. */
const togetherMs = 50;

export function makeMissed({ read, show, clock }: MissedParts): Missed {
  const known = new Map<SiteId, MissedCalls>();
  const soon = new Map<SiteId, Promise<void>>();

  async function load(site: SiteId): Promise<MissedCalls> {
    const loaded = await read(site);
    known.set(site, loaded);
    return loaded;
  }

  async function loadAll(sites: readonly SiteId[]): Promise<void> {
    await Promise.all(sites.map(load));
  }

  return {
    of: (site) => known.get(site) ?? { site, calls: [], count: 0 },
    readNew: (sites) => loadAll(sites.filter((site) => !known.has(site))),
    readAllAgain: () => loadAll([...known.keys()]),
    showSoon: (site) => {
      const already = soon.get(site);
      if (already !== undefined) return already;
      const shown = new Promise<void>((resolve) => void clock.after(togetherMs, resolve)).then(async () => {
        soon.delete(site);
        show(await load(site));
      });
      soon.set(site, shown);
      return shown;
    },
  };
}
