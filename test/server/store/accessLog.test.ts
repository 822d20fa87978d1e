import { beforeEach, describe, expect, test } from 'vitest';
import { CallId, DeskId, DoorId, EpochMs, PressId, SeatId } from '../../../protocol/call.ts';
import type { DoorEntry } from '../../../server/doors/entries.ts';
import { accessPointDoorId } from '../../../server/doors/siteDoors.ts';
import { aRingingRing, site } from '../../builders/ring.ts';
import { manualClock } from '../../fakes/manualClock.ts';
import { engines, type SomeStores, someStores } from '../../harness/stores.ts';

const clock = manualClock();
const now = clock.moment().wall;
const anEntry = (entry: number, changes: Partial<DoorEntry> = {}): DoorEntry => ({
  entry,
  loggedAt: EpochMs.parse(now + entry),
  accessPoint: 33_020,
  entryMethod: 'API',
  releaseStatus: null,
  tenant: null,
  ...changes,
});
const press = PressId.parse('press-0001');

describe.each(engines)('on %s', (engine) => {
  let opened: SomeStores;
  beforeEach(async () => {
    opened = await someStores(engine, clock);
  });
  const lines = (limit = 10) => opened.stores.accessLog.lines(site, 0, limit);

  test('an entry that comes twice is one line, and knows all that either told', async () => {
    const { accessLog } = opened.stores;
    await accessLog.put(site, [anEntry(1, { entryMethod: null, tenant: 7 })], 'webhook', now);
    expect([await accessLog.hasAny(site), await accessLog.newestListed(site)]).toEqual([false, null]);
    await accessLog.put(site, [anEntry(1, { releaseStatus: 'Unlocked' }), anEntry(2)], 'list', now);
    expect([await accessLog.hasAny(site), await accessLog.newestListed(site)]).toEqual([true, now + 2]);
    expect((await lines()).map(({ entry, byWebhook, byList }) => [entry, byWebhook, byList])).toEqual([
      [2, false, true],
      [1, true, true],
    ]);
    expect((await lines())[1]).toMatchObject({ entryMethod: 'API', releaseStatus: 'Unlocked' });
    expect(await lines(1)).toHaveLength(1);
  });

  test('an entry is tied to one press, and is told with that press’s desk and door', async () => {
    const { accessLog, presses } = opened.stores;
    const [desk, seat, door] = [DeskId.parse('north'), SeatId.parse('seat-north'), DoorId.parse('access-point:33020')];
    const names = { doorName: 'Parcel room', building: 'Harbor House', accessPoints: [33_020], sameDoors: [] };
    await presses.begin({ press, site, call: null, door, desk, seat, ...names });
    await accessLog.put(site, [anEntry(1)], 'list', now);
    expect(await accessLog.isSettled(press)).toBe(false);
    await accessLog.tie(site, 1, { press, call: null });
    await accessLog.tie(site, 1, { press: PressId.parse('press-0002'), call: null });
    expect(await accessLog.put(site, [anEntry(1), anEntry(2)], 'list', now)).toEqual([anEntry(2)]);
    expect(await accessLog.isSettled(press)).toBe(true);
    expect(await lines()).toMatchObject([
      { entry: 2, press: null, door: null, building: site },
      { entry: 1, press, desk, door: 'Parcel room', building: 'Harbor House' },
    ]);
  });

  test('an entry without a press has its site’s name and the door that is mapped now', async () => {
    const { accessLog, directory, doors } = opened.stores;
    await directory.saveSite({ id: site, name: 'Mill Lane' });
    const door = accessPointDoorId(33_020);
    const mapped = { accessPoint: 33_020, device: null, panel: null, opensAll: null, provenAt: null } as const;
    await doors.save({ site, door, name: 'Garage', ...mapped, afterOpening: 'stay', favourite: false });
    await accessLog.put(site, [anEntry(1)], 'list', now);
    expect(await lines()).toMatchObject([{ door: 'Garage', building: 'Mill Lane' }]);
  });

  test('a line that cannot be read is left out', async () => {
    await opened.stores.accessLog.put(site, [anEntry(1), anEntry(2)], 'list', now);
    await opened.database.run('update access_log set access_point = -5 where entry = 1');
    expect((await lines()).map(({ entry }) => entry)).toEqual([2]);
  });

  test('the call of an entry is the latest at one of its panels in that time', async () => {
    const { accessLog, journal } = opened.stores;
    for (const [id, panelId, ms] of [
      ['early', 40_218, 0],
      ['late', 40_219, 5_000],
      ['elsewhere', 40_220, 6_000],
    ] as const) {
      const call = CallId.parse(id);
      const ring = aRingingRing({ id: call, guid: id, panelId, receivedAt: EpochMs.parse(now + ms) });
      await journal.step({ site, call, fromRevision: 0, revision: 1, ring, facts: [], at: now });
    }
    const at = (panels: readonly number[], until: number) => accessLog.callAt(site, panels, now, now + until);
    expect([
      await at([40_218, 40_219], 9_000),
      await at([40_218, 40_219], 4_000),
      await at([40_221], 9_000),
      await at([], 9_000),
    ]).toEqual(['late', 'early', null, null]);
  });
});
