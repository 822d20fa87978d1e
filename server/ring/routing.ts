import type { DeskId } from '../../protocol/call.ts';
import type { Ring } from './state.ts';

/** Who rings now, of the desks that are connected: all of the site, but those that asked to be quiet for this call. */
export const desksToRing = (ring: Ring, present: readonly DeskId[]): readonly DeskId[] =>
  ring.phase === 'ringing' ? present.filter((desk) => !ring.silencedBy.includes(desk)) : [];
