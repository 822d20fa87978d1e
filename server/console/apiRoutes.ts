import { isAbsolute } from 'node:path';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { operator } from '../../protocol/operator.ts';
import type { Alarms } from '../alerts/alarms.ts';
import { epochOf } from '../clock.ts';
import type { Operations } from './operations.ts';
import { routeOf } from './routeOf.ts';

/** The part of the web server below `/api`, whose routes are typed and checked by their schemas. */
export type ApiRoutes = ReturnType<typeof typedRoutes>;
export const typedRoutes = (scope: FastifyInstance) => scope.withTypeProvider<ZodTypeProvider>();

const noSuch = (what: string) => ({ error: 'not-found', message: `There is no such ${what}.` });

/** Hooks, whose keys let the vendor in, and the names of the sites that they belong to. */
export function hookRoutes(routes: ApiRoutes, operations: Operations): void {
  routes.route({ ...routeOf(operator.createHook), handler: async ({ body }) => operations.createHook(body) });
  routes.route({ ...routeOf(operator.listHooks), handler: async () => [...(await operations.listHooks())] });
  routes.route({
    ...routeOf(operator.revokeHook),
    handler: async ({ params }, reply) =>
      (await operations.revokeHook(params.id)) ? { revoked: true as const } : reply.code(404).send(noSuch('hook')),
  });
  routes.route({
    ...routeOf(operator.nameSite),
    handler: async ({ params, body }) => {
      await operations.nameSite({ id: params.site, name: body.name });
      return { id: params.site, name: body.name };
    },
  });
}

/** Desks: made with a token at once, or invited by a one-time code that can be taken back. */
export function deskRoutes(routes: ApiRoutes, operations: Operations): void {
  routes.route({ ...routeOf(operator.createDesk), handler: async ({ body }) => operations.createDesk(body) });
  routes.route({ ...routeOf(operator.listDesks), handler: async () => [...(await operations.listDesks())] });
  routes.route({
    ...routeOf(operator.moveDesk),
    handler: async ({ params, body }, reply) =>
      (await operations.moveDesk(params.id, body.sites))
        ? { sites: body.sites }
        : reply.code(404).send(noSuch('desk in force')),
  });
  routes.route({
    ...routeOf(operator.revokeDesk),
    handler: async ({ params }, reply) =>
      (await operations.revokeDesk(params.id)) ? { revoked: true as const } : reply.code(404).send(noSuch('desk')),
  });
  routes.route({ ...routeOf(operator.createInvite), handler: async ({ body }) => operations.createInvite(body) });
  routes.route({ ...routeOf(operator.listInvites), handler: async () => [...(await operations.listInvites())] });
  routes.route({
    ...routeOf(operator.revokeInvite),
    handler: async ({ params }, reply) =>
      (await operations.revokeInvite(params.id))
        ? { revoked: true as const }
        : reply.code(404).send(noSuch('invitation that can still be used')),
  });
}

/** What became of calls. */
export function callRoutes(routes: ApiRoutes, operations: Operations): void {
  routes.route({
    ...routeOf(operator.listCalls),
    handler: async ({ query: { since, ...wanted } }) => [
      ...(await operations.listCalls({ ...wanted, since: since === undefined ? undefined : epochOf(since) })),
    ],
  });
  for (const one of [operator.showCall, operator.explainCall])
    routes.route({
      ...routeOf(one),
      handler: async ({ params }, reply) => (await operations.why(params.id)) ?? reply.code(404).send(noSuch('call')),
    });
}

/** What an operator must know now. */
export function alarmRoutes(routes: ApiRoutes, alarms: Pick<Alarms, 'list' | 'dismiss'>): void {
  routes.route({ ...routeOf(operator.listAlarms), handler: async () => [...alarms.list()] });
  routes.route({
    ...routeOf(operator.dismissAlarm),
    handler: async ({ params }, reply) =>
      alarms.dismiss(params.id) ? { dismissed: true as const } : reply.code(404).send(noSuch('alarm')),
  });
}

/** A copy of the journal, to a file of the relay's machine: only commands there may name one. */
export function backupRoute(
  routes: ApiRoutes,
  { backUp }: Operations,
  isHere: (request: FastifyRequest) => boolean,
): void {
  const refusal = (error: string, message: string) => ({ error, message });
  routes.route({
    ...routeOf(operator.makeBackup),
    handler: async (request, reply) => {
      if (!isHere(request))
        return reply.code(403).send(refusal('not-here', 'Run vestibule backup on the relay machine.'));
      const { file } = request.body;
      if (!isAbsolute(file)) return reply.code(409).send(refusal('failed', 'Name the file with its whole path.'));
      const made = await backUp(file);
      return made.ok ? { file } : reply.code(409).send(refusal('failed', made.error));
    },
  });
}
