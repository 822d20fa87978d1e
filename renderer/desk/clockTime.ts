import type { EpochMs } from '../../protocol/call.ts';

/** An instant as staff read it, on this computer's clock: 14:03. */
export const clockTime = (at: EpochMs): string =>
  new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** The same with its seconds, for what has just happened: 14:03:21. */
export const clockTimeSeconds = (at: EpochMs): string =>
  new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

const dayMs = 86_400_000;

/** Since when, as a person would say it: 14:03 today, Tuesday within a week, 3 November before. */
export function sinceWhen(at: EpochMs, now = Date.now()): string {
  if (new Date(at).toDateString() === new Date(now).toDateString()) return clockTime(at);
  const isRecent = now - at < 6 * dayMs;
  return new Date(at).toLocaleDateString([], isRecent ? { weekday: 'long' } : { day: 'numeric', month: 'long' });
}
