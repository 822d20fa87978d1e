import type { RingFact } from '../../protocol/fact.ts';
import type { Attendance } from './ports.ts';
import type { Ring } from './state.ts';

/** Desks named one by one in a timeline; a site with more is told by their number. */
const mostNamed = 20;

/** Who rings now and who was left out and why, as the timeline tells it: all of the site that are connected, but those that cannot be heard. */
export function routed(ring: Ring, { present, leftOut }: Attendance): readonly RingFact[] {
  const ringing = ring.phase === 'ringing' ? present : [];
  return [
    { what: 'routed', count: ringing.length, desks: ringing.length > mostNamed ? [] : ringing },
    ...leftOut.slice(0, mostNamed).map((left) => ({ what: 'left-out', ...left }) as const),
  ];
}
