/** Which rings are drawn one by one: all that ButterflyMX confirmed and all that somebody holds, and of the others the newest of each webhook. */
import type { SiteId } from '../../protocol/call.ts';
import { type CallKey, keyOfCall } from '../ring/identity.ts';
import type { RingState } from '../ring/ports.ts';

/** Keeps the unconfirmed rings of every site in their order, and says which of them are drawn. */
export type Drawing = {
  /** Told every change of a ring. */
  readonly follow: (state: RingState) => void;
  /** True while the ring is one of more unconfirmed rings of its webhook than are drawn. */
  readonly isCrowded: (state: RingState) => boolean;
  /** The unconfirmed rings of a site that are drawn, and those that are not, newest first. */
  readonly of: (site: SiteId) => { readonly drawn: readonly RingState[]; readonly undrawn: readonly RingState[] };
};

/** `most`: how many unconfirmed rings of one site and webhook are drawn; 0: all. */
export function makeDrawing(most: number): Drawing {
  const crowds = new Map<string, Map<CallKey, RingState>>();
  const crowdOf = ({ site, ring }: RingState) => `${site} ${ring.call.hook}`;

  return {
    follow: (state) => {
      if (most === 0) return;
      const key = keyOfCall(state.site, state.call);
      const crowd = crowds.get(crowdOf(state)) ?? new Map<CallKey, RingState>();
      if (isUnconfirmed(state)) crowds.set(crowdOf(state), crowd.set(key, state));
      else if (crowd.delete(key) && crowd.size === 0) crowds.delete(crowdOf(state));
    },
    isCrowded: (state) => isUnconfirmed(state) && (crowds.get(crowdOf(state))?.size ?? 0) > most && most > 0,
    of: (site) => {
      const sorted = [...crowds]
        .filter(([name]) => name.startsWith(`${site} `))
        .map(([, crowd]) => choose([...crowd.values()], most));
      const newestFirst = (states: readonly RingState[]) =>
        states.toSorted((one, other) => other.ring.startedMono - one.ring.startedMono);
      return {
        drawn: newestFirst(sorted.flatMap(({ drawn }) => drawn)),
        undrawn: newestFirst(sorted.flatMap(({ undrawn }) => undrawn)),
      };
    },
  };
}

/** A webhook alone told of it, and nobody holds it. */
export const isUnconfirmed = ({ ring }: RingState): boolean =>
  ring.phase === 'ringing' && ring.confirmation !== 'confirmed';

/** A panel calls once at a time, so its newest call stands for it; then the newest of what is left. */
function choose(crowd: readonly RingState[], most: number) {
  const newest = crowd.toSorted((one, other) => other.ring.startedMono - one.ring.startedMono);
  if (newest.length <= most) return { drawn: newest, undrawn: [] };
  const panels = new Set<number | string>();
  const isFirstOfPanel = ({ ring: { call } }: RingState) => {
    const panel = call.panelId ?? call.panel;
    if (panel === null || panels.has(panel)) return panel === null;
    panels.add(panel);
    return true;
  };
  const firsts = new Set(newest.filter(isFirstOfPanel));
  const others = newest.filter((state) => !firsts.has(state));
  const drawn = new Set([...firsts, ...others].slice(0, most));
  return { drawn: [...drawn], undrawn: newest.filter((state) => !drawn.has(state)) };
}
