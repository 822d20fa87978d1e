import type { AttendanceOf } from '../ring/ports.ts';
import type { Directory } from './directory.ts';
import type { Seats } from './seats.ts';

export type AttendanceParts = {
  readonly directory: Pick<Directory, 'desks'>;
  readonly seats: Pick<Seats, 'desksOf' | 'deafAt'>;
};

/** The desks of a site as a call finds them: who is there, and who will not ring, with why. */
export const attendance =
  ({ directory, seats }: AttendanceParts): AttendanceOf =>
  (site) => {
    const present = seats.desksOf(site);
    const isPresent = new Set(present);
    const absent = directory
      .desks()
      .filter(({ id, sites, revokedAt }) => revokedAt === null && sites.includes(site) && !isPresent.has(id));
    return {
      present,
      leftOut: [...absent.map(({ id }) => ({ desk: id, because: 'not-connected' as const })), ...seats.deafAt(site)],
    };
  };
