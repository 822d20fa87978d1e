import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { EnrolRequest } from '../../protocol/seat.ts';
import type { Directory } from '../desks/directory.ts';
import { readJson } from './readJson.ts';

/** Guesses that one address may make; a code has 50 random bits, lives minutes and works once. */
const guesses = { max: 10, timeWindow: '10 minutes' } as const;

/** `POST /enrol`: a one-time code becomes a desk. Wrong, used and expired codes are answered alike. */
export async function enrolRoute(app: FastifyInstance, directory: Pick<Directory, 'redeem'>): Promise<void> {
  const routes: FastifyPluginAsync = async (scope) => {
    await scope.register(rateLimit, {
      global: false,
      errorResponseBuilder: () => Object.assign(new Error('Too many codes were tried.'), { statusCode: 429 }),
    });
    scope.post('/enrol', { config: { rateLimit: guesses }, bodyLimit: 2_048 }, async (request, reply) => {
      const asked = EnrolRequest.safeParse(readJson(request.body));
      const enrolled = asked.success ? await directory.redeem(asked.data.code) : null;
      if (enrolled !== null) return reply.header('cache-control', 'no-store').send(enrolled);
      return reply
        .code(404)
        .send({ error: 'wrong-code', message: 'This code is wrong, used or too old. Ask the operator for a new one.' });
    });
  };
  await app.register(routes);
}
