import type { Clock } from '../clock.ts';

/** How many bytes of one webhook's deliveries are kept a day, counted from this start: beyond them only what names the call. */
export const mostBytesADay = 16_000_000;
const dayMs = 86_400_000;

/** False when the day's bytes of this webhook are used up. */
export type MayKeep = (hook: string, bytes: number) => boolean;

export function keptBytes(clock: Pick<Clock, 'moment'>, most = mostBytesADay): MayKeep {
  const kept = new Map<string, { readonly day: number; readonly bytes: number }>();
  return (hook, bytes) => {
    const day = Math.floor(clock.moment().wall / dayMs);
    const before = kept.get(hook);
    const sum = (before?.day === day ? before.bytes : 0) + bytes;
    kept.set(hook, { day, bytes: sum });
    return sum <= most;
  };
}
