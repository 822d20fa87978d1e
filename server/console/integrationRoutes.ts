import type { HookScope } from '../../protocol/admin.ts';
import { operator } from '../../protocol/operator.ts';
import type { IntegrationRefusal, NotAllSeen } from '../butterflymx/integrations/integrationRefusals.ts';
import type { Integrations } from '../butterflymx/integrations/integrations.ts';
import type { ApiRoutes } from './apiRoutes.ts';
import { routeOf } from './routeOf.ts';

type Place = { readonly scope?: HookScope | undefined; readonly target?: number | undefined };
const placeIn = ({ scope, target }: Place) =>
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
  routes.route({
    ...routeOf(operator.listIntegrationPlaces),
    handler: async () => integrations.held().map(({ site, id }) => ({ site, id })),
  });
  routes.route({
    ...routeOf(operator.listIntegrations),
    handler: async ({ params: { site }, query }, reply) => {
      const listed = await integrations.list(site, placeIn(query));
      return listed.ok ? [...listed.value] : reply.code(statusOf(listed.error)).send(partlyTold(listed.error));
    },
  });
  routes.route({
    ...routeOf(operator.createIntegration),
    handler: async ({ params: { site }, body }, reply) => {
      const done = await integrations.create(site, body);
      return done.ok ? done.value : reply.code(statusOf(done.error)).send(told(done.error));
    },
  });
  routes.route({
    ...routeOf(operator.showIntegration),
    handler: async ({ params: { site, id }, query }, reply) => {
      const shown = await integrations.show(site, id, placeIn(query));
      return shown.ok ? shown.value : reply.code(statusOf(shown.error)).send(partlyTold(shown.error));
    },
  });
  changeRoutes(routes, integrations);
}

function changeRoutes(routes: ApiRoutes, integrations: Integrations): void {
  routes.route({
    ...routeOf(operator.changeIntegration),
    handler: async ({ params: { site, id }, body }, reply) => {
      const done = await integrations.update(site, id, body.bindings);
      return done.ok ? done.value : reply.code(statusOf(done.error)).send(told(done.error));
    },
  });
  routes.route({
    ...routeOf(operator.rotateIntegration),
    handler: async ({ params: { site, id }, body }, reply) => {
      const done = await integrations.rotate(site, id, body.overlapMinutes * 60_000);
      return done.ok ? done.value : reply.code(statusOf(done.error)).send(told(done.error));
    },
  });
  routes.route({
    ...routeOf(operator.deleteIntegration),
    handler: async ({ params: { site, id } }, reply) => {
      const removed = await integrations.remove(site, id);
      return removed.ok ? { deleted: true as const } : reply.code(statusOf(removed.error)).send(told(removed.error));
    },
  });
}
