import { z } from 'zod';
import { HookScope } from '../../protocol/admin.ts';
import { SiteId } from '../../protocol/call.ts';
import {
  IntegrationChange,
  IntegrationDone,
  IntegrationId,
  IntegrationLine,
  IntegrationPlace,
  IntegrationRequest,
  RotationRequest,
} from '../../protocol/integration.ts';
import type { IntegrationRefusal, NotAllSeen } from '../butterflymx/integrations/integrationRefusals.ts';
import type { Integrations } from '../butterflymx/integrations/integrations.ts';
import type { ApiRoutes } from './apiRoutes.ts';

const Refusal = z.object({ error: z.string(), message: z.string() });
const refusals = { 404: Refusal, 409: Refusal, 502: Refusal, 504: Refusal };
/** `lines`: what was seen all the same, and what is remembered. */
const Partly = Refusal.extend({ lines: z.array(IntegrationLine) });
const partly = { 404: Partly, 409: Partly, 502: Partly, 504: Partly };
const params = z.object({ site: SiteId });
const oneParams = z.object({ site: SiteId, id: IntegrationId });
const Also = z
  .object({ scope: HookScope, target: z.coerce.number().int().positive() })
  .partial()
  .refine(({ scope, target }) => (scope === undefined) === (target === undefined), 'scope and target come together');

const placeIn = ({ scope, target }: z.infer<typeof Also>) =>
  scope === undefined || target === undefined ? undefined : { scope, target };

const statuses = {
  'no-account': 409,
  'no-public-address': 409,
  'no-building': 409,
  'not-ours': 409,
  'not-found': 404,
  'vendor-refused': 502,
  'vendor-unreadable': 502,
  'vendor-slow': 504,
} as const satisfies Readonly<Record<IntegrationRefusal['word'], 404 | 409 | 502 | 504>>;
const statusOf = ({ word }: IntegrationRefusal) => statuses[word];
const partlyTold = ({ lines, ...refusal }: NotAllSeen) => ({ ...told(refusal), lines: [...lines] });
const told = ({ word, message }: IntegrationRefusal) => ({ error: word, message });

/** Where the vendor delivers a site's calls: its webhook subscriptions, ours and others'. */
export function integrationRoutes(routes: ApiRoutes, integrations: Integrations): void {
  routes.get('/integrations', { schema: { response: { 200: z.array(IntegrationPlace) } } }, async () =>
    integrations.held().map(({ site, id }) => ({ site, id })),
  );
  routes.get(
    '/sites/:site/integrations',
    { schema: { params, querystring: Also, response: { 200: z.array(IntegrationLine), ...partly } } },
    async ({ params: { site }, query }, reply) => {
      const listed = await integrations.list(site, placeIn(query));
      return listed.ok ? [...listed.value] : reply.code(statusOf(listed.error)).send(partlyTold(listed.error));
    },
  );
  routes.post(
    '/sites/:site/integrations',
    { schema: { params, body: IntegrationRequest, response: { 200: IntegrationDone, ...refusals } } },
    async ({ params: { site }, body }, reply) => {
      const done = await integrations.create(site, body);
      return done.ok ? done.value : reply.code(statusOf(done.error)).send(told(done.error));
    },
  );
  routes.get(
    '/sites/:site/integrations/:id',
    { schema: { params: oneParams, querystring: Also, response: { 200: IntegrationLine, ...partly } } },
    async ({ params: { site, id }, query }, reply) => {
      const shown = await integrations.show(site, id, placeIn(query));
      return shown.ok ? shown.value : reply.code(statusOf(shown.error)).send(partlyTold(shown.error));
    },
  );
  changeRoutes(routes, integrations);
}

function changeRoutes(routes: ApiRoutes, integrations: Integrations): void {
  routes.put(
    '/sites/:site/integrations/:id',
    { schema: { params: oneParams, body: IntegrationChange, response: { 200: IntegrationDone, ...refusals } } },
    async ({ params: { site, id }, body }, reply) => {
      const done = await integrations.update(site, id, body.bindings);
      return done.ok ? done.value : reply.code(statusOf(done.error)).send(told(done.error));
    },
  );
  routes.post(
    '/sites/:site/integrations/:id/rotation',
    { schema: { params: oneParams, body: RotationRequest, response: { 200: IntegrationDone, ...refusals } } },
    async ({ params: { site, id }, body }, reply) => {
      const done = await integrations.rotate(site, id, body.overlapMinutes * 60_000);
      return done.ok ? done.value : reply.code(statusOf(done.error)).send(told(done.error));
    },
  );
  routes.delete(
    '/sites/:site/integrations/:id',
    { schema: { params: oneParams, response: { 200: z.object({ deleted: z.literal(true) }), ...refusals } } },
    async ({ params: { site, id } }, reply) => {
      const removed = await integrations.remove(site, id);
      return removed.ok ? { deleted: true as const } : reply.code(statusOf(removed.error)).send(told(removed.error));
    },
  );
}
