import { afterEach, expect, test } from 'vitest';
import { DeskId, DoorId, PressId, SeatId } from '../../../protocol/call.ts';
import { sqlitePresses } from '../../../server/store/presses.ts';
import { groupCommit } from '../../../server/store/sqlite/groupCommit.ts';
import { openDatabase } from '../../../server/store/sqlite/openDatabase.ts';
import { site } from '../../builders/ring.ts';
import { manualClock } from '../../fakes/manualClock.ts';
import { aFolder } from '../aFolder.ts';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

const aPress = (press: string) => ({
  press: PressId.parse(press),
  site,
  call: null,
  door: DoorId.parse('access-point:33020'),
  desk: DeskId.parse('north'),
  seat: SeatId.parse('seat-north'),
  doorName: 'Parcel room',
  building: 'Harbor House',
  accessPoints: [33020],
  sameDoors: [],
});

/** One audit of doors as its relay sees it by a clock that may be set anew. */
function someDoors() {
  const { database, close } = openDatabase(aFolder());
  const start = manualClock();
  const commits = groupCommit(database, start);
  open.push(async () => {
    await commits.drained();
    close();
  });
  return {
    start: start.moment().wall,
    pressed: (press: string, wall: number) => sqlitePresses(database, manualClock(wall), commits).begin(aPress(press)),
  };
}

test('a door that was opened a moment ago cools down, for three seconds', async () => {
  const doors = someDoors();
  expect(await doors.pressed('press-0001', doors.start)).toEqual({ kind: 'new' });
  expect(await doors.pressed('press-0002', doors.start)).toEqual({ kind: 'cooling', retryAfterMs: 3_000 });
  expect(await doors.pressed('press-0003', doors.start + 1_000)).toEqual({ kind: 'cooling', retryAfterMs: 2_000 });
  expect(await doors.pressed('press-0004', doors.start + 3_000)).toEqual({ kind: 'new' });
});

test('a clock that is set back keeps no door shut', async () => {
  const doors = someDoors();
  await doors.pressed('press-0001', doors.start);
  const setBack = doors.start - 20 * 60_000;
  expect(await doors.pressed('press-0002', setBack)).toEqual({ kind: 'new' });
  expect(await doors.pressed('press-0003', setBack + 1_000)).toEqual({ kind: 'cooling', retryAfterMs: 2_000 });
});
