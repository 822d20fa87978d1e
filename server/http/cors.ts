import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';
import { isAllowedOrigin } from './origin.ts';

/**
 * The desktop's page is of another origin than the relay: the browser in it asks first, and reads an answer only where this says so.
 * The same list as for sockets. It guards nothing by itself: every route behind it asks for a code or a token.
 */
export async function allowDesktopPages(
  app: FastifyInstance,
  {
    allowedOrigins,
    originRefused,
  }: { readonly allowedOrigins: readonly string[]; readonly originRefused: (origin: string) => void },
): Promise<void> {
  await app.register(cors, {
    delegator: (request, decide) => {
      const isOurs = isAllowedOrigin(request.headers, allowedOrigins);
      if (!isOurs) originRefused(request.headers.origin ?? '');
      decide(null, {
        origin: isOurs && request.headers.origin !== undefined ? [request.headers.origin] : false,
        methods: ['GET', 'POST'],
        allowedHeaders: ['authorization', 'content-type'],
        credentials: false,
        maxAge: 600,
      });
    },
  });
}
