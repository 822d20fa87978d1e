import { describe, expect, test } from 'vitest';
import { DeskId, DoorId, PressId, SeatId } from '../../../protocol/call.ts';
import { presses } from '../../../server/store/presses.ts';
import { site } from '../../builders/ring.ts';
import { manualClock } from '../../fakes/manualClock.ts';
import { type Engine, engines, someStores } from '../../harness/stores.ts';

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
async function someDoors(engine: Engine) {
  const start = manualClock();
  const { stores, database } = await someStores(engine, start);
  return {
    stores,
    database,
    start: start.moment().wall,
    pressed: (press: string, wall: number) => presses(database, manualClock(wall)).begin(aPress(press)),
  };
}

describe.each(engines)('on %s', (engine) => {
  test('a door that was opened a moment ago cools down, for three seconds', async () => {
    const doors = await someDoors(engine);
    expect(await doors.pressed('press-0001', doors.start)).toEqual({ kind: 'new' });
    expect(await doors.pressed('press-0002', doors.start)).toEqual({ kind: 'cooling', retryAfterMs: 3_000 });
    expect(await doors.pressed('press-0003', doors.start + 1_000)).toEqual({ kind: 'cooling', retryAfterMs: 2_000 });
    expect(await doors.pressed('press-0004', doors.start + 3_000)).toEqual({ kind: 'new' });
  });

  test('a clock that is set back keeps no door shut', async () => {
    const doors = await someDoors(engine);
    await doors.pressed('press-0001', doors.start);
    const setBack = doors.start - 20 * 60_000;
    expect(await doors.pressed('press-0002', setBack)).toEqual({ kind: 'new' });
    expect(await doors.pressed('press-0003', setBack + 1_000)).toEqual({ kind: 'cooling', retryAfterMs: 2_000 });
  });

  test('of two presses of one door at a time one is new, and the other cools down', async () => {
    const doors = await someDoors(engine);
    const begun = await Promise.all(
      ['press-0001', 'press-0002', 'press-0003', 'press-0004'].map((press) => doors.pressed(press, doors.start)),
    );
    expect(begun.map(({ kind }) => kind).sort()).toEqual(['cooling', 'cooling', 'cooling', 'new']);
  });

  test('one press that is told twice at a time begins once, and no other desk may ask what came of it', async () => {
    const doors = await someDoors(engine);
    const begun = await Promise.all([1, 2].map(() => doors.pressed('press-0001', doors.start)));
    expect(begun.map(({ kind }) => kind).sort()).toEqual(['known', 'new']);
    const { press, desk } = aPress('press-0001');
    const accepted = { outcome: 'accepted', pressId: press } as const;
    await doors.stores.presses.reply(press, accepted);
    expect([
      await doors.stores.presses.find(press, desk),
      await doors.stores.presses.find(press, DeskId.parse('south')),
      await doors.stores.presses.find(PressId.parse('press-0009'), desk),
    ]).toEqual([{ kind: 'known', reply: accepted }, { kind: 'known', reply: null }, null]);
  });

  test('a press that was refused keeps no door shut, and a confirmed one is taken back by no later answer', async () => {
    const doors = await someDoors(engine);
    const { press } = aPress('press-0001');
    await doors.pressed(press, doors.start);
    await doors.stores.presses.reply(press, { outcome: 'refused', because: 'vendor-refused' });
    expect(await doors.pressed('press-0002', doors.start)).toEqual({ kind: 'new' });
    const confirmed = { outcome: 'confirmed', pressId: press } as const;
    await doors.stores.presses.reply(press, confirmed);
    expect(await doors.stores.presses.reply(press, { outcome: 'accepted', pressId: press })).toEqual(confirmed);
  });

  test('presses of a time are told in their order, but for one that cannot be read', async () => {
    const doors = await someDoors(engine);
    for (const [place, press] of ['press-0001', 'press-0002', 'press-0003'].entries())
      await doors.pressed(press, doors.start + place * 10_000);
    await doors.database.run(`update presses set access_points = '[' where press = 'press-0002'`);
    const told = await doors.stores.presses.between(site, doors.start, doors.start + 20_000);
    expect(told.map(({ press, doorName, accessPoints }) => [press, doorName, accessPoints])).toEqual([
      ['press-0001', 'Parcel room', [33020]],
      ['press-0003', 'Parcel room', [33020]],
    ]);
  });
});
