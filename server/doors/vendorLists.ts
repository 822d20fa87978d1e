import type { VendorDoors } from '../butterflymx/doors.ts';
import type { VendorRefusal } from '../butterflymx/rest.ts';
import type { AllSiteSettings } from '../desks/siteSettings.ts';
import type { VendorLists } from './addDoor.ts';

/** The vendor's lists for an operator: of the site's building where its number is known, with a sentence where they cannot be read. */
export const listsFor =
  (vendor: Pick<VendorDoors, 'list'>, settings: Pick<AllSiteSettings, 'of'>): VendorLists =>
  async (site) => {
    const listed = await vendor.list(site, settings.of(site).buildingId);
    return listed.ok ? listed : { ok: false, error: sentenceOf(listed.error) };
  };

function sentenceOf({ kind, status, says }: VendorRefusal): string {
  switch (kind) {
    case 'no-account':
      return 'No account is linked that could read ButterflyMX’s lists. Link one with vestibule connect.';
    case 'slow':
      return 'ButterflyMX did not answer in time. Try again.';
    case 'unreadable':
      return 'ButterflyMX answered in a shape that is not known.';
    case 'unwell':
      return `ButterflyMX answered with a fault of its own${status === null ? '' : ` (${status})`}. Try again later.`;
    case 'refused':
    case 'gone':
      if (status === 429) return 'ButterflyMX wants to be asked less often. Try again in some minutes.';
      return `ButterflyMX refused its lists${says === null ? (status === null ? '' : ` (${status})`) : `: ${says}`}. Check the linked account.`;
  }
}
