import type { CallId, SiteId } from '../../protocol/call.ts';
import type { PictureFailure } from '../../protocol/fact.ts';
import type { PictureOutcome, WantedPicture } from '../ring/ports.ts';
import type { Alarms } from './alarms.ts';

/** How a site's pictures fare since the relay started. `failed`: the newest call's came to nothing, and since how many calls. */
export type PictureHealth =
  | { readonly kind: 'none-asked' }
  | { readonly kind: 'come' }
  | {
      readonly kind: 'failed';
      readonly calls: number;
      readonly because: PictureFailure;
      readonly beside: string | null;
    };

export type PicturesWatch = {
  readonly told: (wanted: Pick<WantedPicture, 'site' | 'call'>, outcome: PictureOutcome) => void;
  readonly of: (site: SiteId) => PictureHealth;
};

/** So many calls one after another are an alarm; fewer, when the host of each is not allowed, for that mends itself never. */
export const enough = { failed: 5, hostRefused: 3 } as const;

type Failed = { readonly call: CallId; readonly because: PictureFailure; readonly beside: string | null };
type SiteRow = { readonly taken: CallId | null; readonly failed: readonly Failed[] };

/** Counts, per site, the calls whose picture came to nothing since the last that came; a call counts once, however many it names. */
export function watchPictures(alarms: Pick<Alarms, 'raise' | 'clear'>): PicturesWatch {
  const sites = new Map<SiteId, SiteRow>();
  const rowOf = (site: SiteId): SiteRow => sites.get(site) ?? { taken: null, failed: [] };

  function failed(site: SiteId, failure: Failed): void {
    const { taken, failed: before } = rowOf(site);
    if (taken === failure.call) return;
    const all = [...before.filter(({ call }) => call !== failure.call), failure].slice(-enough.failed);
    sites.set(site, { taken, failed: all });
    if (isAlarming(all)) alarms.raise({ kind: 'pictures-failing', site });
  }

  return {
    told: ({ site, call }, outcome) => {
      if (outcome.kind === 'none') {
        if (outcome.because !== 'not-asked') failed(site, { call, because: outcome.because, beside: outcome.beside });
        return;
      }
      sites.set(site, { taken: call, failed: [] });
      alarms.clear({ kind: 'pictures-failing', site });
    },
    of: (site) => {
      const { taken, failed: all } = rowOf(site);
      const newest = all.at(-1);
      if (newest === undefined) return { kind: taken === null ? 'none-asked' : 'come' };
      return { kind: 'failed', calls: all.length, because: newest.because, beside: newest.beside };
    },
  };
}

function isAlarming(failed: readonly Failed[]): boolean {
  const newest = failed.slice(-enough.hostRefused);
  return (
    failed.length >= enough.failed ||
    (newest.length >= enough.hostRefused && newest.every(({ because }) => because === 'host-refused'))
  );
}
