import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { SiteId } from '../../../protocol/call.ts';
import { SiteSettings } from '../../../protocol/site.ts';
import type { SiteSettingsStore } from '../../desks/siteSettings.ts';
import { writeWhole } from '../wholeFile.ts';

const Copy = z.array(z.object({ site: SiteId, settings: SiteSettings }));

const fileName = 'settings.json';

/**
 * The same store, copied beside the journal after every change. Accounts outlive a damaged journal, and where an account is linked the
 * defaults ring for the front desk alone: a site where all calls ring must not fall silent. First puts back what the journal lost.
 */
export async function copiedSiteSettings(
  store: SiteSettingsStore,
  dataDir: string,
  reportFailure: (error: unknown) => void,
): Promise<SiteSettingsStore> {
  const path = join(dataDir, fileName);
  const write = async () => writeWhole(path, JSON.stringify(await store.load()));
  /** One copy after another, so that the newest is the last. */
  let last: Promise<void> = Promise.resolve();
  const copy = () => {
    last = last.then(write).catch(reportFailure);
    return last;
  };
  const known = new Set((await store.load()).map(({ site }) => site));
  for (const { site, settings } of await readCopy(path))
    if (!known.has(site)) await store.save(site, settings).catch(reportFailure);
  if ((await store.load()).length > 0) await copy();
  return {
    load: store.load,
    save: async (site, settings) => {
      await store.save(site, settings);
      await copy();
    },
  };
}

async function readCopy(path: string): Promise<z.infer<typeof Copy>> {
  try {
    return Copy.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return [];
  }
}
