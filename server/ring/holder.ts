import type { Holder } from '../../protocol/ring.ts';
import type { Ring } from './state.ts';

/** A seat as the one who holds a ring. */
export const holderOf = ({ desk, seat, name }: Holder): Holder => ({ desk, seat, name });

/** Who holds a live call; null while nobody does. */
export const holderIn = (ring: Ring): Holder | null =>
  ring.phase === 'claimed' || ring.phase === 'talking' ? ring.by : null;
