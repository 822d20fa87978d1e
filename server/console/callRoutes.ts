import { z } from 'zod';
import { CallLine, Timeline } from '../../protocol/admin.ts';
import { CallId, EpochMs, SiteId } from '../../protocol/call.ts';
import { Alarm } from '../../protocol/desk.ts';
import type { OperatorParts, TypedApp } from './operatorApi.ts';
import { Refusal, unknown } from './refusals.ts';

/** A time as people and programs write it, e.g. 2026-11-24 or 2026-11-24T07:00:00Z. */
const Since = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()])
  .pipe(z.coerce.date())
  .transform((date) => EpochMs.parse(date.getTime()));

const CallsQuery = z.object({
  site: SiteId.optional(),
  since: Since.optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(50),
});

/** What became of calls, and what an operator must know now. */
export function callRoutes(app: TypedApp, { archive, alarms }: Pick<OperatorParts, 'archive' | 'alarms'>): void {
  app.get(
    '/api/calls',
    { schema: { querystring: CallsQuery, response: { 200: z.array(CallLine) } } },
    async (request) => [...(await archive.calls(request.query))],
  );

  const asking = { params: z.object({ id: CallId }), response: { 200: Timeline, 404: Refusal } };
  app.get('/api/calls/:id', { schema: asking }, async (request, reply) => {
    const timeline = await archive.timeline(request.params.id);
    return timeline === null ? reply.code(404).send(unknown('call')) : reply.send(timeline);
  });

  app.get('/api/alarms', { schema: { response: { 200: z.array(Alarm) } } }, async () => [...alarms.list()]);
}
