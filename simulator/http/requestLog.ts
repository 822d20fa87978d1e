/** What the vendor's API was asked lately, for tests and demonstrations; no bodies, no tokens. */
import type { FastifyInstance } from 'fastify';
import type { Caller } from '../world/people.ts';

export type Asked = {
  readonly at: string;
  readonly method: string;
  readonly path: string;
  /** Null when no answer was given. */
  readonly status: number | null;
  readonly who: Caller;
};

export type RequestLog = { readonly list: () => readonly Asked[]; readonly clear: () => void };

const mostKept = 1_000;

export function keepRequests(app: FastifyInstance, isKept: (url: string) => boolean): RequestLog {
  let asked: readonly Asked[] = [];
  app.addHook('onRequest', async (request, reply) => {
    if (!isKept(request.url)) return;
    const at = new Date().toISOString();
    reply.raw.once('close', () => {
      const status = reply.raw.writableFinished ? reply.raw.statusCode : null;
      const { method, url: path, caller: who } = request;
      asked = [...asked.slice(1 - mostKept), { at, method, path, status, who }];
    });
  });
  return {
    list: () => asked,
    clear: () => {
      asked = [];
    },
  };
}
