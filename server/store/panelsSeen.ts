import { z } from 'zod';
import { EpochMs } from '../../protocol/call.ts';
import { VendorNumber } from '../../protocol/door.ts';
import type { PanelSeen, PanelsSeen } from '../panels/seen.ts';
import type { Database } from './database.ts';
import { readable } from './readable.ts';

const Row = z.object({
  name: z.string(),
  number: VendorNumber.nullable().catch(null),
  lastCallAt: EpochMs,
});

/** The newest calls of a site, of which panels are read. */
const find = `select panel as name, panel_id as number, received_at as "lastCallAt" from calls
  where site = :site and in_doubt = 0 and coalesce(confirmation, 'confirmed') = 'confirmed' and unreadable = 0
  order by received_at desc limit 200`;

/** The panels of a site's last 200 calls that ButterflyMX confirmed and that can be read, the latest first; one that has been silent longer is another alarm's matter. */
export function panelsSeen({ all }: Database): PanelsSeen {
  return {
    of: async (site) => {
      const rows = readable(
        await all(find, { site }),
        (row) => Row.parse(row),
        () => {},
      );
      const latest = rows.filter((row, place) => rows.findIndex((other) => keyOf(other) === keyOf(row)) === place);
      return latest.filter(({ name, number }) => number !== null || !latest.some(isNumbered(name)));
    },
  };
}

const keyOf = ({ name, number }: PanelSeen) => number ?? name;

/** A call found in the vendor's list has no number of its panel; another call of that panel may have told it. */
const isNumbered = (wanted: string) => (panel: PanelSeen) => panel.name === wanted && panel.number !== null;
