import type { FastifyInstance } from 'fastify';
import { protocolVersions } from '../../protocol/version.ts';
import type { OperatorCheck } from './operator.ts';

export type HealthParts = {
  /** Why it cannot store and ring now, in words; none when it can. */
  readonly hindrances: () => readonly string[];
  /** What an operator should look at though it can; a balancer must not take the relay out for it. */
  readonly warnings?: () => readonly string[];
  readonly metrics: () => Promise<string>;
  readonly mayReadMetrics: OperatorCheck['mayReadMetrics'];
};

/** What of the relay itself keeps it from storing and ringing, in words. */
export const hindrancesOf = (relay: { readonly isStopping: () => boolean; readonly canWrite: () => boolean }) => () => [
  ...(relay.isStopping() ? ['the relay is stopping'] : []),
  ...(relay.canWrite() ? [] : ['the journal cannot write']),
];

/** `/healthz`: the process lives, and which desks it can speak with. `/readyz`: it can store and ring. `/metrics`: for Prometheus, on this machine or with the operator's token. */
export function healthRoutes(
  app: FastifyInstance,
  { hindrances, warnings = () => [], metrics, mayReadMetrics }: HealthParts,
): void {
  app.get('/healthz', async () => ({ status: 'alive', product: 'vestibule', protocol: protocolVersions }));
  app.get('/readyz', async (_request, reply) => {
    const reasons = hindrances();
    return reply
      .code(reasons.length === 0 ? 200 : 503)
      .send({ ready: reasons.length === 0, reasons, warnings: warnings() });
  });
  app.get('/metrics', async (request, reply) => {
    if (!mayReadMetrics(request)) return reply.callNotFound();
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(await metrics());
  });
}
