import { z } from 'zod';

/** An operator's own name for a panel, by its v3 number: what staff see instead of the vendor's. */
export const PanelName = z.object({ panel: z.int().positive(), name: z.string().trim().min(1).max(60) }).readonly();
export type PanelName = z.infer<typeof PanelName>;

/** Which calls of a site ring. Calls to the front desk itself always do. */
export const WhichRing = z.discriminatedUnion('kind', [
  /** Calls to the linked accounts and to the front desk; every call while no account is linked. */
  z.object({ kind: z.literal('desk') }).readonly(),
  z.object({ kind: z.literal('all') }).readonly(),
  /** Besides the front desk, the units with these labels, as the panel's directory shows them. */
  z
    .object({ kind: z.literal('named'), units: z.array(z.string().trim().min(1).max(80)).max(500).readonly() })
    .readonly(),
]);
export type WhichRing = z.infer<typeof WhichRing>;

/** What an operator decides for one site. */
export const SiteSettings = z
  .object({
    /** The vendor's number of the building; null until an integration or an account told it. */
    buildingId: z.int().positive().nullable().default(null),
    /** The tenant in whose name doors are released (v4), so that the vendor's log names the desk; null: none is. */
    releaseTenantId: z.int().positive().nullable().default(null),
    whichRing: WhichRing.default({ kind: 'desk' }),
    /** What is kept of calls that do not ring here. */
    keepOthers: z.enum(['everything', 'without-names', 'nothing']).default('without-names'),
    panelNames: z.array(PanelName).max(500).readonly().default([]),
    /** Whether the own door of a call opens where no account can confirm that call: whoever has the hook's key could then open it. */
    doorsUnconfirmed: z.enum(['shut', 'open']).default('shut'),
  })
  .readonly();
export type SiteSettings = z.infer<typeof SiteSettings>;

/** What shall be otherwise at a site; what is left out stays as it is. */
export const SiteSettingsChange = z
  .object({
    buildingId: z.int().positive().nullable(),
    releaseTenantId: z.int().positive().nullable(),
    whichRing: WhichRing,
    keepOthers: z.enum(['everything', 'without-names', 'nothing']),
    panelNames: z.array(PanelName).max(500).readonly(),
    doorsUnconfirmed: z.enum(['shut', 'open']),
  })
  .partial();
export type SiteSettingsChange = z.infer<typeof SiteSettingsChange>;
