import type { EpochMs } from '../../protocol/call.ts';

/** An instant as staff read it, on this computer's clock: 14:03. */
export const clockTime = (at: EpochMs): string =>
  new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** The same with its seconds, for what has just happened: 14:03:21. */
export const clockTimeSeconds = (at: EpochMs): string =>
  new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
