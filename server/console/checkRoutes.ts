import { z } from 'zod';
import { EpochMs, SiteId } from '../../protocol/call.ts';
import { CheckReport, PressReport } from '../../protocol/check.ts';
import type { CheckQuestions } from '../install/checkQuestions.ts';
import type { ApiRoutes } from './apiRoutes.ts';

/** Whether a visitor's press would be heard: the list, and one press followed through. */
export function checkRoutes(routes: ApiRoutes, { check, press, heard }: CheckQuestions): void {
  const params = z.object({ site: SiteId });
  const since = z.object({ since: z.coerce.number().pipe(EpochMs) });
  routes.get(
    '/sites/:site/check',
    { schema: { params, response: { 200: CheckReport } } },
    async ({ params: { site } }) => check(site),
  );
  routes.get(
    '/sites/:site/check/press',
    { schema: { params, querystring: since, response: { 200: PressReport } } },
    async ({ params: { site }, query }) => press(site, query.since),
  );
  routes.post(
    '/sites/:site/check/heard',
    { schema: { params, body: z.object({ since: EpochMs }), response: { 200: z.object({ noted: z.literal(true) }) } } },
    async ({ params: { site }, body }) => {
      await heard(site, body.since);
      return { noted: true as const };
    },
  );
}

/** Where no relay runs there is nothing to check: a desk could not be heard. */
export function checkNeedsRelay(routes: ApiRoutes): void {
  routes.get('/sites/:site/check', async (_request, reply) =>
    reply.code(409).send({
      error: 'no-relay',
      message: 'The relay does not run. Start it (npm run relay, or its service), then check again.',
    }),
  );
}
