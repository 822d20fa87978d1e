import type { EpochMs, SiteId } from '../../protocol/call.ts';

/** A panel that called: its name at its last call, and its v3 number where a delivery told it. */
export type PanelSeen = { readonly name: string; readonly number: number | null; readonly lastCallAt: EpochMs };

/** The panels of a site's last calls, the latest first. */
export type PanelsSeen = { readonly of: (site: SiteId) => Promise<readonly PanelSeen[]> };
