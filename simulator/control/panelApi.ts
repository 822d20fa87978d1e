/** What the door panel's page and scripts ask of the simulator: press the button, watch the call, leave. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { isOwnOrigin } from '../http/ownOrigin.ts';
import type { Calls, SimulatedCall } from '../world/calls.ts';
import { fullName, panels, partyOf, residents } from '../world/directory.ts';
import type { Sites } from '../world/sites.ts';
import type { Visitor } from '../world/visitor.ts';

export type PanelApiParts = {
  readonly calls: Calls;
  readonly sites: Sites;
  readonly visitor: Visitor;
};

const Scripted = z.object({
  site: z.string(),
  panel: z.number().int().optional(),
  to: z.string().optional(),
  provider: z.string().min(1).max(40).nullable().optional(),
});
const Press = z.object({
  site: z.string(),
  panel: z.number().int(),
  unit: z.string().nullable(),
  picture: z.string().max(600_000),
});

export function panelApi(app: FastifyInstance, { calls, sites, visitor }: PanelApiParts): void {
  app.post('/simulator/calls', async ({ body, headers }, reply) => {
    if (!isOwnOrigin(headers)) return reply.code(403).send({ message: 'Pages of other origins may not place calls.' });
    const asked = Scripted.safeParse(body);
    if (!asked.success) return reply.code(422).send({ message: 'Name a site.' });
    const { panel: panelId, to, provider } = asked.data;
    const site = sites.find(asked.data.site);
    if (site === null) {
      const known = sites.list().map(({ id }) => id);
      return reply
        .code(404)
        .send({ message: `The simulator knows no site ${asked.data.site}. It knows: ${known.join(', ')}.` });
    }
    const { guid } = await visitor.visit({ site, panelId, party: partyOf(to), provider });
    return reply.code(201).send({ guid });
  });
  app.get('/panel/sites', async () => ({
    sites: sites.list().map(({ id, name }) => ({ id, name })),
    panels: panels.map(({ id, name }) => ({ id, name })),
    residents: residents.map((tenant) => ({ name: fullName(tenant), unit: tenant.unit.label })),
  }));
  app.post('/panel/calls', { bodyLimit: 800_000 }, async ({ body, headers }, reply) => {
    const press = Press.safeParse(body);
    const panel = press.success ? panels.find(({ id }) => id === press.data.panel) : undefined;
    const site = press.success ? sites.find(press.data.site) : null;
    if (!isOwnOrigin(headers) || !press.success || panel === undefined || site === null) {
      return reply.code(422).send({ message: 'This panel cannot place a call. Reload the page.' });
    }
    const jpeg = new Uint8Array(Buffer.from(press.data.picture, 'base64'));
    const { guid, panelToken } = calls.place({
      site,
      panel,
      party: partyOf(press.data.unit ?? undefined),
      jpeg,
    });
    return reply.code(201).send({ guid, token: panelToken });
  });
  app.get<{ Params: { guid: string } }>('/panel/calls/:guid', async ({ params, headers }, reply) => {
    const call = mine(calls.find(params.guid), headers.authorization);
    return call === null ? reply.code(404).send({ message: 'There is no such call.' }) : stateOf(call);
  });
  app.delete<{ Params: { guid: string } }>('/panel/calls/:guid', async ({ params, headers }, reply) => {
    const call = mine(calls.find(params.guid), headers.authorization);
    if (call && !call.over) calls.change(call.guid, { over: true, ...(call.active ? {} : { status: 'canceled' }) });
    return reply.code(204).send();
  });
  app.get<{ Params: { name: string } }>('/cache/:name', async ({ params, headers }, reply) => {
    if (headers.authorization !== undefined) return reply.code(400).send('Only one auth mechanism allowed.');
    const call = calls.list().find(({ picture }) => picture.name === params.name);
    return call === undefined ? reply.code(404).send() : reply.type('image/jpeg').send(Buffer.from(call.picture.jpeg));
  });
}

/** What the panel's page shows of its call. */
const stateOf = ({ status, active, accepted, doorOpened, over }: SimulatedCall) => ({
  status,
  active,
  accepted,
  doorOpened,
  over,
});

const mine = (call: SimulatedCall | null, authorization: string | undefined) =>
  call !== null && authorization === `Bearer ${call.panelToken}` ? call : null;
