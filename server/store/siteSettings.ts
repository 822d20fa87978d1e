import { z } from 'zod';
import { SiteId } from '../../protocol/call.ts';
import { SiteSettings } from '../../protocol/site.ts';
import type { SiteSettingsStore } from '../desks/siteSettings.ts';
import type { Database } from './database.ts';
import { readable } from './readable.ts';

const Row = z.object({ site: SiteId, settings: z.string().transform((text) => SiteSettings.parse(JSON.parse(text))) });

const all = 'select site, settings from site_settings';
const save = `insert into site_settings (site, settings) values (:site, :settings)
  on conflict (site) do update set settings = excluded.settings`;

/** Site settings beside the journal. A row that cannot be read counts as none: the defaults ring rather more than less. */
export function siteSettings(database: Database): SiteSettingsStore {
  return {
    load: async () =>
      readable(
        await database.all(all),
        (row) => Row.parse(row),
        () => {},
      ),
    save: (site, settings) =>
      database.write(async (sql) => void (await sql.run(save, { site, settings: JSON.stringify(settings) }))),
  };
}
