import type { Moment } from '../clock.ts';
import type { Ring } from '../ring/state.ts';
import type { Seat } from './seats.ts';

/** How long the own door of a call that is over can still be opened, in milliseconds. */
const lateMs = 60_000;

/** The visitor may still stand at the door. A ring that went on as another one is not over. */
export const isJustOver = (ring: Ring, { wall }: Pick<Moment, 'wall'>): boolean =>
  ring.phase === 'ended' && ring.reason !== 'same-call' && wall >= ring.endedAt && wall < ring.endedAt + lateMs;

/** Whoever held the call; a call that nobody answered is anybody's. */
export const mayOpenLate = (ring: Ring, { desk }: Pick<Seat, 'desk'>): boolean =>
  ring.phase === 'ended' && (ring.by === null || ring.by.desk === desk);
