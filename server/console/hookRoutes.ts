import { z } from 'zod';
import { HookLine, HookRequest, NewHook } from '../../protocol/admin.ts';
import { Site, SiteId } from '../../protocol/call.ts';
import type { OperatorParts, TypedApp } from './operatorApi.ts';
import { Refusal, unknown } from './refusals.ts';

/** Hooks, whose keys let the vendor in, and the names of the sites that they belong to. */
export function hookRoutes(app: TypedApp, { directory, address }: Pick<OperatorParts, 'directory' | 'address'>): void {
  app.post('/api/hooks', { schema: { body: HookRequest, response: { 201: NewHook } } }, async (request, reply) => {
    const { site, scope } = request.body;
    const { id, key } = await directory.createHook(site, scope);
    return reply.code(201).send({ site, id, key, url: `${address()}/hooks/${key}` });
  });

  app.get('/api/hooks', { schema: { response: { 200: z.array(HookLine) } } }, async () =>
    directory.hooks().map(({ site, id, scope, createdAt, revokedAt }) => ({ site, id, scope, createdAt, revokedAt })),
  );

  const removal = { params: z.object({ id: z.string() }), response: { 204: z.null(), 404: Refusal } };
  app.delete('/api/hooks/:id', { schema: removal }, async (request, reply) =>
    (await directory.revokeHook(request.params.id))
      ? reply.code(204).send(null)
      : reply.code(404).send(unknown('hook')),
  );

  const naming = {
    params: z.object({ site: SiteId }),
    body: z.object({ name: z.string().trim().min(1).max(80) }),
    response: { 200: Site },
  };
  app.put('/api/sites/:site', { schema: naming }, async (request) => {
    const site = { id: request.params.site, name: request.body.name };
    await directory.nameSite(site);
    return site;
  });
  app.get('/api/sites', { schema: { response: { 200: z.array(Site) } } }, async () => [...directory.sites()]);
}
