import type { Result } from '../../../protocol/result.ts';
import type { VendorRefusal } from '../../butterflymx/rest.ts';
import type { Listing } from './listCalls.ts';
import { reconciling, type SiteWork } from './listedSite.ts';

/**
 * How long after a list the next one is read, in milliseconds. A fault of the vendor's own may be over with the next question, and a ring is
 * short: only what it means as a no makes the list rarer. Its own word on when to ask again goes before ours.
 */
export function pauseAfter(listing: Result<Listing, VendorRefusal>, { isMissing }: SiteWork): number {
  const asked = listing.ok ? undefined : listing.error.retryAfterMs;
  if (asked !== undefined) return Math.max(asked, reconciling.everyWhileMissingMs);
  if (!listing.ok && listing.error.status === 429) return reconciling.afterTooManyMs;
  const isNo = !listing.ok && (listing.error.kind === 'refused' || listing.error.kind === 'gone');
  if (isNo) return reconciling.afterNoMs;
  return isMissing ? reconciling.everyWhileMissingMs : reconciling.everyMs;
}
