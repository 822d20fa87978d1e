import { expect, test } from 'vitest';
import { EpochMs } from '../../../protocol/call.ts';
import { makePanels, type Panel } from '../../../server/intercom/panels.ts';
import { site } from '../../builders/ring.ts';
import { manualClock } from '../../fakes/manualClock.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** Panels over a store in memory. */
function aSite(stored: readonly Panel[] = []) {
  const clock = manualClock();
  const alarms = new Set<string>();
  const kept = new Map(stored.map((panel) => [panel.name, panel]));
  let shown = 0;
  const panels = makePanels({
    clock,
    alarms: { raise: (kind) => void alarms.add(kind), clear: (kind) => void alarms.delete(kind) },
    store: {
      load: () => stored,
      save: async (changes) => changes.forEach((panel) => void kept.set(panel.name, panel)),
    },
    changed: () => {
      shown += 1;
    },
    reportUnwritable: () => {},
  });
  let number = 0;
  return {
    ...panels,
    alarms,
    kept,
    shown: () => shown,
    now: () => clock.moment().wall,
    pass: clock.pass,
    calls: (panel = 'Garage') =>
      panels.called(site, { guid: null, vendorId: ++number, panel, at: clock.moment().wall }),
  };
}

test('a panel silent three times its longest gap is quiet: an alarm, and on the idle screen with when it called last', () => {
  const demo = aSite();
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

test('no panel is quiet within a day, nor before some calls of it are known', () => {
  const busy = aSite();
  for (let call = 0; call < 10; call++) {
    busy.calls();
    busy.pass(60_000);
  }
  busy.pass(day - 2 * 60_000);
  expect(busy.alarms.size).toBe(0);
  busy.pass(2 * 60_000);
  expect(busy.alarms.size).toBe(1);

  const fresh = aSite();
  for (let call = 0; call < 3; call++) {
    fresh.calls();
    fresh.pass(hour);
  }
  fresh.pass(30 * day);
  expect(fresh.alarms.size).toBe(0);
});

test('a silence that was too long widens what is usual, but not to its whole length', () => {
  const demo = aSite();
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

test('one quiet panel of two keeps the alarm until it speaks', () => {
  const demo = aSite();
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
  const demo = aSite();
  demo.calls();
  demo.called(site, { guid: null, vendorId: 1, panel: 'Garage', at: EpochMs.parse(demo.now() + 30_000) });
  demo.calls('Gate');
  expect([demo.kept.size, demo.shown()]).toEqual([0, 0]);
  demo.pass(5_000);
  expect([demo.kept.get('Garage')?.calls, demo.kept.size, demo.shown()]).toEqual([1, 2, 1]);
  demo.calls('Gate');
  await demo.stop();
  expect(demo.kept.get('Gate')?.calls).toBe(2);
});

test('after a restart the silence goes on where it was', () => {
  const lastCallAt = EpochMs.parse(manualClock().moment().wall - 4 * day);
  const demo = aSite([{ site, name: 'Garage', lastCallAt, longestGapMs: day, calls: 9 }]);
  demo.pass(60_000);
  expect(demo.alarms.size).toBe(1);
});
