import { expect, test } from 'vitest';
import { DeskId, SeatId, SiteId } from '../../../protocol/call.ts';
import { makeSeats, type Seat } from '../../../server/desks/seats.ts';
import { manualClock } from '../../fakes/manualClock.ts';

const [harbor, mill] = [SiteId.parse('harbor-house'), SiteId.parse('mill-lane')];
const aSeat = (desk: string, seat: string, ...sites: SiteId[]): Seat => ({
  desk: DeskId.parse(desk),
  seat: SeatId.parse(seat),
  name: desk,
  sites,
  protocol: 2,
});
const able = { able: true, because: null };
const north = aSeat('north', 'seat-of-north-1', harbor, mill);
const twin = aSeat('north', 'seat-of-north-2', harbor, mill);
const south = aSeat('south', 'seat-of-south-1', mill);

test('a site knows its own desks, once each however many pages they have open', () => {
  const seats = makeSeats(manualClock());
  for (const seat of [north, twin, south]) seats.add(seat);
  seats.setAble(twin, able);
  expect(seats.desksOf(harbor)).toEqual(['north']);
  expect(seats.coverage(mill).desks).toEqual([
    { desk: 'north', name: 'north', able: true },
    { desk: 'south', name: 'south', able: false },
  ]);
  expect(seats.deafAt(mill)).toEqual([{ desk: 'south', because: 'not-started' }]);
  expect([seats.isOnline(north.desk), seats.isAble(south.desk), seats.count()]).toEqual([true, false, 3]);
});

test('a seat that goes is gone from each of its sites; a desk is there as long as one of its pages is', () => {
  const seats = makeSeats(manualClock());
  for (const seat of [north, twin]) seats.add(seat);
  seats.remove(north);
  expect([seats.desksOf(harbor), seats.seatsOf(north.desk).map(({ seat }) => seat)]).toEqual([['north'], [twin.seat]]);
  seats.remove(twin);
  expect([seats.desksOf(harbor), seats.desksOf(mill), seats.isOnline(north.desk)]).toEqual([[], [], false]);
});

test('a seat that comes again with other sites is of those alone', () => {
  const seats = makeSeats(manualClock());
  seats.add(north);
  seats.add({ ...north, sites: [mill] });
  expect([seats.desksOf(harbor), seats.desksOf(mill), seats.count()]).toEqual([[], ['north'], 1]);
});
