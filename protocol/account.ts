import { z } from 'zod';
import { EpochMs, SiteId } from './call.ts';

/** Where an account lives, by name; hosts as the vendor's SDK lists them. */
export const Region = z.enum(['production-na', 'production-eu', 'sandbox', 'staging-na', 'staging-eu']);
export type Region = z.infer<typeof Region>;

/** What an account is linked for: a building administrator's for integrations and lists, the called account's for calls. */
export const LinkedRole = z.enum(['administrator', 'called']);

/** Begins to link an account. Without a client id, the one that was used last. */
export const LinkRequest = z.object({
  sites: z.array(SiteId).min(1).max(50),
  role: z.enum(['administrator', 'called', 'both']),
  region: Region.optional(),
  client: z.string().trim().min(1).max(200).optional(),
  secret: z.string().trim().min(1).max(500).optional(),
  /** True: ButterflyMX sends the person back to the relay; false: it shows a code to copy. */
  redirect: z.boolean().default(false),
  label: z.string().trim().min(1).max(60).optional(),
});
export type LinkRequest = z.infer<typeof LinkRequest>;

/** A link that waits for its person: who opens `url` signs in and allows it, once, until `expiresAt`. */
export const NewLink = z.object({ state: z.string(), url: z.string(), redirect: z.boolean(), expiresAt: EpochMs });
export type NewLink = z.infer<typeof NewLink>;

/** What a person copies from ButterflyMX's page after signing in: the authorization code, good once. */
export const LinkCode = z.object({ code: z.string().trim().min(1).max(2_000) });

/** What became of a link. `gone`: unknown, or too old. */
export const LinkOutcome = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('waiting') }),
  z.object({ outcome: z.literal('linked'), account: z.string() }),
  z.object({ outcome: z.literal('failed'), message: z.string() }),
  z.object({ outcome: z.literal('gone') }),
]);
export type LinkOutcome = z.infer<typeof LinkOutcome>;

/** A tenant that an account may act for; numbers as the vendor's `me` tells them. */
export const TenantLine = z
  .object({
    id: z.int(),
    buildingId: z.int().nullable(),
    unitId: z.int().nullable(),
    unit: z.string().nullable(),
  })
  .readonly();

/** One linked account, without any secret. */
export const AccountLine = z.object({
  account: z.string(),
  label: z.string().nullable(),
  region: Region,
  client: z.string(),
  /**
   * `uncertain`: a renewal has no known result and is tried again. `refused`: link it again, or see `because`. `turned-away`: it is renewed,
   * and the API refuses what it asks.
   */
  state: z.enum(['linked', 'refused', 'uncertain', 'turned-away']),
  /** A sentence where the state needs one. */
  because: z.string().nullable(),
  sites: z.array(z.object({ site: SiteId, role: LinkedRole })),
  tenants: z.array(TenantLine),
  /** By which numbers webhooks call this account's users, as set-up calls showed. */
  users: z.array(z.object({ site: SiteId, userId: z.int() })),
  linkedAt: EpochMs,
  renewedAt: EpochMs,
  expiresAt: EpochMs,
});
export type AccountLine = z.infer<typeof AccountLine>;

/** An account is forgotten whatever ButterflyMX says; `revoked`: it said that it took the tokens back. `message` is for a person. */
export const ForgottenAccount = z.object({ forgotten: z.literal(true), revoked: z.boolean(), message: z.string() });
export type ForgottenAccount = z.infer<typeof ForgottenAccount>;
