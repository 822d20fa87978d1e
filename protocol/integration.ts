import { z } from 'zod';
import { HookScope } from './admin.ts';
import { EpochMs, SiteId } from './call.ts';

/** What of a resource is delivered, in the vendor's words; an entry of another program may hold words that are not known here. */
export const Binding = z
  .object({ resource: z.string().min(1).max(80), actions: z.array(z.string().min(1).max(80)).max(20).readonly() })
  .readonly();
export type Binding = z.infer<typeof Binding>;

/** Which site an integration is of, as the relay remembers it. */
export const IntegrationPlace = z.object({ site: SiteId, id: z.string() }).readonly();

/** What can be asked for: `access_log` and `door_release` are two names of the same thing (the vendor's page tells both). */
export const WantedBinding = z.discriminatedUnion('resource', [
  z
    .object({
      resource: z.literal('call'),
      actions: z
        .array(z.enum(['create', 'status_update']))
        .min(1)
        .max(2)
        .readonly(),
    })
    .readonly(),
  z
    .object({
      resource: z.enum(['access_log', 'door_release']),
      actions: z.array(z.literal('create')).length(1).readonly(),
    })
    .readonly(),
]);
export type WantedBinding = z.infer<typeof WantedBinding>;
const WantedBindings = z.array(WantedBinding).min(1).max(3).readonly();

/** The vendor's number of an entry, as text: some answers write it as a number, some as a string, and one form has only a guid. */
export const IntegrationId = z.string().min(1).max(80).brand<'IntegrationId'>();
export type IntegrationId = z.infer<typeof IntegrationId>;

/** `target` is the vendor's number of the building or tenant; without it the site's building is meant. */
export const IntegrationRequest = z.object({
  scope: HookScope.default('building'),
  target: z.int().positive().optional(),
  bindings: WantedBindings.default([
    { resource: 'call', actions: ['create', 'status_update'] },
    { resource: 'access_log', actions: ['create'] },
  ]),
});
export type IntegrationRequest = z.infer<typeof IntegrationRequest>;

/** What a registration shall bind from now on; what is left out stops. */
export const IntegrationChange = z.object({ bindings: WantedBindings });

/** How long the old key stays good once the vendor has the new one. */
export const RotationRequest = z.object({ overlapMinutes: z.int().min(1).max(10_080).default(60) });

/**
 * `in-order`: it is there as it was registered. `changed`: it is there, but not as it was registered, `why` says how. `gone`: the vendor has
 * it no longer. `unused`: it is at our address, but its key is not in force or this site did not register it. `foreign`: another program's.
 */
export const IntegrationState = z.enum(['in-order', 'changed', 'gone', 'unused', 'foreign']);
export type IntegrationState = z.infer<typeof IntegrationState>;

/** One webhook subscription, as the vendor has it and as the relay remembers it. */
export const IntegrationLine = z
  .object({
    site: SiteId,
    id: IntegrationId,
    scope: HookScope,
    target: z.int(),
    /** Which of the vendor's interfaces holds it: tenants' status updates may be had from v3 only. */
    api: z.enum(['v3', 'v4']),
    state: IntegrationState,
    why: z.string().nullable(),
    /** Where it delivers; our own keys are masked, for whoever knows one may deliver. Null where the vendor does not tell. */
    url: z.string().nullable(),
    /** The hook behind that address; null for a foreign one. */
    hook: z.object({ id: z.string(), inForce: z.boolean() }).readonly().nullable(),
    /** Null where neither the vendor nor the relay can tell. */
    bindings: z.array(Binding).readonly().nullable(),
    /** A rotation has no known end: both keys are good until the next one. */
    rotationCutShort: z.boolean(),
    /** Until when a key that was replaced is still good. */
    oldKeyUntil: EpochMs.nullable(),
    /** When the vendor was last seen to have it, or to have it no longer. */
    checkedAt: EpochMs.nullable(),
  })
  .readonly();
export type IntegrationLine = z.infer<typeof IntegrationLine>;

/** `registered`: new. `reused`: one at our address was there already. `repaired`: one was there with a key that is no longer good. `updated`: it was changed. */
export const IntegrationDone = z
  .object({
    integration: IntegrationLine,
    did: z.enum(['registered', 'reused', 'repaired', 'updated']),
    /** Bindings that the vendor did not take, with its words. */
    refused: z.array(Binding).readonly(),
    says: z.string().nullable(),
  })
  .readonly();
export type IntegrationDone = z.infer<typeof IntegrationDone>;
