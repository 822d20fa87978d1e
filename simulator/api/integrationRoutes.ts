/** Registrations of buildings and tenants in v4, and of tenants in v3, where an answer says `config` for `configuration` (SDK). */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { invalid, notFound } from '../http/refusals.ts';
import { type Integration, type Integrations, readRegistration, type Scope } from '../webhooks/integrations.ts';
import { buildings } from '../world/buildings.ts';
import { tenants } from '../world/directory.ts';
import { type Caller, isAdministrator, isTenant } from '../world/people.ts';
import { paged } from './v4/paging.ts';

/** One family of paths, and how its answers are written. */
type Family = {
  readonly path: string;
  readonly kind: Scope['kind'];
  readonly one: (integration: Integration) => unknown;
  readonly many: (integrations: readonly Integration[], query: unknown) => unknown;
};

const v4 = {
  one: (integration: Integration) => ({ data: inV4(integration) }),
  many: (integrations: readonly Integration[], query: unknown) => paged(integrations.map(inV4), query),
};
const families: readonly Family[] = [
  { path: '/v4/buildings', kind: 'building', ...v4 },
  { path: '/v4/tenants', kind: 'tenant', ...v4 },
  {
    path: '/v3/tenants',
    kind: 'tenant',
    one: (integration) => ({ data: inV3(integration) }),
    many: (integrations) => ({ data: integrations.map(inV3) }),
  },
];

const Named = z.object({ of: z.coerce.number().int(), integration: z.coerce.number().int().optional() });

export function integrationRoutes(app: FastifyInstance, integrations: Integrations): void {
  for (const { path, kind, one, many } of families) {
    const all = `${path}/:of/integrations`;
    const each = `${all}/:integration`;
    const scopeFor = (params: unknown, caller: Caller) => scopeOf(kind, params, caller);

    app.get(all, async ({ params, query, caller }, reply) => {
      const scope = scopeFor(params, caller);
      return scope === null ? reply.code(404).send(notFound) : many(integrations.list(scope), query);
    });
    app.post(all, async ({ params, body, caller }, reply) => {
      const scope = scopeFor(params, caller);
      if (scope === null) return reply.code(404).send(notFound);
      const read = readRegistration(body);
      return 'configuration' in read ? one(integrations.create(scope, read)) : reply.code(422).send(invalid(...read));
    });
    app.get(each, async ({ params, caller }, reply) => {
      const scope = scopeFor(params, caller);
      const found = scope === null ? null : integrations.find(scope, idIn(params));
      return found === null ? reply.code(404).send(notFound) : one(found);
    });
    app.put(each, async ({ params, body, caller }, reply) => {
      const scope = scopeFor(params, caller);
      if (scope === null || integrations.find(scope, idIn(params)) === null) return reply.code(404).send(notFound);
      const read = readRegistration(body);
      if (!('configuration' in read)) return reply.code(422).send(invalid(...read));
      const updated = integrations.update(scope, idIn(params), read);
      return updated === null ? reply.code(404).send(notFound) : one(updated);
    });
    app.delete(each, async ({ params, caller }, reply) => {
      const scope = scopeFor(params, caller);
      const removed = scope !== null && integrations.remove(scope, idIn(params));
      return removed ? reply.code(204).send() : reply.code(404).send(notFound);
    });
  }
}

/** Null where there is no such building or tenant, or the caller has no say over it. */
function scopeOf(kind: Scope['kind'], params: unknown, caller: Caller): Scope | null {
  const id = Named.safeParse(params).data?.of ?? -1;
  switch (kind) {
    case 'building':
      return isAdministrator(caller) && buildings.some((building) => building.id === id) ? { kind, id } : null;
    case 'tenant':
      return tenants.some((tenant) => tenant.id === id) && (isAdministrator(caller) || isTenant(caller, id))
        ? { kind, id }
        : null;
  }
}

const idIn = (params: unknown) => Named.safeParse(params).data?.integration ?? -1;

/** A guess but for `data.id`, which is all that a live client relies on. */
const inV4 = ({ id, integrator, configuration, bindings }: Integration) => ({
  id,
  integrator,
  configuration,
  bindings,
});

const inV3 = ({ id, configuration: { method, url } }: Integration) => ({
  id: String(id),
  type: 'integrations',
  attributes: { config: { method, url } },
});
