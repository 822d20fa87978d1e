import type { SiteId } from '../../protocol/call.ts';
import type { AllSiteSettings } from '../desks/siteSettings.ts';

/** The operator's own name of a panel; null where there is none. From memory. */
export const ownPanelName =
  (settings: Pick<AllSiteSettings, 'of'>) =>
  (site: SiteId, panel: number): string | null =>
    settings.of(site).panelNames.find((named) => named.panel === panel)?.name ?? null;

/** Gives a panel another own name, or none. */
export async function namePanel(
  settings: Pick<AllSiteSettings, 'of' | 'change'>,
  site: SiteId,
  { panel, name }: { readonly panel: number; readonly name: string | null },
): Promise<void> {
  const others = settings.of(site).panelNames.filter((named) => named.panel !== panel);
  await settings.change(site, { panelNames: name === null ? others : [...others, { panel, name }] });
}
