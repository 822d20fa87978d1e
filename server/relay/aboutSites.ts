import type { SiteId } from '../../protocol/call.ts';
import { makeSiteNotes } from '../desks/siteNotes.ts';
import { ownDoorOf, siteDoorsOf } from '../doors/siteDoors.ts';
import type { AboutCall, SiteFacts } from '../hub/ports.ts';
import type { LinkedAccounts } from '../intercom/linked.ts';
import type { Panels } from '../intercom/panels.ts';
import { type Called, isOurs, isSpeechless, type NotRung, whyNotRung } from '../ring/whichRing.ts';
import type { Records } from './records.ts';

export type AboutSitesParts = {
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
};

export function aboutSites({ records, linked, panels }: AboutSitesParts): AboutSites {
  const { settings, doors, directory } = records;
  const notes = makeSiteNotes({ settings, linked, panels: panels.of });
  return {
    notes,
    facts: { doors: (site) => siteDoorsOf(doors.of(site), directory.site(site)), notes: notes.of },
    call: (call) => ({
      ...ownDoorOf(doors.ofPanel(call.site, call.panelId)),
      isOurs: isOurs(call, linked.ofSite(call.site)),
      isSpeechless: isSpeechless(call, linked.ofSite(call.site)),
    }),
    whyNotRung: (site, call) => whyNotRung(call, settings.of(site), linked.ofSite(site)),
  };
}
