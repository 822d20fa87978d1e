import { readFileSync } from 'node:fs';

/** How many files and sockets this process may have open, where the system does not tell. */
const assumed = 8_192;

/** The most connections that a relay takes however many it may: more desks than any building has. */
const plenty = 10_000;

/** Kept for what is no desk's or sender's: the journal, pictures, ButterflyMX. */
const mostReserve = 500;

/** How many files and sockets this process may have open, as Linux tells it (proc_pid_limits(5)); Node raises its soft limit at the start. */
export function descriptorLimit(read: () => string = () => readFileSync('/proc/self/limits', 'utf8')): number {
  try {
    const [, soft = ''] = /^Max open files\s+(\d+|unlimited)\s/m.exec(read()) ?? [];
    return soft === 'unlimited' ? plenty + mostReserve : Number.parseInt(soft, 10) || assumed;
  } catch {
    return assumed;
  }
}

/** How many connections may stand at once: below the limit by a reserve, so that a crowd never keeps the relay from its own files. */
export const mostConnections = (limit: number): number =>
  Math.max(16, Math.min(plenty, limit - Math.min(mostReserve, Math.ceil(limit / 3))));
