import type { RingFact } from './events.ts';
import type { Attendance } from './ports.ts';
import { fact } from './rules/step.ts';
import type { Ring } from './state.ts';

/** Desks named one by one in a timeline; a site with more is told by their number. */
const mostNamed = 20;

/** Who rings now and who was left out and why, as the timeline tells it: all of the site that are connected, but those that cannot be heard. */
export function routed(ring: Ring, { present, leftOut }: Attendance): readonly RingFact[] {
  const ringing = ring.phase === 'ringing' ? present : [];
  const names = ringing.length === 0 || ringing.length > mostNamed ? '' : `: ${ringing.join(', ')}`;
  return [
    fact('routed', null, `${ringing.length} ${ringing.length === 1 ? 'desk' : 'desks'}${names}`),
    ...leftOut.slice(0, mostNamed).map(({ desk, why }) => fact('left-out', desk, why)),
  ];
}
