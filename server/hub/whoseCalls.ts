import type { SiteId } from '../../protocol/call.ts';
import type { RingState } from '../ring/ports.ts';
import type { RingCall } from '../ring/state.ts';

/** Sees when a change of a site's accounts makes a live call ours to answer, or another's. */
export type WhoseCalls = {
  /** Told every change of a ring, and each ring that a start took up again. */
  readonly follow: (state: RingState) => void;
  readonly accountsChanged: (site: SiteId) => void;
};

export type WhoseCallsParts = {
  readonly isOurs: (call: RingCall) => boolean;
  /** Shows a site's desks what they can do now; called only when that is something else. */
  readonly showAnew: (site: SiteId) => void;
};

/** Accounts change by themselves too, with each renewal: only what a live ring's desks would see differently is shown. */
export function watchWhoseCalls({ isOurs, showAnew }: WhoseCallsParts): WhoseCalls {
  const live = new Map<string, { readonly call: RingCall; readonly wasOurs: boolean }>();
  const note = (key: string, call: RingCall) => live.set(key, { call, wasOurs: isOurs(call) });
  return {
    follow: ({ site, call, ring }) => {
      if (ring.phase === 'ended') live.delete(`${site} ${call}`);
      else note(`${site} ${call}`, ring.call);
    },
    accountsChanged: (site) => {
      const changed = [...live].filter(([, { call, wasOurs }]) => call.site === site && isOurs(call) !== wasOurs);
      for (const [key, { call }] of changed) note(key, call);
      if (changed.length > 0) showAnew(site);
    },
  };
}
