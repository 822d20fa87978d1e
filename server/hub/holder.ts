import type { Holder } from '../../protocol/ring.ts';
import type { Seat } from './seats.ts';

/** A seat as the one who holds a ring. */
export const holderOf = ({ desk, seat, name }: Seat): Holder => ({ desk, seat, name });
