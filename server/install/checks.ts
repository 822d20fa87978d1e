import type { EpochMs, SiteId } from '../../protocol/call.ts';
import type { CheckReport } from '../../protocol/check.ts';
import type { Clock } from '../clock.ts';
import type { Archive } from '../ring/archive.ts';
import type { LinkedAccounts } from '../ring/linked.ts';
import { accountCalled, type Called } from '../ring/whichRing.ts';
import type { Certificate } from './certificate.ts';
import { type CheckFacts, checkList } from './checkList.ts';
import type { CheckQuestions } from './checkQuestions.ts';
import type { DeskPage } from './deskPage.ts';
import type { Health } from './health.ts';
import { pressReport } from './pressTest.ts';

export type CheckParts = {
  readonly clock: Pick<Clock, 'moment'>;
  readonly publicUrl: string | null;
  readonly simulated: boolean;
  readonly hasEnvironmentToken: boolean;
  readonly readCertificate: (url: URL, now: number) => Promise<Certificate>;
  readonly readHealth: (address: string) => Promise<Health>;
  readonly readDeskPage: (address: string) => Promise<DeskPage>;
  readonly accounts: Pick<LinkedAccounts, 'ofSite' | 'learnUser'>;
  readonly registration: (site: SiteId) => Promise<CheckFacts['registration']>;
  readonly panels: (site: SiteId) => Promise<CheckFacts['panels']>;
  readonly residentsRing: (site: SiteId) => boolean;
  readonly unreadLists: (site: SiteId) => CheckFacts['unreadLists'];
  readonly pictures: (site: SiteId) => CheckFacts['pictures'];
  readonly desks: (site: SiteId) => CheckFacts['desks'];
  readonly archive: Pick<Archive, 'calls' | 'timeline'>;
  /** Whom a call was placed to, as far as deliveries told; null for one that did not ring here, or is not live any more. */
  readonly called: (site: SiteId, call: CheckedCall) => Promise<Called | null>;
};
type CheckedCall = Awaited<ReturnType<Archive['calls']>>[number]['id'];

/** Everything between a visitor's press and a desk that sounds, asked for one site. */
export function makeChecks(parts: CheckParts): CheckQuestions {
  const { clock, publicUrl, accounts, archive } = parts;

  /** The public address as ButterflyMX and desks reach it: its certificate, who is behind it, and whether a desk's page works there. */
  async function reach(at: EpochMs): Promise<Pick<CheckFacts, 'certificate' | 'health' | 'page'>> {
    if (publicUrl === null) return { certificate: null, health: null, page: null };
    if (!publicUrl.startsWith('https:'))
      return { certificate: null, health: null, page: parts.simulated ? await parts.readDeskPage(publicUrl) : null };
    const certificate = await parts.readCertificate(new URL(publicUrl), at);
    const health = certificate.kind === 'valid' ? await parts.readHealth(publicUrl) : null;
    return { certificate, health, page: health?.kind === 'relay' ? await parts.readDeskPage(publicUrl) : null };
  }

  async function check(site: SiteId): Promise<CheckReport> {
    const at = clock.moment().wall;
    const [{ certificate, health, page }, registration] = await Promise.all([reach(at), parts.registration(site)]);
    const lines = checkList({
      site,
      publicUrl,
      simulated: parts.simulated,
      certificate,
      health,
      page,
      accounts: accounts.ofSite(site),
      hasEnvironmentToken: parts.hasEnvironmentToken,
      registration,
      panels: await parts.panels(site),
      residentsRing: parts.residentsRing(site),
      unreadLists: parts.unreadLists(site),
      pictures: parts.pictures(site),
      desks: parts.desks(site),
    });
    return { site, at, lines, certificateDays: certificate?.kind === 'valid' ? certificate.daysLeft : null };
  }

  const press = (site: SiteId, since: EpochMs) => pressReport(archive, { site, since, now: clock.moment().wall });

  return {
    check,
    press,
    /** Where the set-up call was placed to a linked account, by the number in its webhook all later ones are known. */
    heard: async (site, since) => {
      const { call, phase } = await press(site, since);
      if (call === null || (phase !== 'sounded' && phase !== 'heard')) return;
      const called = await parts.called(site, call);
      const account = called === null ? null : accountCalled(called, accounts.ofSite(site));
      const userId = called?.userId ?? null;
      if (account !== null && userId !== null) await accounts.learnUser(account.account, site, userId);
    },
  };
}
