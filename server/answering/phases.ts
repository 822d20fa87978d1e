import type { SiteId } from '../../protocol/call.ts';
import type { Log } from '../log.ts';
import type { RingState } from '../ring/ports.ts';
import type { Ring, RingCall } from '../ring/state.ts';

export type PhaseParts = {
  readonly log: Pick<Log, 'info'>;
  /** A seat talks with the visitor. */
  readonly talking: (site: SiteId, call: RingCall) => void;
  readonly ended: (site: SiteId, reason: string) => void;
};

/** Told every change of a ring: writes each new phase on the log, and tells when a talk begins and when the call is over. */
export const watchPhases =
  ({ log, talking, ended }: PhaseParts) =>
  ({ ring, site, call }: RingState, before: Ring | null): void => {
    if (before?.phase === ring.phase) return;
    if (ring.phase === 'talking') talking(site, ring.call);
    const reason = ring.phase === 'ended' ? ring.reason : undefined;
    log.info({ site, callId: call, from: before?.phase ?? null, to: ring.phase, reason }, 'ring');
    if (ring.phase === 'ended') ended(site, ring.reason);
  };
