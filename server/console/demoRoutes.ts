import { operator } from '../../protocol/operator.ts';
import type { StartOver } from '../demo/startOver.ts';
import type { ApiRoutes } from './apiRoutes.ts';
import { routeOf } from './routeOf.ts';

/** For demonstrations; there are none of these where the vendor is real. */
export function demoRoutes(routes: ApiRoutes, startOver: StartOver): void {
  routes.route({
    ...routeOf(operator.startOver),
    handler: async (_request, reply) => {
      if ((await startOver()) === 'done') return { startedOver: true as const };
      return reply.code(404).send({
        error: 'not-simulated',
        message: 'No simulator answers at the vendor’s address. Nothing was deleted.',
      });
    },
  });
}
