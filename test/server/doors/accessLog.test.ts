import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { CallId, DeskId, DoorId, EpochMs, PressId, SeatId, SiteId } from '../../../protocol/call.ts';
import { makeAccessLog } from '../../../server/doors/accessLog.ts';
import { entryOf } from '../../../server/doors/doorLog.ts';
import { type DoorEntry, tieOf } from '../../../server/doors/entries.ts';
import type { Press } from '../../../server/doors/opening/presses.ts';
import { mappedDoors, remapped } from '../../../server/doors/siteDoors.ts';
import { parse } from '../../../server/intake/parse.ts';
import { accessLog } from '../../../server/store/accessLog.ts';
import { presses as pressesIn } from '../../../server/store/presses.ts';
import { manualClock } from '../../fakes/manualClock.ts';
import { type Engine, engines, someStores } from '../../harness/stores.ts';
import { watchedDatabase } from '../../harness/watchedDatabase.ts';

const site = SiteId.parse('demo');
const press: Press = {
  press: PressId.parse('press-0001'),
  site,
  call: null,
  door: DoorId.parse('access-point:33020'),
  desk: DeskId.parse('north'),
  seat: SeatId.parse('seat-north'),
  doorName: 'Parcel room',
  building: 'Harbor House',
  accessPoints: [33020],
  sameDoors: [],
};
const accepted = { outcome: 'accepted', pressId: press.press } as const;

async function aSite(engine: Engine, before: readonly DoorEntry[] = []) {
  const listed = [...before];
  const clock = manualClock();
  const { stores, ...opened } = await someStores(engine, clock);
  const { database, quiet } = watchedDatabase(opened.database);
  const { journal } = stores;
  const doors = await mappedDoors(stores.doors);
  await doors.put(remapped({ site, name: 'Garage', accessPoint: 33019, afterOpening: 'stay' }, 40218, null));
  const presses = pressesIn(database, clock);
  const news: string[] = [];
  const looks: number[] = [];
  const log = makeAccessLog({
    store: accessLog(database, stores.doors),
    presses,
    doors,
    list: async () => {
      looks.push(clock.moment().mono);
      return listed;
    },
    sites: () => [site],
    clock,
    tied: () => {},
    confirmed: (_site, tie) => news.push(`confirmed ${tie.press}`),
    notConfirmed: ({ press: silent }) => news.push(`not confirmed ${silent}`),
    reportFailure: (_doing, error) => {
      throw error;
    },
  });
  onTestFinished(async () => {
    log.stop();
    await quiet();
  });
  const pass = async (ms: number) => {
    clock.pass(ms);
    await quiet();
  };
  const entry = (changes: Partial<DoorEntry> = {}): DoorEntry => ({
    entry: 1,
    loggedAt: clock.moment().wall,
    accessPoint: 33020,
    entryMethod: 'API',
    releaseStatus: 'Unlocked',
    tenant: null,
    ...changes,
  });
  const pressed = async (changes: Partial<Press> = {}) => {
    await presses.begin({ ...press, ...changes });
    await presses.reply(changes.press ?? press.press, { ...accepted, pressId: changes.press ?? press.press });
  };
  /** A webhook tells of an entry, and a moment later the vendor's own list has it. */
  const told = async (one: DoorEntry) => {
    log.heard(site, one);
    listed.push(one);
    await quiet();
    await pass(600);
    const lines = await log.lines(site, 0, 10);
    expect(lines.some(({ entry: id, byList }) => id === one.entry && byList)).toBe(true);
  };
  return { clock, pass, quiet, log, presses, news, looks, journal, entry, pressed, told };
}

describe.each(engines)('on %s', (engine) => {
  test('an entry confirms the press of its door, once, though it comes by webhook and by list', async () => {
    const { pass, log, presses, news, entry, pressed, told } = await aSite(engine);
    await pressed();
    await pass(2_000);
    log.heard(site, entry());
    await told(entry());
    await expect.poll(() => news).toEqual([`confirmed ${press.press}`]);
    expect(await presses.find(press.press, press.desk)).toMatchObject({ reply: { outcome: 'confirmed' } });
    expect(await log.lines(site, 0, 10)).toMatchObject([
      { press: press.press, desk: 'north', door: 'Parcel room', byList: true },
    ]);
  });

  test('a webhook alone confirms no press: whoever has its key could say so', async () => {
    const { pass, log, news, entry, pressed } = await aSite(engine);
    await pressed();
    log.heard(site, entry());
    await expect.poll(async () => log.lines(site, 0, 10)).toHaveLength(1);
    await pass(3_000);
    await expect.poll(async () => log.lines(site, 0, 10)).toMatchObject([{ press: null, byList: false }]);
    expect(news).toEqual([]);
  });

  test('an answer that comes after its entry does not take the confirmation back', async () => {
    const { presses, news, entry, told } = await aSite(engine);
    await presses.begin(press);
    await told(entry());
    await expect.poll(() => news).toHaveLength(1);
    expect(await presses.reply(press.press, accepted)).toMatchObject({ outcome: 'confirmed' });
  });

  test('where no log ever came its absence is not told', async () => {
    const { pass, log, news, pressed } = await aSite(engine);
    await pressed();
    log.await(press);
    await pass(20_000);
    expect(news).toEqual([]);
  });

  test('where logs come, a press without one is told after 15 s', async () => {
    const { pass, log, news, entry, pressed, told } = await aSite(engine);
    await told(entry({ entryMethod: 'Swipe to open' }));
    await pressed();
    log.await(press);
    await pass(14_000);
    expect(news).toEqual([]);
    await pass(2_000);
    expect(news).toEqual([`not confirmed ${press.press}`]);
  });

  describe('a press that was made before a start', () => {
    /** Presses, and starts again after `downMs`; door logs have come before. */
    async function aRestart(downMs: number, changes: Partial<Press> = {}) {
      const running = await aSite(engine);
      await running.told(running.entry({ entryMethod: 'Swipe to open' }));
      await running.pressed(changes);
      await running.pass(downMs);
      running.log.begin();
      await running.quiet();
      return running;
    }

    test('is told 15 s after it was made, once', async () => {
      const { pass, news } = await aRestart(4_000);
      await pass(10_000);
      expect(news).toEqual([]);
      await pass(60_000);
      expect(news).toEqual([`not confirmed ${press.press}`]);
    });

    test('is told some seconds after the start where its 15 s had passed, for desks must be back', async () => {
      const { pass, news } = await aRestart(40_000);
      await pass(4_000);
      expect(news).toEqual([]);
      await pass(2_000);
      expect(news).toEqual([`not confirmed ${press.press}`]);
    });

    test('is looked for in the list soon, and an entry that comes after the start confirms it', async () => {
      const { pass, news, entry, looks, told } = await aRestart(4_000);
      const before = looks.length;
      await pass(2_500);
      expect(looks).toHaveLength(before + 1);
      await told(entry({ entry: 2 }));
      await expect.poll(() => news).toEqual([`confirmed ${press.press}`]);
      await pass(60_000);
      expect(news).toHaveLength(1);
    });

    test('is left alone when it is old', async () => {
      const { pass, news } = await aRestart(61_000);
      await pass(60_000);
      expect(news).toEqual([]);
    });

    test('is left alone when it was refused', async () => {
      const { pass, quiet, news, presses, log, entry, told } = await aSite(engine);
      await told(entry({ entryMethod: 'Swipe to open' }));
      await presses.begin(press);
      await presses.reply(press.press, { outcome: 'refused', because: 'vendor-refused' });
      log.begin();
      await quiet();
      await pass(60_000);
      expect(news).toEqual([]);
    });

    test('is left alone when its call’s timeline has it', async () => {
      const call = CallId.parse('call-1');
      const { pass, quiet, log, news, journal, entry, pressed, told } = await aSite(engine);
      await told(entry({ entryMethod: 'Swipe to open' }));
      await pressed({ call });
      await pass(16_000);
      await journal.note(site, call, [{ what: 'door-not-confirmed', desk: press.desk, door: press.doorName }]);
      log.begin();
      await quiet();
      await pass(60_000);
      expect(news).toEqual([]);
    });
  });

  test('after a press the list is asked, and its entry confirms', async () => {
    const wall = manualClock().moment().wall;
    const listed = {
      entry: 7,
      loggedAt: wall,
      accessPoint: 33020,
      entryMethod: 'API',
      releaseStatus: null,
      tenant: null,
    };
    const { pass, log, news, pressed } = await aSite(engine, [listed]);
    await pressed();
    log.await(press);
    await pass(2_500);
    await expect.poll(() => news).toEqual([`confirmed ${press.press}`]);
  });
});

describe('an entry is of a press only if', () => {
  const at = EpochMs.parse(1_700_000_000_000);
  const past = { ...press, askedAt: at, reply: accepted };
  const shown: DoorEntry = {
    entry: 1,
    loggedAt: EpochMs.parse(at + 1_000),
    accessPoint: 33020,
    entryMethod: 'API',
    releaseStatus: 'Unlocked',
    tenant: null,
  };
  const ties = (entry: Partial<DoorEntry>, changes: Partial<typeof past> = {}) =>
    tieOf({ ...shown, ...entry }, [{ ...past, ...changes }], (point) => point === 33019) !== null;

  test('door, way and time are its own', () => {
    expect(ties({})).toBe(true);
    expect(ties({ accessPoint: 33018 })).toBe(false);
    expect(ties({ entryMethod: 'Swipe to open' })).toBe(false);
    expect(ties({ entryMethod: 'App call' })).toBe(false);
    expect(ties({ releaseStatus: 'Locked' })).toBe(false);
    expect(ties({ loggedAt: EpochMs.parse(at + 61_000) })).toBe(false);
  });

  test('a call’s own door may be logged as an App call, at any access point that no other door has', () => {
    const ofCall = { call: CallId.parse('call-1'), accessPoints: [] };
    expect(ties({ entryMethod: 'App call' }, ofCall)).toBe(true);
    expect(ties({ entryMethod: 'App call', accessPoint: 33019 }, ofCall)).toBe(false);
  });
});

test.each([
  ['webhook-access-log-create.event-envelope.json', 'Swipe to open'],
  ['webhook-access-log-create.event-envelope-full.json', 'Swipe to open'],
  ['webhook-access-log-create.entry-method-object.json', 'access_tool'],
  ['webhook-door-release-create.event-envelope.json', 'Swipe to open'],
])('%s is read with its way of entry, enveloped and flat', (name, entryMethod) => {
  const body = JSON.parse(readFileSync(join(import.meta.dirname, '../../vectors', name), 'utf8'));
  for (const shape of [body, body.event.data]) {
    const parsed = parse(shape);
    const log = parsed.ok && parsed.value.shape === 'door-log' ? parsed.value.body : null;
    expect(log && entryOf(log, EpochMs.parse(0))).toMatchObject({ accessPoint: 33018, entryMethod });
  }
});
