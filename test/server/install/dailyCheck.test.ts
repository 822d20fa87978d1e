import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { EpochMs, SiteId } from '../../../protocol/call.ts';
import type { CheckLine, CheckStep } from '../../../protocol/check.ts';
import { checkDaily, firstLookMs } from '../../../server/install/dailyCheck.ts';
import { manualClock } from '../../fakes/manualClock.ts';
import { type SomeStores, someStores } from '../../harness/stores.ts';

const site = SiteId.parse('demo');
const dayMs = 86_400_000;

/** One run of a relay over these stores: its alarms begin anew, its last lists are kept. `stands` are the alarms now. */
async function aDaily(given?: SomeStores) {
  const opened = given ?? (await someStores());
  const { checks } = opened.stores;
  let kept = Promise.resolve();
  const clock = manualClock();
  const stands = new Set<string>();
  const failed: string[] = [];
  let line: CheckLine = { step: 'called-account', state: 'done', text: '' };
  let certificateDays: number | null = 60;
  let looks = 0;
  const daily = checkDaily({
    clock,
    alarms: { raise: ({ kind }) => void stands.add(kind), clear: ({ kind }) => void stands.delete(kind) },
    sites: () => [site],
    check: async () => {
      looks += 1;
      return { site, at: EpochMs.parse(1), lines: [line], certificateDays };
    },
    last: checks.last,
    keep: (one) => {
      kept = checks.keep(one);
      return kept;
    },
    reportFailure: (doing) => void failed.push(doing),
  });
  const alarms = () => [...stands];
  return {
    begin: daily.begin,
    pass: async (ms: number) => {
      clock.pass(ms);
      await turn();
      await kept;
      await turn();
      return looks;
    },
    look: async () => {
      await daily.look();
      return alarms();
    },
    asked: async () => {
      await daily.asked(site);
      return alarms();
    },
    become: (state: CheckLine['state'], days = certificateDays, step: CheckStep = 'called-account') => {
      line = { step, state, text: '' };
      certificateDays = days;
    },
    again: async () => aDaily(await opened.again()),
  };
}

test('a line that was done and must be acted upon now is an alarm, and being good again clears it', async () => {
  const daily = await aDaily();
  expect(await daily.look()).toEqual([]);
  daily.become('next');
  expect(await daily.look()).toEqual(['check-worse']);
  daily.become('done');
  expect(await daily.look()).toEqual([]);
});

test('the comparison outlives a restart, and so does an alarm whose cause is still there', async () => {
  const first = await aDaily();
  await first.look();
  const second = await first.again();
  second.become('next');
  expect(await second.look()).toEqual(['check-worse']);
  const third = await second.again();
  third.become('next');
  expect(await third.look()).toEqual(['check-worse']);
  third.become('done');
  expect(await third.look()).toEqual([]);
});

test('a site that was never good is no change for the worse', async () => {
  const daily = await aDaily();
  daily.become('next');
  expect([await daily.look(), await daily.look()]).toEqual([[], []]);
});

test('a doubt is no change for the worse, but for an address that could be reached from here before', async () => {
  const daily = await aDaily();
  await daily.look();
  daily.become('doubt');
  expect(await daily.look()).toEqual([]);
  daily.become('done', 60, 'public-address');
  await daily.look();
  daily.become('doubt', null, 'public-address');
  expect([await daily.look(), await daily.look()]).toEqual([['check-worse'], ['check-worse']]);
});

test('an address that never could be reached from here is no alarm', async () => {
  const daily = await aDaily();
  daily.become('doubt', null, 'public-address');
  expect([await daily.look(), await daily.look()]).toEqual([[], []]);
});

test('that no desk can be heard is left to its own alarm', async () => {
  const daily = await aDaily();
  daily.become('done', 60, 'desk');
  await daily.look();
  daily.become('next', 60, 'desk');
  expect(await daily.look()).toEqual([]);
});

test('a good check that somebody asked for ends the alarm; a bad one raises none and is not compared with', async () => {
  const daily = await aDaily();
  await daily.look();
  daily.become('next');
  expect(await daily.asked()).toEqual([]);
  expect(await daily.look()).toEqual(['check-worse']);
  expect(await daily.asked()).toEqual(['check-worse']);
  daily.become('done');
  expect(await daily.asked()).toEqual([]);
});

test('a certificate under 14 days is an alarm until it is renewed; one that cannot be read changes nothing', async () => {
  const daily = await aDaily();
  daily.become('done', 13);
  expect(await daily.look()).toEqual(['certificate-expiring']);
  daily.become('done', null);
  expect(await daily.look()).toEqual(['certificate-expiring']);
  daily.become('done', 80);
  expect(await daily.asked()).toEqual([]);
});

test('the first look comes minutes after a start, the others a day apart', async () => {
  const daily = await aDaily();
  daily.begin();
  expect(await daily.pass(firstLookMs - 1)).toBe(0);
  expect(await daily.pass(1)).toBe(1);
  expect(await daily.pass(dayMs - 1)).toBe(1);
  expect(await daily.pass(1)).toBe(2);
});
