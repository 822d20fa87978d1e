import type { FastifyInstance } from 'fastify';

const bodyLimit = 16_384;

/** Lets this part of the web server read JSON bodies; the rest keeps them as bytes. An empty body is no body. */
export function readJsonBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit }, (request, body, done) => {
    if (body.length === 0) return done(null, undefined);
    return void parse(request, body.toString(), done);
  });
}
