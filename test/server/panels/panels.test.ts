import { expect, test } from 'vitest';
import { EpochMs } from '../../../protocol/call.ts';
import { makePanels, type Panel } from '../../../server/panels/panels.ts';
import { site } from '../../builders/ring.ts';
import { manualClock } from '../../fakes/manualClock.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** Panels over a store in memory. */
async function aSite(stored: readonly Panel[] = []) {
  const ownNames = new Map<number, string>();
  const clock = manualClock();
  const alarms = new Set<string>();
  const kept = new Map(stored.map((panel) => [panel.name, panel]));
  let shown = 0;
  const panels = await makePanels({
    clock,
    alarms: { raise: ({ kind }) => void alarms.add(kind), clear: ({ kind }) => void alarms.delete(kind) },
    store: {
      load: async () => stored,
      save: async (changes) => changes.forEach((panel) => void kept.set(panel.name, panel)),
      remove: async (dropped) => dropped.forEach(({ name }) => void kept.delete(name)),
    },
    ownName: (_site, panel) => ownNames.get(panel) ?? null,
    reportUnwritable: () => {},
  });
  panels.onChange(() => {
    shown += 1;
  });
  let number = 0;
  return {
    ...panels,
    alarms,
    kept,
    ownNames,
    shown: () => shown,
    now: () => clock.moment().wall,
    pass: clock.pass,
    calls: (panel = 'Garage', panelId: number | null = null) =>
      panels.called(site, { guid: null, vendorId: ++number, panelId, panel, at: clock.moment().wall }),
  };
}

test('a panel silent three times its longest gap is quiet: an alarm, and on the idle screen with when it called last', async () => {
  const demo = await aSite();
  for (let call = 0; call < 5; call++) {
    demo.calls();
    demo.pass(call < 4 ? 20 * hour : 0);
  }
  const last = demo.now();
  demo.pass(59 * hour);
  expect([demo.alarms.size, demo.of(site)[0]?.quietSince]).toEqual([0, null]);
  demo.pass(2 * hour);
  expect(demo.alarms).toEqual(new Set(['panel-quiet']));
  expect(demo.of(site)).toEqual([{ name: 'Garage', lastCallAt: last, quietSince: last + 60 * hour }]);
  demo.calls();
  expect([demo.alarms.size, demo.of(site)[0]?.quietSince]).toEqual([0, null]);
});

test('no panel is quiet within a day, nor before some calls of it are known', async () => {
  const busy = await aSite();
  for (let call = 0; call < 10; call++) {
    busy.calls();
    busy.pass(60_000);
  }
  busy.pass(day - 2 * 60_000);
  expect(busy.alarms.size).toBe(0);
  busy.pass(2 * 60_000);
  expect(busy.alarms.size).toBe(1);

  const fresh = await aSite();
  for (let call = 0; call < 3; call++) {
    fresh.calls();
    fresh.pass(hour);
  }
  fresh.pass(30 * day);
  expect(fresh.alarms.size).toBe(0);
});

test('a silence that was too long widens what is usual, but not to its whole length', async () => {
  const demo = await aSite();
  for (let call = 0; call < 6; call++) {
    demo.calls();
    demo.pass(call < 5 ? hour : 0);
  }
  demo.pass(20 * day);
  demo.calls();
  demo.pass(2 * day);
  expect(demo.alarms.size).toBe(0);
  demo.pass(day + 60_000);
  expect(demo.alarms.size).toBe(1);
});

test('one quiet panel of two keeps the alarm until it speaks', async () => {
  const demo = await aSite();
  for (const panel of ['Garage', 'Gate', 'Garage', 'Gate', 'Garage', 'Gate', 'Garage', 'Gate']) {
    demo.calls(panel);
    demo.pass(1_000);
  }
  demo.pass(2 * day);
  expect(demo.alarms.size).toBe(1);
  demo.calls('Gate');
  expect(demo.alarms.size).toBe(1);
  demo.calls('Garage');
  expect(demo.alarms.size).toBe(0);
});

test('a delivery that came twice is one call; what is learnt is kept and shown together, at the latest when the relay stops', async () => {
  const demo = await aSite();
  demo.calls();
  demo.called(site, {
    guid: null,
    vendorId: 1,
    panelId: null,
    panel: 'Garage',
    at: EpochMs.parse(demo.now() + 30_000),
  });
  demo.calls('Gate');
  expect([demo.kept.size, demo.shown()]).toEqual([0, 0]);
  demo.pass(5_000);
  expect([demo.kept.get('Garage')?.calls, demo.kept.size, demo.shown()]).toEqual([1, 2, 1]);
  demo.calls('Gate');
  await demo.stop();
  expect(demo.kept.get('Gate')?.calls).toBe(2);
});

test('after a restart the silence goes on where it was', async () => {
  const lastCallAt = EpochMs.parse(manualClock().moment().wall - 4 * day);
  const demo = await aSite([{ site, name: 'Garage', number: null, lastCallAt, longestGapMs: day, calls: 9 }]);
  demo.pass(60_000);
  expect(demo.alarms.size).toBe(1);
});

/** Five calls of one panel, an hour apart. */
function fiveCalls(demo: Awaited<ReturnType<typeof aSite>>, name: string, number: number | null): void {
  for (let call = 0; call < 5; call++) {
    demo.calls(name, number);
    demo.pass(hour);
  }
}

test('a panel that ButterflyMX renamed is the same panel: its old name is no more, here and on disk, and its silence ends', async () => {
  const demo = await aSite();
  fiveCalls(demo, 'Garage', 40218);
  demo.pass(2 * day);
  expect(demo.alarms.size).toBe(1);
  demo.calls('Parking', 40218);
  demo.pass(5_000);
  expect(demo.of(site).map(({ name, quietSince }) => [name, quietSince])).toEqual([['Parking', null]]);
  expect(demo.alarms.size).toBe(0);
  expect([...demo.kept].map(([name, { calls }]) => [name, calls])).toEqual([['Parking', 6]]);
  demo.pass(30 * day);
  expect(demo.of(site).map(({ name, quietSince }) => [name, quietSince !== null])).toEqual([['Parking', true]]);
});

test('a panel that was removed is forgotten, by its number or its name, with its alarm, until it calls again', async () => {
  const demo = await aSite();
  fiveCalls(demo, 'Garage', 40218);
  fiveCalls(demo, 'Gate', null);
  demo.pass(2 * day);
  expect(await demo.forget(site, 40218)).toBe(true);
  expect([demo.of(site).map(({ name }) => name), demo.alarms.size]).toEqual([['Gate'], 1]);
  expect(await demo.forget(site, 'Gate')).toBe(true);
  expect([demo.of(site), demo.alarms.size, demo.kept.size]).toEqual([[], 0, 0]);
  expect(await demo.forget(site, 'Gate')).toBe(false);
  demo.calls('Gate');
  expect(demo.of(site).map(({ name }) => name)).toEqual(['Gate']);
});

test('an own name is what staff see, also of a call that told no number; the panel stays one', async () => {
  const demo = await aSite();
  demo.calls('Garage', 40218);
  demo.ownNames.set(40218, 'Loading bay');
  demo.pass(hour);
  demo.calls('Garage');
  expect(demo.of(site).map(({ name }) => name)).toEqual(['Loading bay']);
  expect(demo.nameOf(site, { panelId: null, panel: 'Garage' })).toBe('Loading bay');
  expect(demo.nameOf(site, { panelId: 7, panel: 'Gate' })).toBe('Gate');
  expect(demo.lines(site)).toMatchObject([{ number: 40218, name: 'Loading bay', vendorName: 'Garage' }]);
});
