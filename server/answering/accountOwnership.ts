import type { SiteId } from '../../protocol/call.ts';
import type { AboutCall } from '../ring/abilities.ts';
import type { RingState } from '../ring/ports.ts';
import type { RingCall } from '../ring/state.ts';

/** Sees when a change of a site's accounts makes a live call ours to answer, or ours no more. */
export type WhoseCalls = {
  /** Told every change of a ring, and each ring that a start took up again. */
  readonly follow: (state: RingState) => void;
  readonly accountsChanged: (site: SiteId) => void;
};

export type WhoseCallsParts = {
  readonly about: AboutCall;
  /** Shows a site's desks what they can do now; called only when that is something else. */
  readonly showAnew: (site: SiteId) => void;
};

/** Accounts change by themselves too, with each renewal: only what a live ring's desks would see differently is shown. */
export function watchWhoseCalls({ about, showAnew }: WhoseCallsParts): WhoseCalls {
  const live = new Map<string, { readonly call: RingCall; readonly shown: string }>();
  const wordOf = (call: RingCall) => {
    const { isOurs, isSpeechless } = about(call);
    return `${isOurs} ${isSpeechless}`;
  };
  return {
    follow: ({ site, call: id, ring: { phase, call } }) => {
      if (phase === 'ended') live.delete(`${site} ${id}`);
      else live.set(`${site} ${id}`, { call, shown: wordOf(call) });
    },
    accountsChanged: (site) => {
      const changed = [...live].filter(([, { call, shown }]) => call.site === site && wordOf(call) !== shown);
      for (const [key, { call }] of changed) live.set(key, { call, shown: wordOf(call) });
      if (changed.length > 0) showAnew(site);
    },
  };
}
