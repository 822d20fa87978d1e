/** Opening a door outside a call: `POST /v4/door_release_requests` (OpenAPI). Accepted is all that its answer says. */
import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type FieldError, invalid, notFound } from '../../http/refusals.ts';
import { accessPoints, doorsOf } from '../../world/buildings.ts';
import { tenants } from '../../world/directory.ts';
import type { Doors } from '../../world/doors.ts';
import { isAdministrator, isTenant } from '../../world/people.ts';
import { vendorTime } from '../../world/vendorTime.ts';
import { mayOpen } from './resources.ts';

const Asked = z.object({
  tenant_id: z.coerce.number().int().nullish().catch(null),
  access_point_id: z.coerce.number().int().nullish().catch(null),
  device_id: z.coerce.number().int().nullish().catch(null),
});
const Body = z.object({ door_release_request: Asked.catch(Asked.parse({})) }).catch({ door_release_request: {} });

export function doorRelease(app: FastifyInstance, doors: Doors): void {
  let last = 90_310;
  app.post('/v4/door_release_requests', async ({ body, caller }, reply) => {
    const { tenant_id = null, access_point_id = null, device_id = null } = Body.parse(body).door_release_request;
    const wrong = faults(tenant_id, access_point_id, device_id);
    if (wrong.length > 0) return reply.code(422).send(invalid(...wrong));
    const tenant = tenants.find(({ id }) => id === tenant_id);
    const asked =
      access_point_id === null ? doorsOf(device_id ?? -1) : accessPoints.filter(({ id }) => id === access_point_id);
    const allowed =
      tenant !== undefined &&
      (isAdministrator(caller) || isTenant(caller, tenant.id)) &&
      asked.length > 0 &&
      asked.every(({ id, buildingId }) => mayOpen(caller, id) && buildingId === tenant.buildingId);
    if (!allowed) return reply.code(404).send(notFound);
    doors.release(asked, tenant, 'API');
    const at = vendorTime(new Date().toISOString());
    const data = {
      id: ++last,
      guid: randomUUID(),
      tenant_id: tenant.id,
      access_point_id,
      device_id,
      release_method: 'api',
      created_at: at,
      updated_at: at,
    };
    return reply.code(201).send({ data });
  });
}

function faults(tenant: number | null, door: number | null, device: number | null): readonly FieldError[] {
  return [
    ...(tenant === null ? [{ field: 'tenant', code: 'blank', message: 'must exist' }] : []),
    ...((door === null) === (device === null)
      ? [{ field: 'base', code: 'invalid', message: 'must have exactly one of access_point_id and device_id' }]
      : []),
  ];
}
