import { operator } from '../../protocol/operator.ts';
import type { CheckQuestions } from '../install/checkQuestions.ts';
import type { ApiRoutes } from './apiRoutes.ts';
import { routeOf } from './routeOf.ts';

/** Whether a visitor's press would be heard: the list, and one press followed through. */
export function checkRoutes(routes: ApiRoutes, { check, press, heard }: CheckQuestions): void {
  routes.route({ ...routeOf(operator.checkSite), handler: async ({ params: { site } }) => check(site) });
  routes.route({
    ...routeOf(operator.followPress),
    handler: async ({ params: { site }, query }) => press(site, query.since),
  });
  routes.route({
    ...routeOf(operator.noteHeard),
    handler: async ({ params: { site }, body }) => {
      await heard(site, body.since);
      return { noted: true as const };
    },
  });
}

/** Where no relay runs there is nothing to check: a desk could not be heard. */
export function checkNeedsRelay(routes: ApiRoutes): void {
  const { method, path } = operator.checkSite;
  routes.route({
    method,
    url: path,
    handler: async (_request, reply) =>
      reply.code(409).send({
        error: 'no-relay',
        message: 'The relay does not run. Start it (npm run relay, or its service), then check again.',
      }),
  });
}
