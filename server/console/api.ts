import swagger from '@fastify/swagger';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  hasZodFastifySchemaValidationErrors,
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  CallLine,
  DeskLine,
  DeskRequest,
  HookLine,
  HookRequest,
  InviteRequest,
  NewDesk,
  NewHook,
  NewInvite,
  Timeline,
} from '../../protocol/admin.ts';
import { CallId, SiteId } from '../../protocol/call.ts';
import { Alarm } from '../../protocol/desk.ts';
import type { Alarms } from '../alerts/alarms.ts';
import { epochOf } from '../clock.ts';
import type { Operations } from './operations.ts';

export type ApiParts = {
  readonly operations: Operations;
  readonly alarms: Pick<Alarms, 'list'>;
  /** True for a command on this machine's socket file, or a bearer of the operator's token. */
  readonly isOperator: (request: FastifyRequest) => boolean;
  readonly version: string;
};

const Refusal = z.object({ error: z.string(), message: z.string() });
const Revoked = z.object({ revoked: z.literal(true) });
const noSuch = (what: string) => ({ error: 'not-found', message: `There is no such ${what}.` });

/** `/api` for operators, described by itself at `/api/openapi.json`; every other path of it wants an operator. */
export async function operatorApi(
  app: FastifyInstance,
  { operations, alarms, isOperator, version }: ApiParts,
): Promise<void> {
  await app.register(
    async (scope) => {
      scope.setValidatorCompiler(validatorCompiler);
      scope.setSerializerCompiler(serializerCompiler);
      scope.addContentTypeParser(
        'application/json',
        { parseAs: 'string', bodyLimit: 16_384 },
        scope.getDefaultJsonParser('error', 'error'),
      );
      scope.setErrorHandler((error, _request, reply) => {
        if (!hasZodFastifySchemaValidationErrors(error)) throw error;
        return reply.code(400).send({ error: 'bad-request', message: mistakesIn(error.validation) });
      });
      await scope.register(swagger, {
        openapi: { info: { title: 'Vestibule for operators', version } },
        transform: jsonSchemaTransform,
      });
      scope.addHook('onRequest', async (request, reply) => {
        reply.header('cache-control', 'no-store');
        if (request.routeOptions.url === '/api/openapi.json' || isOperator(request)) return;
        return reply.code(401).header('www-authenticate', 'Bearer').send({
          error: 'bad-token',
          message:
            'Send the operator token (VESTIBULE_OPERATOR_TOKEN) as a bearer, or use the vestibule command on the relay machine.',
        });
      });
      scope.get('/openapi.json', { schema: { hide: true } }, async () => scope.swagger());
      hookRoutes(scope, operations);
      deskRoutes(scope, operations);
      callRoutes(scope, operations);
      scope
        .withTypeProvider<ZodTypeProvider>()
        .get('/alarms', { schema: { response: { 200: z.array(Alarm) } } }, async () => [...alarms.list()]);
    },
    { prefix: '/api' },
  );
}

/** Which fields are wrong and how, in one sentence; never what they held. */
function mistakesIn(issues: readonly { readonly instancePath: string; readonly message?: string }[]): string {
  const mistakes = issues.map(
    ({ instancePath, message = 'wrong' }) => `${instancePath.slice(1) || 'body'}: ${message}`,
  );
  return `The request is wrong. ${mistakes.join('; ')}.`;
}

function hookRoutes(scope: FastifyInstance, operations: Operations): void {
  const routes = scope.withTypeProvider<ZodTypeProvider>();
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
    { schema: { params: z.object({ site: SiteId }), body: z.object({ name: z.string().trim().min(1).max(60) }) } },
    async ({ params, body }) => {
      await operations.nameSite({ id: params.site, name: body.name });
      return { id: params.site, name: body.name };
    },
  );
}

function deskRoutes(scope: FastifyInstance, operations: Operations): void {
  const routes = scope.withTypeProvider<ZodTypeProvider>();
  routes.post('/desks', { schema: { body: DeskRequest, response: { 200: NewDesk } } }, async ({ body }) =>
    operations.createDesk(body),
  );
  routes.get('/desks', { schema: { response: { 200: z.array(DeskLine) } } }, async () => [
    ...(await operations.listDesks()),
  ]);
  routes.delete(
    '/desks/:id',
    { schema: { params: z.object({ id: z.string() }), response: { 200: Revoked, 404: Refusal } } },
    async ({ params }, reply) =>
      (await operations.revokeDesk(params.id)) ? { revoked: true as const } : reply.code(404).send(noSuch('desk')),
  );
  routes.post('/invites', { schema: { body: InviteRequest, response: { 200: NewInvite } } }, async ({ body }) =>
    operations.createInvite(body),
  );
}

const CallsQuery = z.object({
  site: SiteId.optional(),
  since: z
    .union([z.iso.datetime({ offset: true }), z.iso.date()], 'a time such as 2026-11-24 or 2026-11-24T07:00:00Z')
    .transform((text) => epochOf(text))
    .optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(50),
});

function callRoutes(scope: FastifyInstance, operations: Operations): void {
  const routes = scope.withTypeProvider<ZodTypeProvider>();
  routes.get(
    '/calls',
    { schema: { querystring: CallsQuery, response: { 200: z.array(CallLine) } } },
    async ({ query }) => [...(await operations.listCalls(query))],
  );
  routes.get(
    '/calls/:id',
    { schema: { params: z.object({ id: CallId }), response: { 200: Timeline, 404: Refusal } } },
    async ({ params }, reply) => (await operations.why(params.id)) ?? reply.code(404).send(noSuch('call')),
  );
}
