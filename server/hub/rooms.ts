import type { DeskId, SiteId } from '../../protocol/call.ts';

/** Every seat is in the room of its desk, and in that of each of its sites. */
export const siteRoom = (site: SiteId) => `site ${site}`;
export const deskRoom = (desk: DeskId) => `desk ${desk}`;
