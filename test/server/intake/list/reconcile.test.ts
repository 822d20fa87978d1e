import { afterEach, expect, test } from 'vitest';
import { EpochMs } from '../../../../protocol/call.ts';
import { err, ok, type Result } from '../../../../protocol/result.ts';
import type { VendorRefusal } from '../../../../server/butterflymx/rest.ts';
import type { ListedCall, Listing } from '../../../../server/intake/list/listCalls.ts';
import { type KnownCall, reconciling } from '../../../../server/intake/list/listedSite.ts';
import type { HeardCall } from '../../../../server/intake/list/matchCalls.ts';
import { reconcile } from '../../../../server/intake/list/reconcile.ts';
import { makeLog } from '../../../../server/log.ts';
import type { CallNumber } from '../../../../server/vendor/values.ts';
import { site } from '../../../builders/ring.ts';
import { manualClock } from '../../../fakes/manualClock.ts';

const stops: (() => void)[] = [];
afterEach(() => stops.splice(0).forEach((stop) => void stop()));

type Delivered = {
  readonly number: CallNumber;
  readonly guid: string | null;
  readonly ageMs: number;
  readonly at: number;
};

/** Listed calls over a store in memory: the vendor's list and the webhooks are what the test says, and time passes when it says so. */
function aSite({ kept = [], before = [] }: { readonly kept?: KnownCall[]; readonly before?: HeardCall[] } = {}) {
  const clock = manualClock();
  const start = clock.moment().wall;
  let calls: ListedCall[] = [];
  let answer: () => Result<Listing, VendorRefusal> | Promise<Result<Listing, VendorRefusal>> = () =>
    ok({ calls, isFiltered: true, unread: 0 });
  const guids = new Map<number, string>();
  const known = new Map(kept.map((call) => [call.number, call]));
  const delivered: Delivered[] = [];
  const alarms = new Set<string>();
  const statuses: string[] = [];
  const lists: { readonly at: number; readonly sinceAgo: number }[] = [];
  const running = reconcile({
    clock,
    log: makeLog('silent'),
    alarms: { raise: ({ kind }) => void alarms.add(kind), clear: ({ kind }) => void alarms.delete(kind) },
    known: {
      recent: async () => [...known.values()].sort((one, other) => one.loggedAt - other.loggedAt),
      save: async (_site, saved) => saved.forEach((call) => void known.set(call.number, call)),
    },
    buildings: () => [{ site, building: 61_200 }],
    list: async (_site, _building, since) => {
      const now = clock.moment().wall;
      lists.push({ at: now - start, sinceAgo: now - since });
      const listing = await answer();
      return listing.ok
        ? ok({ ...listing.value, calls: listing.value.calls.filter(({ loggedAt }) => loggedAt >= since) })
        : listing;
    },
    guids: async () => guids,
    heardBefore: async () => before,
    windowMs: 40_000,
  });
  running.begin({
    deliver: async (_site, { number }, { guid, received }) => {
      const { wall, mono } = clock.moment();
      expect(received.mono - mono).toBe(received.wall - wall);
      delivered.push({ number, guid, ageMs: wall - received.wall, at: wall - start });
      return true;
    },
    tellStatus: (_site, call, status) => void statuses.push(`${call} ${status}`),
    named: () => {},
  });
  stops.push(running.stop);
  const listed = (number: number, at: number, changes: Partial<ListedCall> = {}): ListedCall => ({
    number,
    loggedAt: EpochMs.parse(start + at),
    status: 'initializing',
    device: 88_310,
    panel: 'Front entrance',
    unitId: null,
    record: {},
    ...changes,
  });
  return {
    delivered,
    alarms,
    statuses,
    lists,
    known,
    guids,
    start,
    listed,
    nowLists: (...next: ListedCall[]) => {
      calls = next;
    },
    answers: (next: typeof answer) => {
      answer = next;
    },
    heard: (call: Partial<HeardCall>) =>
      running.heard(site, {
        guid: null,
        vendorId: null,
        unitId: null,
        panel: 'Front entrance',
        at: clock.moment().wall,
        ...call,
      }),
    doubted: (guid: string) => running.doubted(site, { guid, vendorId: null }),
    pass: async (ms: number) => {
      for (let passed = 0; passed < ms; passed += 500) {
        clock.pass(500);
        for (let turn = 0; turn < 40; turn++) await Promise.resolve();
      }
    },
  };
}

const kept = (number: number, loggedAt: number, changes: Partial<KnownCall> = {}): KnownCall => ({
  number,
  loggedAt: EpochMs.parse(loggedAt),
  status: 'canceled',
  device: null,
  panel: 'Front entrance',
  guid: null,
  call: null,
  webhookAt: null,
  noticedAt: null,
  ...changes,
});
const startOf = () => manualClock().moment().wall;

test('a call whose webhook came is left alone, however it is known', async () => {
  const demo = aSite();
  await demo.pass(2_000);
  demo.guids.set(1, 'guid-one');
  demo.nowLists(demo.listed(1, 2_000), demo.listed(2, 2_100), demo.listed(3, 2_200, { unitId: 2_203_345 }));
  demo.heard({ guid: 'guid-one' });
  demo.heard({ vendorId: 2 });
  demo.heard({ guid: 'guid-of-a-resident', unitId: 2_203_345 });
  await demo.pass(60_000);
  expect(demo.delivered).toEqual([]);
  expect([...demo.known.values()].map(({ call, webhookAt }) => [call, webhookAt !== null])).toEqual([
    ['guid-one', true],
    ['id:2', true],
    [null, true],
  ]);
});

test('a webhook of a call that ButterflyMX does not know hides no listed call, before it was taken for one or after', async () => {
  for (const doubtedAfterMs of [1_000, 15_000]) {
    const demo = aSite();
    await demo.pass(2_000);
    demo.nowLists(demo.listed(7, 2_000));
    demo.heard({ guid: 'guid-false' });
    await demo.pass(doubtedAfterMs);
    demo.doubted('guid-false');
    await demo.pass(20_000);
    expect(demo.delivered).toMatchObject([{ number: 7 }]);
  }
});

test('a call without a webhook is delivered fifteen seconds after it was logged, with its guid, and is an alarm', async () => {
  const demo = aSite();
  await demo.pass(3_000);
  demo.guids.set(7, 'guid-seven');
  demo.nowLists(demo.listed(7, 3_000));
  await demo.pass(14_500);
  expect(demo.delivered).toEqual([]);
  await demo.pass(2_000);
  expect(demo.delivered).toMatchObject([{ number: 7, guid: 'guid-seven' }]);
  expect(demo.delivered[0]?.at).toBeLessThanOrEqual(3_000 + reconciling.graceMs + reconciling.tickMs);
  expect(demo.alarms).toEqual(new Set(['webhook-missing']));
  await demo.pass(60_000);
  expect(demo.delivered).toHaveLength(1);
});

test('while webhooks are missing the list is read oftener and the next call waits two seconds; a webhook ends that', async () => {
  const demo = aSite();
  await demo.pass(2_000);
  demo.nowLists(demo.listed(1, 2_000));
  await demo.pass(20_000);
  demo.nowLists(demo.listed(1, 2_000), demo.listed(2, 22_000));
  await demo.pass(8_000);
  expect(demo.delivered.map(({ number }) => number)).toEqual([1, 2]);
  demo.heard({ guid: 'again' });
  expect(demo.alarms).not.toEqual(new Set());
  demo.guids.set(3, 'again');
  demo.nowLists(demo.listed(1, 2_000), demo.listed(2, 22_000), demo.listed(3, 30_000));
  await demo.pass(5_000);
  expect(demo.alarms).toEqual(new Set());
  const lists = demo.lists.length;
  await demo.pass(30_000);
  expect(demo.lists.length - lists).toBeLessThanOrEqual(4);
});

test('a webhook that comes within the fifteen seconds is in time', async () => {
  const demo = aSite();
  await demo.pass(3_000);
  demo.guids.set(7, 'guid-seven');
  demo.nowLists(demo.listed(7, 3_000));
  await demo.pass(12_000);
  demo.heard({ guid: 'guid-seven' });
  await demo.pass(60_000);
  expect(demo.delivered).toEqual([]);
});

test('after downtime the gap is delivered with the age of its calls and without an alarm; what webhooks told before is not', async () => {
  const start = startOf();
  const demo = aSite({
    kept: [kept(1, start - 7_200_000)],
    before: [{ guid: 'told', vendorId: 2, unitId: null, panel: null, at: start - 7_100_000 }],
  });
  demo.nowLists(
    demo.listed(1, -7_200_000, { status: 'canceled' }),
    demo.listed(2, -7_100_000, { status: 'canceled' }),
    demo.listed(3, -3_600_000, { status: 'timeout_online_signal' }),
    demo.listed(4, -1_800_000, { status: null }),
  );
  await demo.pass(3_000);
  expect(demo.delivered.map(({ number }) => number)).toEqual([3, 4]);
  expect(demo.delivered[0]?.ageMs).toBeGreaterThanOrEqual(3_600_000);
  expect(demo.alarms).toEqual(new Set());
  expect(demo.lists[0]?.sinceAgo).toBeGreaterThanOrEqual(7_200_000 + reconciling.overlapMs);
});

test('a site that is listed for the first time has no gap', async () => {
  const demo = aSite();
  demo.nowLists(demo.listed(1, -300_000, { status: 'canceled' }), demo.listed(2, -200_000, { status: null }));
  await demo.pass(60_000);
  expect(demo.delivered).toEqual([]);
  expect([...demo.known.keys()]).toEqual([1, 2]);
});

test('the relay may be ten minutes ahead of the vendor: a call that was not listed before is young', async () => {
  const demo = aSite({ kept: [kept(1, startOf() - 700_000)] });
  await demo.pass(5_000);
  demo.nowLists(demo.listed(2, 5_000 - 600_000));
  await demo.pass(30_000);
  expect(demo.delivered).toMatchObject([{ number: 2 }]);
  expect(demo.delivered[0]?.ageMs).toBeLessThan(30_000);
});

test('a status that changes in the list is told to the ring that surely is that call', async () => {
  const demo = aSite();
  await demo.pass(2_000);
  demo.guids.set(1, 'guid-one');
  demo.heard({ guid: 'guid-one' });
  demo.heard({ guid: 'unproved', unitId: 5 });
  demo.nowLists(demo.listed(1, 2_000), demo.listed(2, 2_000, { unitId: 5 }));
  await demo.pass(15_000);
  demo.nowLists(
    demo.listed(1, 2_000, { status: 'canceled' }),
    demo.listed(2, 2_000, { unitId: 5, status: 'canceled' }),
  );
  await demo.pass(30_000);
  expect(demo.statuses).toEqual(['guid-one canceled']);
});

test('lists reach back to calls whose status was not final, for three minutes', async () => {
  const demo = aSite();
  await demo.pass(2_000);
  demo.heard({ vendorId: 1 });
  demo.heard({ vendorId: 2, at: EpochMs.parse(demo.start + 90_000) });
  demo.nowLists(demo.listed(1, 2_000), demo.listed(2, 90_000, { status: 'canceled' }));
  await demo.pass(100_000);
  expect(demo.lists.at(-1)?.sinceAgo).toBeGreaterThan(90_000);
  await demo.pass(100_000);
  const { at, sinceAgo } = demo.lists.at(-1) ?? { at: 0, sinceAgo: 0 };
  expect(at - sinceAgo).toBe(90_000 - reconciling.overlapMs);
});

test.each([
  ['an error', { kind: 'unwell', status: 503, says: null }],
  ['garbage', { kind: 'unreadable', status: 200, says: null }],
] as const)('after %s of the vendor a call without a webhook still rings in time', async (_what, failure) => {
  const demo = aSite();
  await demo.pass(2_000);
  demo.answers(() => err(failure));
  await demo.pass(10_000);
  demo.answers(() => ok({ calls: [demo.listed(7, 3_000)], isFiltered: true, unread: 0 }));
  await demo.pass(12_000);
  expect(demo.delivered).toMatchObject([{ number: 7 }]);
  const lists = demo.lists.length;
  demo.answers(() => err(failure));
  await demo.pass(20_000);
  expect(demo.lists.length - lists).toBeGreaterThanOrEqual(20_000 / reconciling.everyWhileMissingMs - 1);
});

test('a vendor that was asked too often is left in peace for less than a ring lasts', async () => {
  const demo = aSite();
  demo.answers(() => err({ kind: 'refused', status: 429, says: null }));
  await demo.pass(20_000);
  expect(demo.lists).toHaveLength(1);
  await demo.pass(3_000);
  expect(demo.lists).toHaveLength(2);
});

test('the list is read again as soon as ButterflyMX wants to be asked again, be it sooner or later than we would', async () => {
  for (const waitMs of [6_000, 100_000]) {
    const demo = aSite();
    demo.answers(() => err({ kind: 'refused', status: 429, says: null, retryAfterMs: waitMs }));
    await demo.pass(waitMs - 1_000);
    expect(demo.lists).toHaveLength(1);
    await demo.pass(2_000);
    expect(demo.lists).toHaveLength(2);
  }
});

test('a vendor that hangs has one question open, and one that says no is asked again after a minute', async () => {
  const demo = aSite();
  demo.answers(() => new Promise(() => {}));
  await demo.pass(120_000);
  expect(demo.lists).toHaveLength(1);

  const other = aSite();
  other.answers(() => err({ kind: 'refused', status: 403, says: null }));
  await other.pass(59_000);
  expect(other.lists).toHaveLength(1);
  await other.pass(3_000);
  expect(other.lists).toHaveLength(2);
});
