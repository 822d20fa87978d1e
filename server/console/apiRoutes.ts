import { isAbsolute } from 'node:path';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  BackupDone,
  BackupRequest,
  CallLine,
  DeskLine,
  DeskRequest,
  HookLine,
  HookRequest,
  InviteLine,
  InviteRequest,
  NewDesk,
  NewHook,
  NewInvite,
  Timeline,
} from '../../protocol/admin.ts';
import { CallId, Site, SiteId } from '../../protocol/call.ts';
import { Alarm } from '../../protocol/picture.ts';
import type { Alarms } from '../alerts/alarms.ts';
import { epochOf } from '../clock.ts';
import type { Operations } from './operations.ts';

/** The part of the web server below `/api`, whose routes are typed and checked by their schemas. */
export type ApiRoutes = ReturnType<typeof typedRoutes>;
export const typedRoutes = (scope: FastifyInstance) => scope.withTypeProvider<ZodTypeProvider>();

const Refusal = z.object({ error: z.string(), message: z.string() });
const Revoked = z.object({ revoked: z.literal(true) });
const noSuch = (what: string) => ({ error: 'not-found', message: `There is no such ${what}.` });

/** Hooks, whose keys let the vendor in, and the names of the sites that they belong to. */
export function hookRoutes(routes: ApiRoutes, operations: Operations): void {
  routes.post('/hooks', { schema: { body: HookRequest, response: { 200: NewHook } } }, async ({ body }) =>
    operations.createHook(body),
  );
  routes.get('/hooks', { schema: { response: { 200: z.array(HookLine) } } }, async () => [
    ...(await operations.listHooks()),
  ]);
  routes.delete(
    '/hooks/:id',
    { schema: { params: z.object({ id: z.string() }), response: { 200: Revoked, 404: Refusal } } },
    async ({ params }, reply) =>
      (await operations.revokeHook(params.id)) ? { revoked: true as const } : reply.code(404).send(noSuch('hook')),
  );
  routes.put(
    '/sites/:site',
    {
      schema: {
        params: z.object({ site: SiteId }),
        body: z.object({ name: z.string().trim().min(1).max(60) }),
        response: { 200: Site },
      },
    },
    async ({ params, body }) => {
      await operations.nameSite({ id: params.site, name: body.name });
      return { id: params.site, name: body.name };
    },
  );
}

/** Desks: made with a token at once, or invited by a one-time code that can be taken back. */
export function deskRoutes(routes: ApiRoutes, operations: Operations): void {
  routes.post('/desks', { schema: { body: DeskRequest, response: { 200: NewDesk } } }, async ({ body }) =>
    operations.createDesk(body),
  );
  routes.get('/desks', { schema: { response: { 200: z.array(DeskLine) } } }, async () => [
    ...(await operations.listDesks()),
  ]);
  routes.put(
    '/desks/:id',
    {
      schema: {
        params: z.object({ id: z.string() }),
        body: DeskRequest.pick({ sites: true }),
        response: { 200: z.object({ sites: z.array(SiteId) }), 404: Refusal },
      },
    },
    async ({ params, body }, reply) =>
      (await operations.moveDesk(params.id, body.sites))
        ? { sites: body.sites }
        : reply.code(404).send(noSuch('desk in force')),
  );
  routes.delete(
    '/desks/:id',
    { schema: { params: z.object({ id: z.string() }), response: { 200: Revoked, 404: Refusal } } },
    async ({ params }, reply) =>
      (await operations.revokeDesk(params.id)) ? { revoked: true as const } : reply.code(404).send(noSuch('desk')),
  );
  routes.post('/invites', { schema: { body: InviteRequest, response: { 200: NewInvite } } }, async ({ body }) =>
    operations.createInvite(body),
  );
  routes.get('/invites', { schema: { response: { 200: z.array(InviteLine) } } }, async () => [
    ...(await operations.listInvites()),
  ]);
  routes.delete(
    '/invites/:id',
    { schema: { params: z.object({ id: z.string() }), response: { 200: Revoked, 404: Refusal } } },
    async ({ params }, reply) =>
      (await operations.revokeInvite(params.id))
        ? { revoked: true as const }
        : reply.code(404).send(noSuch('invitation that can still be used')),
  );
}

/** What became of calls. */
const CallsQuery = z.object({
  site: SiteId.optional(),
  since: z
    .union([z.iso.datetime({ offset: true }), z.iso.date()], 'a time such as 2026-11-24 or 2026-11-24T07:00:00Z')
    .transform((text) => epochOf(text))
    .optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(50),
});

export function callRoutes(routes: ApiRoutes, operations: Operations): void {
  routes.get(
    '/calls',
    { schema: { querystring: CallsQuery, response: { 200: z.array(CallLine) } } },
    async ({ query }) => [...(await operations.listCalls(query))],
  );
  for (const path of ['/calls/:id', '/calls/:id/timeline'] as const) {
    routes.get(
      path,
      { schema: { params: z.object({ id: CallId }), response: { 200: Timeline, 404: Refusal } } },
      async ({ params }, reply) => (await operations.why(params.id)) ?? reply.code(404).send(noSuch('call')),
    );
  }
}

/** What an operator must know now. */
export function alarmRoutes(routes: ApiRoutes, alarms: Pick<Alarms, 'list' | 'dismiss'>): void {
  routes.get('/alarms', { schema: { response: { 200: z.array(Alarm) } } }, async () => [...alarms.list()]);
  routes.delete(
    '/alarms/:id',
    {
      schema: {
        params: z.object({ id: z.string() }),
        response: { 200: z.object({ dismissed: z.literal(true) }), 404: Refusal },
      },
    },
    async ({ params }, reply) =>
      alarms.dismiss(params.id) ? { dismissed: true as const } : reply.code(404).send(noSuch('alarm')),
  );
}

/** A copy of the journal, to a file of the relay's machine: only commands there may name one. */
export function backupRoute(
  routes: ApiRoutes,
  { backUp }: Operations,
  isHere: (request: FastifyRequest) => boolean,
): void {
  const refusal = (error: string, message: string) => ({ error, message });
  routes.post(
    '/backups',
    { schema: { body: BackupRequest, response: { 200: BackupDone, 403: Refusal, 409: Refusal } } },
    async (request, reply) => {
      if (!isHere(request))
        return reply.code(403).send(refusal('not-here', 'Run vestibule backup on the relay machine.'));
      const { file } = request.body;
      if (!isAbsolute(file)) return reply.code(409).send(refusal('failed', 'Name the file with its whole path.'));
      const made = await backUp(file);
      return made.ok ? { file } : reply.code(409).send(refusal('failed', made.error));
    },
  );
}
