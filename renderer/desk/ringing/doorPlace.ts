import type { RingView } from '../../../protocol/ring.ts';

/** What stands where a call's own door has its place. `checking`: a press asks ButterflyMX first. `waiting`: which door it is, or how to open it, is not told yet. */
export type DoorPlace =
  | { readonly kind: 'doors'; readonly isChecking: boolean }
  | { readonly kind: 'waiting'; readonly says: 'ring.doorChecking' | null }
  | {
      readonly kind: 'shut';
      readonly says: 'ring.notKnown' | 'ring.cannotBeChecked' | `cannot.${'not-confirmed' | 'door-not-proven'}`;
    }
  | { readonly kind: 'none' };

/** Pure. A call that ButterflyMX does not know says so here, whatever else is with its door. */
export function doorPlace({ call: { confirmation }, can, doors }: Pick<RingView, 'call' | 'can' | 'doors'>): DoorPlace {
  const isChecking = confirmation === 'checking';
  if (can.door === true) return { kind: 'doors', isChecking: false };
  if (confirmation === 'not-known') return { kind: 'shut', says: 'ring.notKnown' };
  switch (can.door) {
    case 'not-confirmed':
      if (isChecking && doors.length > 0) return { kind: 'doors', isChecking };
      if (isChecking) return { kind: 'waiting', says: 'ring.doorChecking' };
      if (confirmation === 'cannot-be-checked') return { kind: 'shut', says: 'ring.cannotBeChecked' };
      return { kind: 'shut', says: 'cannot.not-confirmed' };
    case 'door-not-proven':
      if (isChecking) return { kind: 'waiting', says: 'ring.doorChecking' };
      return { kind: 'shut', says: 'cannot.door-not-proven' };
    case 'no-media-yet':
      return { kind: 'waiting', says: null };
    case 'already-claimed':
    case 'claimed-by-same-desk':
    case 'ended':
    case 'no-door':
    case 'not-recorded':
    case 'not-our-account':
    case 'account-refused':
    case 'unknown':
      return { kind: 'none' };
  }
}
