import swagger from '@fastify/swagger';
import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from 'fastify';
import {
  hasZodFastifySchemaValidationErrors,
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod';
import { operatorDescription, operatorRoot } from '../../protocol/operator/request.ts';
import type { Alarms } from '../alerts/alarms.ts';
import { waitInWords } from '../http/failures.ts';
import {
  type ApiRoutes,
  alarmRoutes,
  backupRoute,
  callRoutes,
  deskRoutes,
  hookRoutes,
  typedRoutes,
} from './apiRoutes.ts';
import type { Operations } from './operations.ts';

export type ApiParts = {
  readonly operations: Operations;
  readonly alarms: Pick<Alarms, 'list' | 'dismiss'>;
  /** True for a command on this machine's socket file, or a bearer of the operator's token. */
  readonly isOperator: (request: FastifyRequest) => boolean;
  /** Notes a wrong token of an address; for how many milliseconds further ones are only told to wait. */
  readonly guessed: (address: string) => number;
  /** True only for a command on this machine. */
  readonly isHere: (request: FastifyRequest) => boolean;
  readonly version: string;
  /** Routes of other parts of the relay, each written beside what it is about. */
  readonly more: readonly ((routes: ApiRoutes) => void)[];
};

/** `/api` for operators, described by itself at `/api/openapi.json`; every other path of it wants an operator. */
export async function operatorApi(
  app: FastifyInstance,
  { operations, alarms, isOperator, guessed, isHere, version, more }: ApiParts,
): Promise<void> {
  const api: FastifyPluginAsync = async (scope) => {
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
      if (request.routeOptions.url === `${operatorRoot}${operatorDescription}` || isOperator(request)) return;
      const waitMs = request.headers.authorization === undefined ? 0 : guessed(request.ip);
      if (waitMs === 0) return reply.code(401).header('www-authenticate', 'Bearer').send(badToken);
      return reply
        .code(429)
        .header('retry-after', Math.ceil(waitMs / 1_000))
        .send(tooMany(waitMs));
    });
    scope.get(operatorDescription, { schema: { hide: true } }, async () => scope.swagger());
    const routes = typedRoutes(scope);
    hookRoutes(routes, operations);
    deskRoutes(routes, operations);
    callRoutes(routes, operations);
    alarmRoutes(routes, alarms);
    backupRoute(routes, operations, isHere);
    for (const add of more) add(routes);
  };
  await app.register(api, { prefix: operatorRoot });
}

const badToken = {
  error: 'bad-token',
  message:
    'Send the operator token (VESTIBULE_OPERATOR_TOKEN) as a bearer, or use the vestibule command on the relay machine.',
} as const;

const tooMany = (waitMs: number) => ({
  error: 'too-many',
  message: `This is not the operator token, nor were many before it from this address. The right one works all the same; a wrong one is answered so for ${waitInWords(waitMs)} more.`,
});

/** Which fields are wrong and how, in one sentence; never what they held. */
function mistakesIn(issues: readonly { readonly instancePath: string; readonly message?: string }[]): string {
  const mistakes = issues.map(
    ({ instancePath, message = 'wrong' }) => `${instancePath.slice(1) || 'body'}: ${message}`,
  );
  return `The request is wrong. ${mistakes.join('; ')}.`;
}
