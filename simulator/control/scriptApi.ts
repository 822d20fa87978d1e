/** What tests and scripts ask of the simulator with the static token, and what the vendor has nothing like. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type Conduct, Misbehaviour, wellBehaved } from '../faults/misbehaviour.ts';
import type { RequestLog } from '../http/requestLog.ts';
import type { Grants } from '../oauth/grants.ts';
import { harborHouse } from '../world/buildings.ts';
import type { Calls, SimulatedCall } from '../world/calls.ts';
import type { Sites } from '../world/sites.ts';

export type ScriptParts = {
  readonly bearer: string;
  readonly calls: Calls;
  readonly sites: Sites;
  readonly conduct: Conduct;
  readonly grants: Grants;
  readonly requests: RequestLog;
  readonly startOver: () => void;
};

const NewSite = z.object({
  name: z.string().min(1).max(80),
  hook: z.url({ protocol: /^https?$/ }),
  building: z.int().default(harborHouse.id),
  bindings: z.array(z.enum(['call', 'access_log'])).default(['call']),
});
const NewStatus = z.object({ status: z.string().min(1).max(100), webhook: z.boolean().default(true) });

export function scriptApi(app: FastifyInstance, parts: ScriptParts): void {
  const { bearer, calls, sites, conduct, grants, requests, startOver } = parts;
  void app.register((scripts, _options, done) => {
    scripts.addHook('onRequest', async ({ headers }, reply) => {
      if (headers.authorization !== `Bearer ${bearer}`) return reply.code(401).send({ message: 'Wrong bearer.' });
    });
    scripts.put<{ Params: { site: string } }>('/simulator/sites/:site', async ({ params, body }, reply) => {
      const site = NewSite.safeParse(body);
      if (!site.success) return reply.code(422).send({ message: 'A site has a name and a hook.' });
      const { name, hook, building, bindings } = site.data;
      sites.put({ id: params.site, name, hook, bindings, buildingId: building });
      return reply.code(204).send();
    });
    scripts.post<{ Params: { guid: string } }>('/simulator/calls/:guid/status', async ({ params, body }, reply) => {
      const asked = NewStatus.safeParse(body);
      if (!asked.success) return reply.code(422).send({ message: 'Name a status.' });
      const { status, webhook } = asked.data;
      const changed = calls.change(params.guid, { status, ...effectOf(status) }, { quiet: !webhook });
      return reply.code(changed === null ? 404 : 204).send();
    });
    scripts.get('/simulator/misbehaviour', async () => conduct.get());
    scripts.put('/simulator/misbehaviour', async ({ body }, reply) => {
      const asked = Misbehaviour.safeParse(body);
      if (!asked.success) return reply.code(422).send({ message: z.prettifyError(asked.error) });
      conduct.set(asked.data);
      return conduct.get();
    });
    scripts.delete('/simulator/misbehaviour', async (_request, reply) => {
      conduct.set(wellBehaved);
      return reply.code(204).send();
    });
    scripts.post('/simulator/tokens/expire', async (_request, reply) => {
      grants.expireAll();
      return reply.code(204).send();
    });
    scripts.post('/simulator/tokens/revoke', async (_request, reply) => {
      grants.revokeAll();
      return reply.code(204).send();
    });
    scripts.get('/simulator/requests', async () => ({ requests: requests.list() }));
    scripts.post('/simulator/start-over', async (_request, reply) => {
      startOver();
      return reply.code(204).send();
    });
    done();
  });
}

/** What a status means for the call besides its word; an unknown one means nothing. */
function effectOf(status: string): Partial<SimulatedCall> {
  switch (status) {
    case 'canceled':
    case 'rejected':
    case 'timeout_online_signal':
      return { over: true };
    case 'connecting_sip':
    case 'voip_rollover':
    case 'answered_on_another_device':
      return { elsewhere: true };
    case 'opened_door':
      return { elsewhere: true, active: true };
    default:
      return {};
  }
}
