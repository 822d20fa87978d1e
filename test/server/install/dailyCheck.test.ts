import { expect, test } from 'vitest';
import { EpochMs, SiteId } from '../../../protocol/call.ts';
import type { CheckLine, CheckReport } from '../../../protocol/check.ts';
import { checkDaily } from '../../../server/install/dailyCheck.ts';
import { manualClock } from '../../fakes/manualClock.ts';

const site = SiteId.parse('demo');
const good: CheckLine = { step: 'called-account', state: 'done', text: '' };

function aDaily(kept: Map<SiteId, CheckReport> = new Map()) {
  const said: string[] = [];
  let line = good;
  let certificateDays: number | null = 60;
  const daily = checkDaily({
    clock: manualClock(),
    alarms: {
      raise: (kind) => void said.push(`raise ${kind}`),
      clear: (kind) => void said.push(`clear ${kind}`),
    },
    sites: () => [site],
    check: async () => ({ site, at: EpochMs.parse(1), lines: [line], certificateDays }),
    last: (of) => kept.get(of) ?? null,
    keep: async (report) => void kept.set(report.site, report),
    reportFailure: (doing) => void said.push(`failed ${doing}`),
  });
  return {
    look: async () => {
      said.length = 0;
      await daily.look();
      return [...said];
    },
    become: (state: CheckLine['state'], days = certificateDays) => {
      line = { ...good, state };
      certificateDays = days;
    },
    kept,
  };
}

test('a line that was done and must be acted upon now is an alarm, and being good again clears it', async () => {
  const daily = aDaily();
  expect(await daily.look()).toContain('clear check-worse');
  daily.become('next');
  expect(await daily.look()).toContain('raise check-worse');
  daily.become('done');
  expect(await daily.look()).toContain('clear check-worse');
});

test('the comparison outlives a restart', async () => {
  const first = aDaily();
  await first.look();
  const second = aDaily(first.kept);
  second.become('next');
  expect(await second.look()).toContain('raise check-worse');
});

test('a site that was never good is no change for the worse', async () => {
  const daily = aDaily();
  daily.become('next');
  expect(await daily.look()).not.toContain('raise check-worse');
});

test('a certificate under 14 days is an alarm until it is renewed; one that cannot be read changes nothing', async () => {
  const daily = aDaily();
  daily.become('done', 13);
  expect(await daily.look()).toContain('raise certificate-expiring');
  daily.become('done', null);
  expect((await daily.look()).filter((word) => word.includes('certificate'))).toEqual([]);
  daily.become('done', 80);
  expect(await daily.look()).toContain('clear certificate-expiring');
});
