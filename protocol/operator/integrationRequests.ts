import { z } from 'zod';
import { HookScope } from '../admin.ts';
import { SiteId } from '../call.ts';
import {
  IntegrationChange,
  IntegrationDone,
  IntegrationId,
  IntegrationLine,
  IntegrationPlace,
  IntegrationRequest,
  RotationRequest,
} from '../integration.ts';
import { type OperatorRequests, Refusal } from './request.ts';

const ofSite = z.object({ site: SiteId });
const ofOne = ofSite.extend({ id: IntegrationId });

/** A building or tenant to be asked about besides the site's own. */
const Also = z
  .object({ scope: HookScope, target: z.coerce.number().int().positive() })
  .partial()
  .refine(({ scope, target }) => (scope === undefined) === (target === undefined), 'scope and target come together');

/** 502 and 504: the vendor refused, could not be read, or was slow. */
const refusals = { 404: Refusal, 409: Refusal, 502: Refusal, 504: Refusal } as const;

/** A refusal of the vendor's about a part: `lines` is what was seen all the same, and what is remembered. */
export const PartlySeen = Refusal.extend({ lines: z.array(IntegrationLine) });
const partly = { 404: PartlySeen, 409: PartlySeen, 502: PartlySeen, 504: PartlySeen } as const;

/** Where the vendor delivers a site's calls: its webhook subscriptions, ours and others'. */
export const integrationRequests = {
  /** Which site each one is of that the relay registered. */
  listIntegrationPlaces: { method: 'GET', path: '/integrations', replies: { 200: z.array(IntegrationPlace) } },
  /** Lists those of a site. */
  listIntegrations: {
    method: 'GET',
    path: '/sites/:site/integrations',
    params: ofSite,
    querystring: Also,
    replies: { 200: z.array(IntegrationLine), ...partly },
  },
  /** Registers this relay, or finds that it is registered. */
  createIntegration: {
    method: 'POST',
    path: '/sites/:site/integrations',
    params: ofSite,
    body: IntegrationRequest,
    replies: { 200: IntegrationDone, ...refusals },
  },
  /** One of them. */
  showIntegration: {
    method: 'GET',
    path: '/sites/:site/integrations/:id',
    params: ofOne,
    querystring: Also,
    replies: { 200: IntegrationLine, ...partly },
  },
  /** Changes what one of ours delivers. */
  changeIntegration: {
    method: 'PUT',
    path: '/sites/:site/integrations/:id',
    params: ofOne,
    body: IntegrationChange,
    replies: { 200: IntegrationDone, ...refusals },
  },
  /** Gives one of ours a new key; the old one stays good for a while. */
  rotateIntegration: {
    method: 'POST',
    path: '/sites/:site/integrations/:id/rotation',
    params: ofOne,
    body: RotationRequest,
    replies: { 200: IntegrationDone, ...refusals },
  },
  /** Ends the deliveries of one of ours, and revokes its key. */
  deleteIntegration: {
    method: 'DELETE',
    path: '/sites/:site/integrations/:id',
    params: ofOne,
    replies: { 200: z.object({ deleted: z.literal(true) }), ...refusals },
  },
} as const satisfies OperatorRequests;
