import type { SiteId } from '../../protocol/call.ts';
import type { SiteNotes } from '../../protocol/picture.ts';
import type { AllSiteSettings } from '../desks/siteSettings.ts';
import type { LinkedAccounts } from '../ring/linked.ts';
import { holdsCalled } from '../ring/whichRing.ts';

export type SiteNotesParts = {
  readonly settings: Pick<AllSiteSettings, 'of' | 'onChange'>;
  readonly linked: Pick<LinkedAccounts, 'ofSite' | 'onChange'>;
  /** The panels of a site: when each called last, and since when it is quieter than it ever was. */
  readonly panels: (site: SiteId) => SiteNotes['panels'];
};

/** What staff should know of a site besides its rings, as it is now; `onChange` tells when an operator or an account changed it. */
export function makeSiteNotes({ settings, linked, panels }: SiteNotesParts) {
  return {
    of: (site: SiteId): SiteNotes => ({
      site,
      residentsRing: settings.of(site).whichRing.kind === 'desk' && !holdsCalled(linked.ofSite(site)),
      panels: panels(site),
    }),
    onChange: (listener: (site: SiteId) => void) => {
      settings.onChange(listener);
      linked.onChange(listener);
    },
  };
}
