import { z } from 'zod';
import type { StartOver } from '../demo/startOver.ts';
import type { ApiRoutes } from './apiRoutes.ts';

/** For demonstrations; there are none of these where the vendor is real. */
export function demoRoutes(routes: ApiRoutes, startOver: StartOver): void {
  const Refusal = z.object({ error: z.string(), message: z.string() });
  routes.post(
    '/demo/start-over',
    { schema: { response: { 200: z.object({ startedOver: z.literal(true) }), 404: Refusal } } },
    async (_request, reply) => {
      if ((await startOver()) === 'done') return { startedOver: true as const };
      return reply.code(404).send({
        error: 'not-simulated',
        message: 'No simulator answers at the vendor’s address. Nothing was deleted.',
      });
    },
  );
}
