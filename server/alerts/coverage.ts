import type { SiteId } from '../../protocol/call.ts';
import type { Cancel, Clock } from '../clock.ts';
import type { Alarms } from './alarms.ts';

export type CoverageParts = {
  readonly clock: Clock;
  readonly alarms: Pick<Alarms, 'raise' | 'clear'>;
  /** Sites that the vendor may deliver calls for. */
  readonly sites: () => readonly SiteId[];
  /** True when a desk there is connected and can be heard. */
  readonly isCovered: (site: SiteId) => boolean;
};

/** A page that reloads, or a relay that restarts, is given this long to come back. */
export const uncoveredForMs = 30_000;

/** Raises an alarm for each site where nobody could hear a call, before one comes. */
export type CoverageWatch = {
  /** After a change of hooks or of enrolled desks. */
  readonly look: () => void;
  /** After a change of the seats of one site: as many come at once as there are desks. */
  readonly lookAt: (site: SiteId) => void;
};

export function watchCoverage({ clock, alarms, sites, isCovered }: CoverageParts): CoverageWatch {
  const waiting = new Map<SiteId, Cancel>();

  function lookAt(site: SiteId): void {
    if (isCovered(site)) {
      waiting.get(site)?.();
      waiting.delete(site);
      alarms.clear({ kind: 'no-desk-able', site });
    } else if (!waiting.has(site)) {
      waiting.set(
        site,
        clock.after(uncoveredForMs, () => alarms.raise({ kind: 'no-desk-able', site })),
      );
    }
  }
  return {
    lookAt: (site) => {
      if (sites().includes(site)) lookAt(site);
    },
    look: () => {
      const wanted = sites();
      for (const site of wanted) lookAt(site);
      for (const [site, cancel] of waiting) {
        if (wanted.includes(site)) continue;
        cancel();
        waiting.delete(site);
        alarms.clear({ kind: 'no-desk-able', site });
      }
    },
  };
}
