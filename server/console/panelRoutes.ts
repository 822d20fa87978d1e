import { z } from 'zod';
import { SiteId } from '../../protocol/call.ts';
import { OwnPanelName, PanelLine, VendorNumber } from '../../protocol/door.ts';
import type { AllSiteSettings } from '../desks/siteSettings.ts';
import { namePanel } from '../panels/names.ts';
import type { Panels } from '../panels/panels.ts';
import type { ApiRoutes } from './apiRoutes.ts';

export type PanelRouteParts = {
  readonly lines: (site: SiteId) => readonly PanelLine[];
  readonly panels: Pick<Panels, 'forget'>;
  readonly settings: Pick<AllSiteSettings, 'of' | 'change'>;
};

const Refusal = z.object({ error: z.string(), message: z.string() });
const noSuchPanel = {
  error: 'not-found',
  message: 'No such panel has called. vestibule panel list names those that did.',
};
const ofSite = z.object({ site: SiteId });

/** The panels of a site: those that called, their own names, and forgetting one that is no more. */
export function panelRoutes(routes: ApiRoutes, { lines, panels, settings }: PanelRouteParts): void {
  routes.get(
    '/sites/:site/panels',
    { schema: { params: ofSite, response: { 200: z.array(PanelLine) } } },
    async ({ params: { site } }) => [...lines(site)],
  );
  routes.put(
    '/sites/:site/panels/:panel',
    {
      schema: {
        params: ofSite.extend({ panel: z.coerce.number().pipe(VendorNumber) }),
        body: OwnPanelName,
        response: { 200: OwnPanelName },
      },
    },
    async ({ params: { site, panel }, body: { name } }) => {
      await namePanel(settings, site, { panel, name });
      return { name };
    },
  );
  routes.delete(
    '/sites/:site/panels/:panel',
    {
      schema: {
        params: ofSite.extend({ panel: z.string() }),
        response: { 200: z.object({ forgotten: z.literal(true) }), 404: Refusal },
      },
    },
    async ({ params: { site, panel } }, reply) => {
      const number = VendorNumber.safeParse(Number(panel));
      const isKnown = number.success && (await panels.forget(site, number.data));
      const wasNamed = number.success && settings.of(site).panelNames.some((named) => named.panel === number.data);
      if (number.success && wasNamed) await namePanel(settings, site, { panel: number.data, name: null });
      if (isKnown || wasNamed || (await panels.forget(site, panel))) return { forgotten: true as const };
      return reply.code(404).send(noSuchPanel);
    },
  );
}
