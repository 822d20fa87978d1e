import type { FastifyInstance } from 'fastify';
import type { FindHook, Hook } from '../desks/hook.ts';
import { authenticate } from './authenticate.ts';
import type { Receipt } from './receive.ts';
import type { Body } from './unwrap.ts';
import type { LetsIn } from './wallGuard.ts';

export type HookRouteParts = {
  readonly findHook: FindHook;
  /** What the hook's walls say, once all is there that they look at. */
  readonly letsIn: LetsIn;
  readonly take: (body: Body, hook: Hook) => Promise<Receipt>;
  /** Told of a body that is larger than is taken in. */
  readonly refuseLarge: (hook: Hook) => Promise<Receipt>;
  /** Told of a delivery with a key that lets nothing in, and where it came from. */
  readonly wrongKey: (key: string, address: string) => void;
  /** True while the relay stops: the vendor is told to come again. */
  readonly isStopping: () => boolean;
  /** Told the answer and how long it took, in milliseconds. */
  readonly observe: (receipt: Receipt, tookMs: number) => void;
};

/** The most bytes that a delivery may have; those seen have under 2 kB. */
const bodyLimit = 65_536;

/** Says no more than that there are walls: who has a key and no more shall not learn which. Some senders give a Basic password only when asked. */
const behindWalls = { error: 'wall', message: 'This hook takes only deliveries that its walls let pass.' } as const;
const challenge = ['www-authenticate', 'Basic realm="Vestibule"'] as const;

/** `POST /hooks/<key>`: the key first, raw bytes and the hook's walls next, JSON last. An unknown key gets the answer of any unknown path, before its body is read. */
export function hookRoute(
  app: FastifyInstance,
  { findHook, letsIn, take, refuseLarge, wrongKey, isStopping, observe }: HookRouteParts,
): void {
  const hooks = new WeakMap<object, Hook>();
  app.route<{ Params: { key: string } }>({
    method: 'POST',
    url: '/hooks/:key',
    bodyLimit,
    /** Without a promise, for it has nothing to wait for. */
    onRequest: (request, reply, done) => {
      const hook = authenticate(request.params.key, findHook);
      if (hook === null) {
        wrongKey(request.params.key, request.ip);
        return reply.callNotFound();
      }
      if (isStopping()) return void reply.code(503).header('retry-after', '5').send({ status: 'stopping' });
      hooks.set(request, hook);
      done();
    },
    errorHandler: async (error, request, reply) => {
      const hook = hooks.get(request);
      if (hook !== undefined && error.statusCode === 413) observe(await refuseLarge(hook), reply.elapsedTime);
      throw error;
    },
    handler: async (request, reply) => {
      const hook = hooks.get(request);
      if (hook === undefined) return reply.callNotFound();
      const raw = request.body instanceof Uint8Array ? request.body : new Uint8Array();
      if (!letsIn(hook, { address: request.ip, headers: request.headers, raw }))
        return reply
          .code(401)
          .header(...challenge)
          .send(behindWalls);
      const receipt = await take({ raw, encoding: request.headers['content-encoding'] ?? null }, hook);
      observe(receipt, reply.elapsedTime);
      switch (receipt) {
        case 'no-json':
          return reply.code(400).send({ error: 'no-json', message: 'The body is not JSON.' });
        case 'too-large':
          return reply.code(413).send({ error: 'too-large', message: 'The body is larger than 64 KiB.' });
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
