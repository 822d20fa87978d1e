/** Making a custom keychain (OpenAPI). Without recipients it has no key yet (live account); keys and their sending are not simulated. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { invalid, notFound } from '../../http/refusals.ts';
import { accessPoints } from '../../world/buildings.ts';
import { tenants } from '../../world/directory.ts';
import { isAdministrator, isTenant } from '../../world/people.ts';
import { vendorTime } from '../../world/vendorTime.ts';

const Asked = z.object({
  keychain: z.object({
    name: z.string().min(1),
    tenant_id: z.int(),
    starts_at: z.string(),
    ends_at: z.string(),
    access_point_ids: z.array(z.int()).min(1),
  }),
});

export function keychains(app: FastifyInstance): void {
  let last = 662_009;
  app.post('/v4/keychains/custom', async ({ body, caller }, reply) => {
    const asked = Asked.safeParse(body);
    if (!asked.success) {
      const fields = new Set(asked.error.issues.map(({ path }) => String(path.at(1) ?? 'base')));
      return reply
        .code(422)
        .send(invalid(...[...fields].map((field) => ({ field, code: 'blank', message: "can't be blank" }))));
    }
    const { keychain } = asked.data;
    const tenant = tenants.find(({ id }) => id === keychain.tenant_id);
    const mayMake = tenant !== undefined && (isAdministrator(caller) || isTenant(caller, tenant.id));
    if (!mayMake) return reply.code(404).send(notFound);
    const at = vendorTime(new Date().toISOString());
    const doors = accessPoints.filter(({ id }) => keychain.access_point_ids.includes(id));
    const data = {
      id: ++last,
      name: keychain.name,
      type: 'custom_keychain',
      starts_at: keychain.starts_at,
      ends_at: keychain.ends_at,
      building_id: tenant.buildingId,
      tenant_id: tenant.id,
      unit_id: tenant.unit.id,
      virtual_key_ids: [],
      access_point_ids: doors.map(({ id }) => id),
      device_ids: doors.map(({ deviceId }) => deviceId),
      created_at: at,
      updated_at: at,
    };
    return reply.code(201).send({ data });
  });
}
