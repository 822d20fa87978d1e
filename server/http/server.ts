import type { IncomingMessage } from 'node:http';
import { type FastifyInstance, fastify } from 'fastify';
import type { Config } from '../config.ts';
import type { Write } from '../log.ts';

/**
 * The web server, with every limit that its defaults leave open: what trickles in is cut off within 10 s, bodies stay bytes until somebody
 * knows whose they are, and no error tells more than a word and a sentence.
 */
export function makeHttp({ trustProxy }: Pick<Config, 'trustProxy'>, log: { readonly error: Write }): FastifyInstance {
  const app = fastify({
    logger: false,
    trustProxy: trustProxy.length === 0 ? false : [...trustProxy],
    bodyLimit: 65_536,
    requestTimeout: 8_000,
    keepAliveTimeout: 10_000,
    forceCloseConnections: true,
    http: {
      headersTimeout: 5_000,
      connectionsCheckingInterval: 1_000,
      maxHeaderSize: 16_384,
      /** Any other wish for another protocol (`h2c`) is ignored, as RFC 9110 7.8 allows, and the request answered. */
      shouldUpgradeCallback: isForDesks,
    },
    routerOptions: { maxParamLength: 200, ignoreDuplicateSlashes: false },
    clientErrorHandler: (error, socket) => {
      const slow = 'code' in error && error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
      if (socket.writable)
        socket.end(
          `HTTP/1.1 ${slow ? '408 Request Timeout' : '400 Bad Request'}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`,
        );
    },
    frameworkErrors: (_error, _request, reply) => {
      reply.raw.writeHead(404, { 'content-type': 'application/json; charset=utf-8' });
      reply.raw.end(JSON.stringify(notFound));
    },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.addHook('onRequest', (request, reply, done) => {
    /** Bodies are taken whatever their type says; one that cannot be read says nothing. */
    if (request.mediaType === undefined) delete request.raw.headers['content-type'];
    reply.headers({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
    done();
  });
  app.setNotFoundHandler((_request, reply) => void reply.code(404).send(notFound));
  app.setErrorHandler((error, _request, reply) => {
    const status = statusOf(error);
    if (status === 500) log.error({ err: error }, 'a request failed');
    return reply.code(status).send(messages.get(status) ?? notFound);
  });
  return app;
}

/** Node asks this before anybody has taken the public address's path away, so any path may stand before ours. */
const isForDesks = ({ url = '', headers }: IncomingMessage) =>
  /^[^?]*\/socket\.io\//.test(url) && headers.upgrade?.toLowerCase() === 'websocket';

/** The answer to every path, key and id that is not there; all alike, so that nothing can be told from it. */
export const notFound = { error: 'not-found', message: 'There is nothing at this address.' } as const;

const messages = new Map([
  [400, { error: 'bad-request', message: 'The request could not be read.' }],
  [408, { error: 'too-slow', message: 'The request took too long to arrive.' }],
  [413, { error: 'too-large', message: 'The body is larger than 64 KiB.' }],
  [415, { error: 'bad-request', message: 'The body is of a kind that is not taken here.' }],
  [429, { error: 'too-many', message: 'Too many requests. Wait a minute and try again.' }],
  [500, { error: 'failed', message: 'The relay could not do this. Its log says why.' }],
]);

/** What a part of the web server refuses for a reason of its own, such as an address that it cannot read, is not there. */
function statusOf(error: unknown): number {
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : 500;
  if (typeof status !== 'number' || status < 400 || status > 499) return 500;
  return messages.has(status) ? status : 404;
}
