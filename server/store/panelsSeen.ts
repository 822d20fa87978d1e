import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { EpochMs, type SiteId } from '../../protocol/call.ts';
import { VendorNumber } from '../../protocol/door.ts';
import { readable } from './sqlite/readable.ts';

const Row = z.object({ name: z.string(), number: VendorNumber.nullable().catch(null), lastCallAt: EpochMs });

/** A panel that called: its name at its last call, and its v3 number where a delivery told it. */
export type PanelSeen = z.infer<typeof Row>;

/** The panels of a site's last 200 calls that ButterflyMX confirmed and that can be read, the latest first; one that has been silent longer is another alarm's matter. */
export function panelsSeen(database: DatabaseSync): (site: SiteId) => readonly PanelSeen[] {
  const find = database.prepare(`select name, number, max(at) as lastCallAt from (
      select panel as name, json_extract(ring, '$.call.panelId') as number, received_at as at from calls
      where site = :site and in_doubt = 0 and coalesce(confirmation, 'confirmed') = 'confirmed' and case when json_valid(ring) then not coalesce(json_extract(ring, '$.call.unreadable'), 0) end order by received_at desc limit 200)
    group by coalesce(number, name) order by lastCallAt desc`);
  return (site) => {
    const seen = readable(
      find.all({ site }),
      (row) => Row.parse(row),
      () => {},
    );
    return seen.filter(({ name, number }) => number !== null || !seen.some(isNumbered(name)));
  };
}

/** A call found in the vendor's list has no number of its panel; another call of that panel may have told it. */
const isNumbered = (wanted: string) => (panel: PanelSeen) => panel.name === wanted && panel.number !== null;
