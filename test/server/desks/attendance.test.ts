import { expect, test } from 'vitest';
import { DeskId, SeatId, SiteId } from '../../../protocol/call.ts';
import { attendance } from '../../../server/desks/attendance.ts';
import type { DeskRow } from '../../../server/desks/directory.ts';
import { makeSeats } from '../../../server/desks/seats.ts';
import { manualClock } from '../../fakes/manualClock.ts';

const harbor = SiteId.parse('harbor-house');
const [here, away, gone, elsewhere] = ['here', 'away', 'gone', 'elsewhere'].map((id) => DeskId.parse(id));

test('a call finds the desks that are there, and who of the others will not ring, with why', () => {
  const clock = manualClock();
  const { wall } = clock.moment();
  const seats = makeSeats(clock);
  const row = (id: DeskId = DeskId.parse('-'), changes: Partial<DeskRow> = {}): DeskRow => ({
    id,
    name: id,
    sites: [harbor],
    tokenHash: '',
    createdAt: wall,
    revokedAt: null,
    ...changes,
  });
  const rows = [row(here), row(away), row(gone, { revokedAt: wall }), row(elsewhere, { sites: [] })];
  seats.add({ desk: row(here).id, seat: SeatId.parse('seat-one'), name: 'Here', sites: [harbor], protocol: 2 });
  expect(attendance({ directory: { desks: () => rows }, seats })(harbor)).toEqual({
    present: [here],
    leftOut: [
      { desk: away, because: 'not-connected' },
      { desk: here, because: 'not-started' },
    ],
  });
});
