import type { SiteId } from '../../protocol/call.ts';
import type { MissedCalls } from '../../protocol/pastCall.ts';
import type { Clock } from '../clock.ts';
import { within } from '../within.ts';

export type MissedParts = {
  readonly read: (site: SiteId) => Promise<MissedCalls>;
  readonly show: (missed: MissedCalls) => void;
  readonly clock: Clock;
};

/** Each site's missed calls, kept so that a picture waits for no read. */
export type Missed = {
  /** Of sites that were never read: none. */
  readonly of: (site: SiteId) => MissedCalls;
  /** Before a seat is let in. A read that takes its time keeps nobody out: what it brings is shown later. */
  readonly readNew: (sites: readonly SiteId[]) => Promise<void>;
  readonly readAllAgain: () => Promise<void>;
  /** Reads a site again and shows it. */
  readonly showSoon: (site: SiteId) => Promise<void>;
};

/** Calls that end together are one list. */
const togetherMs = 50;

/** A desk that comes back rings at once; its missed calls may come after, in milliseconds. */
const mostWaitMs = 100;

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
    readNew: async (sites) => {
      const unread = sites.filter((site) => !known.has(site));
      const reading = Promise.all(unread.map(load));
      if ((await within(clock, mostWaitMs, reading)) === 'late')
        void reading.then(
          (lists) => lists.forEach(show),
          () => {},
        );
    },
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
