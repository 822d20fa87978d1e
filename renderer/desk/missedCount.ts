import type { MissedCalls } from '../../protocol/pastCall.ts';

/** How many calls were missed and are open: of many, the relay lists only the first. */
export const missedCount = (missed: readonly Pick<MissedCalls, 'calls' | 'count'>[]): number =>
  missed.reduce((sum, { calls, count }) => sum + Math.max(count, calls.length), 0);
