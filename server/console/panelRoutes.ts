import type { SiteId } from '../../protocol/call.ts';
import { type PanelLine, VendorNumber } from '../../protocol/door.ts';
import { operator } from '../../protocol/operator.ts';
import type { AllSiteSettings } from '../desks/siteSettings.ts';
import { namePanel } from '../panels/names.ts';
import type { Panels } from '../panels/panels.ts';
import type { ApiRoutes } from './apiRoutes.ts';
import { routeOf } from './routeOf.ts';

export type PanelRouteParts = {
  readonly lines: (site: SiteId) => readonly PanelLine[];
  readonly panels: Pick<Panels, 'forget'>;
  readonly settings: Pick<AllSiteSettings, 'of' | 'change'>;
};

const noSuchPanel = {
  error: 'not-found',
  message: 'No such panel has called. vestibule panel list names those that did.',
};

/** The panels of a site: those that called, their own names, and forgetting one that is no more. */
export function panelRoutes(routes: ApiRoutes, { lines, panels, settings }: PanelRouteParts): void {
  routes.route({ ...routeOf(operator.listPanels), handler: async ({ params: { site } }) => [...lines(site)] });
  routes.route({
    ...routeOf(operator.namePanel),
    handler: async ({ params: { site, panel }, body: { name } }) => {
      await namePanel(settings, site, { panel, name });
      return { name };
    },
  });
  routes.route({
    ...routeOf(operator.forgetPanel),
    handler: async ({ params: { site, panel } }, reply) => {
      const number = VendorNumber.safeParse(Number(panel));
      const isKnown = number.success && (await panels.forget(site, number.data));
      const wasNamed = number.success && settings.of(site).panelNames.some((named) => named.panel === number.data);
      if (number.success && wasNamed) await namePanel(settings, site, { panel: number.data, name: null });
      if (isKnown || wasNamed || (await panels.forget(site, panel))) return { forgotten: true as const };
      return reply.code(404).send(noSuchPanel);
    },
  });
}
