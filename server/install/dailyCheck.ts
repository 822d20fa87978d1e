import type { SiteId } from '../../protocol/call.ts';
import type { CheckLine, CheckReport } from '../../protocol/check.ts';
import type { Alarms } from '../alerts/alarms.ts';
import type { Clock } from '../clock.ts';
import { certificateDaysWanted } from './checkList.ts';

export type DailyCheckParts = {
  readonly clock: Clock;
  readonly alarms: Pick<Alarms, 'raise' | 'clear'>;
  readonly sites: () => readonly SiteId[];
  readonly check: (site: SiteId) => Promise<CheckReport>;
  /** The last list of a site, for comparison over restarts. */
  readonly last: (site: SiteId) => CheckReport | null;
  readonly keep: (report: CheckReport) => Promise<void>;
  readonly reportFailure: (doing: string, error: unknown) => void;
};

const dayMs = 86_400_000;

/** Runs the list for every site once a day, without the press. A line that was done and is not any more is an alarm until it is done again. */
export function checkDaily({ clock, alarms, sites, check, last, keep, reportFailure }: DailyCheckParts) {
  async function lookAt(site: SiteId): Promise<void> {
    const report = await check(site);
    const before = last(site);
    if (isWorse(before?.lines ?? [], report.lines)) alarms.raise('check-worse', site);
    else if (report.lines.every(({ state }) => state !== 'next')) alarms.clear('check-worse', site);
    const { certificateDays } = report;
    if (certificateDays !== null && certificateDays < certificateDaysWanted) alarms.raise('certificate-expiring', site);
    else if (certificateDays !== null) alarms.clear('certificate-expiring', site);
    await keep(report);
  }
  async function look(): Promise<void> {
    for (const site of sites()) await lookAt(site).catch((error: unknown) => reportFailure('daily check', error));
  }
  function again(): void {
    clock.after(dayMs, () => void look().finally(again));
  }
  return { look, begin: again };
}

/** True when a line that was good must be acted upon now. */
export const isWorse = (before: readonly CheckLine[], after: readonly CheckLine[]): boolean =>
  after.some(
    ({ step, state }) => state === 'next' && before.some((line) => line.step === step && line.state !== 'next'),
  );
