import type { DeskId, SiteId } from '../../protocol/call.ts';

/** Every seat is in the room of its desk, and in that of each of its sites. */
export const siteRoom = (site: SiteId) => `site ${site}`;
/** Those of them whose pages speak the protocol before: they are told rings in its words. */
export const oldRoom = (site: SiteId) => `site ${site} in one`;
export const deskRoom = (desk: DeskId) => `desk ${desk}`;
