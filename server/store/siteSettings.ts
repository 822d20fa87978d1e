import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { SiteId } from '../../protocol/call.ts';
import { SiteSettings } from '../../protocol/site.ts';
import type { SiteSettingsStore } from '../desks/siteSettings.ts';
import type { GroupCommit } from './sqlite/groupCommit.ts';
import { readable } from './sqlite/readable.ts';

const Row = z.object({ site: SiteId, settings: z.string().transform((text) => SiteSettings.parse(JSON.parse(text))) });

/** Site settings in the journal's file. A row that cannot be read counts as none: the defaults ring rather more than less. */
export function sqliteSiteSettings(database: DatabaseSync, { write }: GroupCommit): SiteSettingsStore {
  const save = database.prepare(
    'insert into site_settings (site, settings) values (:site, :settings) on conflict (site) do update set settings = :settings',
  );
  return {
    load: () =>
      readable(
        database.prepare('select site, settings from site_settings').all(),
        (row) => Row.parse(row),
        () => {},
      ),
    save: (site, settings) => write(() => void save.run({ site, settings: JSON.stringify(settings) })),
  };
}
