/** The operator's HTTP API, described by the same schemas that check it. */
import swagger from '@fastify/swagger';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import {
  hasZodFastifySchemaValidationErrors,
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import type { DeskId } from '../../protocol/call.ts';
import type { Directory } from '../desks/directory.ts';
import type { StandingAlarms } from '../hub/ports.ts';
import type { Archive } from '../journal/archive.ts';
import { version } from '../version.ts';
import { callRoutes } from './callRoutes.ts';
import { deskRoutes } from './deskRoutes.ts';
import { hookRoutes } from './hookRoutes.ts';
import type { MayOperate } from './operators.ts';
import { readJsonBodies } from './readJsonBodies.ts';

export type OperatorParts = {
  readonly directory: Directory;
  readonly archive: Pick<Archive, 'calls' | 'timeline'>;
  readonly alarms: StandingAlarms;
  /** Who is connected now, and who of them can be heard; nobody where no relay runs. */
  readonly presence: { readonly isOnline: (desk: DeskId) => boolean; readonly isAble: (desk: DeskId) => boolean };
  /** Where the vendor and the desks reach the relay, without a slash at the end. */
  readonly address: () => string;
  readonly mayOperate: MayOperate;
};

/** A part of the web server whose routes are typed by their schemas. */
export const typed = (app: FastifyInstance) => app.withTypeProvider<ZodTypeProvider>();
export type TypedApp = ReturnType<typeof typed>;

/** `/api/…`: everything but its own description wants an operator. */
export const operatorApi =
  (parts: OperatorParts): FastifyPluginAsync =>
  async (app) => {
    readJsonBodies(app);
    app.setValidatorCompiler(validatorCompiler);
    app.setSerializerCompiler(serializerCompiler);
    app.addHook('onRequest', async (_request, reply) => {
      reply.headers({ 'cache-control': 'no-store', 'content-security-policy': "default-src 'none'" });
    });
    const otherErrors = app.errorHandler;
    app.setErrorHandler((error, request, reply) => {
      if (!hasZodFastifySchemaValidationErrors(error)) return otherErrors(error, request, reply);
      const mistakes = error.validation.map(
        (mistake) => `${mistake.instancePath.slice(1) || 'it'}: ${mistake.message}`,
      );
      return reply.code(400).send({ error: 'bad-request', message: `The request is wrong. ${mistakes.join('; ')}.` });
    });

    await app.register(swagger, {
      openapi: { info: { title: "Vestibule's operator API", version } },
      transform: jsonSchemaTransform,
    });
    app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger());
    await app.register(async (guarded) => {
      guarded.addHook('onRequest', async (request, reply) => {
        if (parts.mayOperate(request)) return;
        return reply
          .code(401)
          .header('www-authenticate', 'Bearer')
          .send({ error: 'not-an-operator', message: "Send the operator's token as a bearer." });
      });
      const api = typed(guarded);
      hookRoutes(api, parts);
      deskRoutes(api, parts);
      callRoutes(api, parts);
    });
  };
