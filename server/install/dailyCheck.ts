import type { SiteId } from '../../protocol/call.ts';
import type { CheckLine, CheckReport, CheckStep } from '../../protocol/check.ts';
import type { Alarms } from '../alerts/alarms.ts';
import type { Clock } from '../clock.ts';
import { certificateDaysWanted } from './checkList.ts';

/** A site's last list; `worse`: the steps that were good before it and have been bad since. */
export type KeptCheck = { readonly report: CheckReport; readonly worse: readonly CheckStep[] };

/** The last list of each site, for comparison over restarts. */
export type KeptChecks = {
  readonly last: (site: SiteId) => Promise<KeptCheck | null>;
  /** Durable when it resolves. */
  readonly keep: (kept: KeptCheck) => Promise<void>;
};

export type DailyCheckParts = KeptChecks & {
  readonly clock: Clock;
  readonly alarms: Pick<Alarms, 'raise' | 'clear'>;
  readonly sites: () => readonly SiteId[];
  readonly check: (site: SiteId) => Promise<CheckReport>;
  readonly reportFailure: (doing: string, error: unknown) => void;
};

/** How long after a start the first look comes, when desks and ButterflyMX have had time: a relay that restarts every night must look too. */
export const firstLookMs = 300_000;
const dayMs = 86_400_000;

/** Runs the list for every site after each start and once a day, without the press. A line that was good and is not any more is an alarm until it is good again, over restarts. */
export function checkDaily({ clock, alarms, sites, check, last, keep, reportFailure }: DailyCheckParts) {
  async function lookAt(site: SiteId): Promise<void> {
    const report = await check(site);
    const worse = worseSteps(await last(site), report);
    (worse.length > 0 ? alarms.raise : alarms.clear)({ kind: 'check-worse', site });
    const { certificateDays } = report;
    if (certificateDays !== null)
      (certificateDays < certificateDaysWanted ? alarms.raise : alarms.clear)({ kind: 'certificate-expiring', site });
    await keep({ report, worse });
  }
  async function look(): Promise<void> {
    for (const site of sites()) await lookAt(site).catch((error: unknown) => reportFailure('daily check', error));
  }
  function again(): void {
    void look().finally(() => clock.after(dayMs, again));
  }

  /** The list for an operator who asks. What is good again ends its alarm; what is bad raises none, for somebody is at work on it. */
  async function asked(site: SiteId): Promise<CheckReport> {
    const report = await check(site);
    if ((report.certificateDays ?? 0) >= certificateDaysWanted) alarms.clear({ kind: 'certificate-expiring', site });
    if (worseSteps(await last(site), report).length > 0) return report;
    alarms.clear({ kind: 'check-worse', site });
    await keep({ report, worse: [] }).catch((error: unknown) => reportFailure('keeping a check', error));
    return report;
  }

  return { look, asked, begin: () => void clock.after(firstLookMs, again) };
}

/** Steps that are bad now and were good in the last list, or have been worse since. That no desk can be heard is an alarm of its own. */
export const worseSteps = (before: KeptCheck | null, after: CheckReport): readonly CheckStep[] =>
  after.lines
    .filter((line) => line.step !== 'desk' && isBad(line, after))
    .map(({ step }) => step)
    .filter((step) => before !== null && (before.worse.includes(step) || wasGood(step, before.report)));

const wasGood = (step: CheckStep, report: CheckReport) =>
  report.lines.some((line) => line.step === step && !isBad(line, report));

/** To be acted upon. An address that was reached from here once, and is not any more, is not hidden by a router but down. */
const isBad = ({ step, state }: CheckLine, { certificateDays }: CheckReport) =>
  state === 'next' || (step === 'public-address' && state === 'doubt' && certificateDays === null);
