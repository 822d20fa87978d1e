/** A bearer on everything below /v3 and /v4, and whose it is. */
import type { FastifyInstance } from 'fastify';
import { unauthorized } from '../http/refusals.ts';
import type { Caller } from '../world/people.ts';
import type { Grants } from './grants.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose token came with a request to the vendor's API. */
    caller: Caller;
  }
}

export const isVendorPath = (url: string) => /^\/v[34]\//.test(url);

export function wantBearer(
  app: FastifyInstance,
  { bearer, standsFor, grants }: { readonly bearer: string; readonly standsFor: Caller; readonly grants: Grants },
): void {
  app.decorateRequest('caller', 'nobody');
  app.addHook('onRequest', async (request, reply) => {
    if (!isVendorPath(request.url)) return;
    reply.header('x-request-id', crypto.randomUUID());
    const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    request.caller = token === bearer ? standsFor : (grants.personOf(token) ?? 'nobody');
    if (request.caller === 'nobody') return reply.code(401).send(unauthorized);
  });
}
