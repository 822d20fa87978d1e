import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { SiteId } from '../../protocol/call.ts';
import { readable } from './readable.ts';

const Row = z.object({ name: z.string(), id: z.number().int().nullable() });

/** A panel that called: its name, and its v3 number where a delivery told it. */
export type PanelSeen = z.infer<typeof Row>;

/** The panels of a site's last 200 calls; one that has been silent longer is another alarm's matter. */
export function panelsSeen(database: DatabaseSync): (site: SiteId) => readonly PanelSeen[] {
  const find = database.prepare(`select panel as name, json_extract(ring, '$.call.panelId') as id
    from (select panel, ring from calls where site = :site order by received_at desc limit 200) group by name, id`);
  return (site) =>
    readable(
      find.all({ site }),
      (row) => Row.parse(row),
      () => {},
    );
}
