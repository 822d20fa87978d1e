import { operator } from '../../protocol/operator.ts';
import type { AllSiteSettings } from '../desks/siteSettings.ts';
import type { ApiRoutes } from './apiRoutes.ts';
import { routeOf } from './routeOf.ts';

/** What an operator decides for one site: which calls ring, what is kept of others, the vendor's numbers for it. */
export function siteRoutes(routes: ApiRoutes, settings: AllSiteSettings): void {
  routes.route({ ...routeOf(operator.showSite), handler: async ({ params: { site } }) => settings.of(site) });
  routes.route({
    ...routeOf(operator.changeSite),
    handler: async ({ params: { site }, body }) => settings.change(site, body),
  });
}
