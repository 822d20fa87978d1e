import type { SiteId } from '../../protocol/call.ts';
import { ownDoorOf, siteDoorsOf } from '../doors/siteDoors.ts';
import type { SiteFacts } from '../hub/ports.ts';
import type { Panels } from '../panels/panels.ts';
import { makeSiteNotes } from '../panels/siteNotes.ts';
import type { AboutCall } from '../ring/abilities.ts';
import type { LinkedAccounts } from '../ring/linked.ts';
import { type Called, isOurs, isSpeechless, type NotRung, namesOurs, whyNotRung } from '../ring/whichRing.ts';
import type { Records } from './records.ts';

export type AboutSitesParts = {
  /** An account that can be called speaks for the site: it can tell a call that ButterflyMX knows. */
  readonly canConfirm: (site: SiteId) => boolean;
  readonly records: Pick<Records, 'settings' | 'doors' | 'directory'>;
  readonly linked: LinkedAccounts;
  readonly panels: Pick<Panels, 'of'>;
};

/** What a site's settings, doors and accounts say: of the site itself, and of one call at it. */
export type AboutSites = {
  readonly notes: ReturnType<typeof makeSiteNotes>;
  readonly facts: SiteFacts;
  readonly call: AboutCall;
  readonly whyNotRung: (site: SiteId, call: Called) => NotRung | null;
  /** An account that may have been called can be asked whether ButterflyMX knows the call. */
  readonly canBeChecked: (site: SiteId, call: Called) => boolean;
  /** The call names a unit or user of an account that we hold. */
  readonly namesOurs: (site: SiteId, call: Called) => boolean;
};

export function aboutSites({ records, linked, panels, canConfirm }: AboutSitesParts): AboutSites {
  const { settings, doors, directory } = records;
  const notes = makeSiteNotes({ settings, linked, panels: panels.of });
  return {
    notes,
    facts: { doors: (site) => siteDoorsOf(doors.of(site), directory.site(site)), notes: notes.of },
    call: (call) => ({
      ...ownDoorOf(doors.ofPanel(call.site, call.panelId)),
      isOurs: isOurs(call, linked.ofSite(call.site)),
      isSpeechless: isSpeechless(call, linked.ofSite(call.site)),
      opensUnconfirmed: settings.of(call.site).doorsUnconfirmed === 'open' && !canConfirm(call.site),
    }),
    canBeChecked: (site, call) => canConfirm(site) && isOurs(call, linked.ofSite(site)),
    namesOurs: (site, call) => namesOurs(call, linked.ofSite(site)),
    whyNotRung: (site, call) => whyNotRung(call, settings.of(site), linked.ofSite(site)),
  };
}
