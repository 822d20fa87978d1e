import { z } from 'zod';
import { SiteId } from '../../protocol/call.ts';
import { SiteSettings, SiteSettingsChange } from '../../protocol/site.ts';
import type { AllSiteSettings } from '../desks/siteSettings.ts';
import type { ApiRoutes } from './apiRoutes.ts';

/** What an operator decides for one site: which calls ring, what is kept of others, the vendor's numbers for it. */
export function siteRoutes(routes: ApiRoutes, settings: AllSiteSettings): void {
  const params = z.object({ site: SiteId });
  routes.get(
    '/sites/:site/settings',
    { schema: { params, response: { 200: SiteSettings } } },
    async ({ params: { site } }) => settings.of(site),
  );
  routes.put(
    '/sites/:site/settings',
    { schema: { params, body: SiteSettingsChange, response: { 200: SiteSettings } } },
    async ({ params: { site }, body }) => settings.change(site, body),
  );
}
