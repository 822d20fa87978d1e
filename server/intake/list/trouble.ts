import type { Result } from '../../../protocol/result.ts';
import type { VendorRefusal } from '../../butterflymx/rest.ts';
import type { Log } from '../../log.ts';
import type { Listing } from './listCalls.ts';
import type { SiteWork } from './listedSite.ts';

/** Writes on the log what is wrong with a site's list, and when it is over; each once. What passes by itself is not told. */
export function tellTrouble(
  work: Pick<SiteWork, 'site' | 'trouble'>,
  listing: Result<Listing, VendorRefusal>,
  log: Pick<Log, 'info' | 'warn'>,
): void {
  const trouble = listing.ok ? (listing.value.isFiltered ? null : 'its time filter is ignored') : listing.error.kind;
  if (trouble === work.trouble || trouble === 'slow' || trouble === 'no-account') return;
  if (trouble === null) log.info({ site: work.site }, 'the list of calls is read again');
  else log.warn({ site: work.site, trouble }, 'the list of calls cannot be read as it should');
  work.trouble = trouble;
}
