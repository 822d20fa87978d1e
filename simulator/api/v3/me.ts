/** v3's signed-in account: who it is, what its tenancies hold, and its door button outside a call (SDK's sources). */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { invalid, notFound } from '../../http/refusals.ts';
import { buildings, devices, doorsOf } from '../../world/buildings.ts';
import { emailOf, panels, type Tenant } from '../../world/directory.ts';
import type { Doors } from '../../world/doors.ts';
import { type Caller, tenanciesOf } from '../../world/people.ts';

const Numbered = z.object({ data: z.object({ id: z.coerce.number().int() }) });
const OpenDoor = z.object({
  data: z.object({
    type: z.literal('door_release_requests'),
    attributes: z.object({ release_method: z.enum(['front_door_view', 'bluetooth']) }),
    relationships: z
      .object({ device: Numbered.optional(), panel: Numbered.optional(), unit: Numbered })
      .refine(({ device, panel }) => (device === undefined) !== (panel === undefined)),
  }),
});

export function v3Me(app: FastifyInstance, doors: Doors): void {
  app.get('/v3/me', async ({ caller, query }) => {
    const asked = z
      .object({ include: z.string().default('') })
      .catch({ include: '' })
      .parse(query);
    return topology(caller, new Set(asked.include.split(',')));
  });
  app.post('/v3/me/open_door', async ({ body, caller }, reply) => {
    const asked = OpenDoor.safeParse(body);
    if (!asked.success)
      return reply
        .code(422)
        .send(invalid({ field: 'base', code: 'invalid', message: 'is not a door release request' }));
    const { device, panel, unit } = asked.data.data.relationships;
    const tenant = tenanciesOf(caller).find((tenancy) => tenancy.unit.id === unit.data.id);
    const opened = doorsOf(deviceOf(device?.data.id ?? panel?.data.id ?? -1));
    if (tenant === undefined || opened.length === 0) return reply.code(404).send(notFound);
    doors.release(opened, tenant, 'Swipe to open');
    return reply.code(201).send({ data: { id: String(Date.now()), type: 'door_release_requests' } });
  });
}

/** A panel is named by its v3 number, a device by v4's. */
const deviceOf = (id: number) => panels.find((panel) => panel.id === id)?.deviceId ?? id;

type Resource = {
  readonly id: string;
  readonly type: string;
  readonly attributes: object;
  readonly relationships?: object;
};

const resource = (type: string, id: number, attributes: object, relationships?: object): Resource => ({
  id: String(id),
  type,
  attributes,
  ...(relationships === undefined ? {} : { relationships }),
});
const linked = (type: string, ids: readonly number[]) => ({ data: ids.map((id) => ({ id: String(id), type })) });
const linkedOne = (type: string, id: number) => ({ data: { id: String(id), type } });

function topology(caller: Caller, include: ReadonlySet<string>) {
  const tenancies = tenanciesOf(caller);
  const [first] = tenancies;
  const user = resource(
    'users',
    first?.userId ?? 5100200,
    first === undefined
      ? { first_name: 'Building', last_name: 'administrator', email: 'administrator@example.com' }
      : { first_name: first.firstName, last_name: first.lastName, email: emailOf(first) },
    {
      tenants: linked(
        'tenants',
        tenancies.map(({ id }) => id),
      ),
    },
  );
  const included = tenancies.flatMap((tenancy) => includedFor(tenancy, include));
  return { data: user, included };
}

function includedFor(tenant: Tenant, include: ReadonlySet<string>): readonly Resource[] {
  const building = buildings.find(({ id }) => id === tenant.buildingId);
  const own = devices.filter(({ buildingId }) => buildingId === tenant.buildingId);
  const groups: Readonly<Record<string, readonly Resource[]>> = {
    tenants: [
      resource(
        'tenants',
        tenant.id,
        { first_name: tenant.firstName, last_name: tenant.lastName },
        {
          building: linkedOne('buildings', tenant.buildingId),
          unit: linkedOne('units', tenant.unit.id),
          panels: linked(
            'panels',
            panels.map(({ id }) => id),
          ),
          devices: linked(
            'devices',
            own.map(({ id }) => id),
          ),
        },
      ),
    ],
    'tenants.building':
      building === undefined
        ? []
        : [resource('buildings', building.id, { name: building.name, open_door_button_enabled: true })],
    'tenants.panels': panels.map(({ id, name }) => resource('panels', id, { name })),
    'tenants.devices': own.map(({ id, name, type }) => resource('devices', id, { name, device_type: type })),
    'tenants.unit': [resource('units', tenant.unit.id, { label: tenant.unit.label })],
  };
  return Object.entries(groups).flatMap(([path, resources]) => (include.has(path) ? resources : []));
}
