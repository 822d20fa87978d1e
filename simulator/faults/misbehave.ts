/** Lets the vendor's API go wrong as the rules say, before and after a request is taken. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { unauthorized } from '../http/refusals.ts';
import { isVendorPath } from '../oauth/bearer.ts';
import type { ApiRule, Conduct } from './misbehaviour.ts';

/** The vendor's API and its accounts server, and not our own pages and scripts. */
export const canMisbehave = (url: string) =>
  isVendorPath(url) || /^\/(oauth\/(token|revoke)|api\/mobile|cache)(\/|$)/.test(url);

export function misbehave(
  app: FastifyInstance,
  { conduct, wait }: { readonly conduct: Conduct; readonly wait: (ms: number) => Promise<void> },
): void {
  const hung = new Set<FastifyReply>();
  const dropped = new WeakSet<FastifyRequest>();
  conduct.onSet(() => {
    for (const reply of hung) reply.raw.destroy();
    hung.clear();
  });

  app.addHook('onRequest', async (request, reply) => {
    const [path = ''] = request.url.split('?');
    const rule = canMisbehave(path) ? conduct.take(request.method, path) : null;
    if (rule === null) return;
    switch (rule.does) {
      case 'slow':
        await wait(rule.slowMs);
        return;
      case 'drop':
        dropped.add(request);
        return;
      case 'hang':
        hung.add(reply);
        reply.raw.once('close', () => hung.delete(reply));
        return reply.hijack();
      case '500':
      case '429':
      case '401':
      case 'garbage':
        return answer(reply, rule);
    }
  });
  app.addHook('onSend', async (request, reply, payload) => {
    if (dropped.has(request)) reply.raw.destroy();
    return payload;
  });
}

/** No body of a 429 or a 500 is documented; Rails' own is as good as any. */
function answer(reply: FastifyReply, { does, retryAfterSeconds }: ApiRule): FastifyReply {
  switch (does) {
    case '429':
      return reply.code(429).header('retry-after', retryAfterSeconds).send({ errors: [] });
    case '401':
      return reply.code(401).send(unauthorized);
    case 'garbage':
      return reply.code(200).type('application/json').send('<html><body>We will be back soon</body>');
    default:
      return reply.code(500).send({ status: 500, error: 'Internal Server Error' });
  }
}
