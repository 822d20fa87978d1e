import type { FastifyInstance } from 'fastify';
import { authenticate, type FindHook, type Hook } from './authenticate.ts';
import type { Receipt } from './receive.ts';

export type HookRouteParts = {
  readonly findHook: FindHook;
  readonly receive: (raw: Uint8Array, hook: Hook) => Promise<Receipt>;
  /** True while the relay stops: the vendor is told to come again. */
  readonly isStopping: () => boolean;
  /** Told the answer and how long it took, in milliseconds. */
  readonly observe: (receipt: Receipt, tookMs: number) => void;
};

/** The most bytes that a delivery may have; those seen have under 2 kB. */
const bodyLimit = 65_536;

/** `POST /hooks/<key>`: the key first, raw bytes next, JSON last. An unknown key gets the answer of any unknown path, before its body is read. */
export function hookRoute(app: FastifyInstance, { findHook, receive, isStopping, observe }: HookRouteParts): void {
  const hooks = new WeakMap<object, Hook>();
  app.route<{ Params: { key: string } }>({
    method: 'POST',
    url: '/hooks/:key',
    bodyLimit,
    onRequest: async (request, reply) => {
      const hook = authenticate(request.params.key, findHook);
      if (hook === null) return reply.callNotFound();
      if (isStopping()) return reply.code(503).header('retry-after', '5').send({ status: 'stopping' });
      hooks.set(request, hook);
    },
    handler: async (request, reply) => {
      const hook = hooks.get(request);
      if (hook === undefined) return reply.callNotFound();
      const raw = request.body instanceof Uint8Array ? request.body : new Uint8Array();
      const receipt = await receive(raw, hook);
      observe(receipt, reply.elapsedTime);
      switch (receipt) {
        case 'no-json':
          return reply.code(400).send({ error: 'no-json', message: 'The body is not JSON.' });
        case 'not-stored':
          return reply
            .code(503)
            .header('retry-after', '2')
            .send({ error: 'not-stored', message: 'The journal cannot write now. Send this again.' });
        case 'not-rung':
          return { status: 'accepted' };
        case 'accepted':
        case 'duplicate':
        case 'unreadable':
          return { status: receipt };
      }
    },
  });
  app.route<{ Params: { key: string } }>({
    method: ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    url: '/hooks/:key',
    onRequest: async (request, reply) => {
      if (authenticate(request.params.key, findHook) === null) return reply.callNotFound();
      return reply
        .code(405)
        .header('allow', 'POST')
        .send({ error: 'method-not-allowed', message: 'Deliveries are sent with POST.' });
    },
    handler: async (_request, reply) => reply.callNotFound(),
  });
}
