/** v4's lists: calls and access logs of a building, doors, devices, tenants. Newest first; a tenant sees only its own. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { notFound } from '../../http/refusals.ts';
import type { AccessLog, AccessLogs } from '../../world/accessLogs.ts';
import { type AccessPoint, accessPoints, buildings, type Device, devices } from '../../world/buildings.ts';
import { inV4 } from '../../world/callShapes.ts';
import type { Calls } from '../../world/calls.ts';
import { emailOf, type Tenant, tenants } from '../../world/directory.ts';
import { type Caller, isAdministrator, isCalled, isTenant, tenanciesOf } from '../../world/people.ts';
import { type Field, filtered } from './filters.ts';
import { paged } from './paging.ts';

export type ResourceParts = {
  readonly calls: Calls;
  readonly accessLogs: AccessLogs;
  readonly imageOrigin: () => string;
};

/** One kind of thing: how it is listed, filtered, and found by its number. */
type Kind<T extends { readonly id: number }> = {
  readonly path: string;
  /** Null when there is no such place, or the caller has no business there. */
  readonly rows: (asked: {
    readonly building: number;
    readonly caller: Caller;
    readonly query: unknown;
  }) => readonly T[] | null;
  readonly fields: Readonly<Record<string, Field<T>>>;
};

const Params = z.object({ building: z.coerce.number().int().default(0), id: z.coerce.number().int().default(0) });
const unread = { building: -1, id: -1 };
const made = { created_at: '2026-01-02T09:00:00Z', updated_at: '2026-01-02T09:00:00Z' };

function list<T extends { readonly id: number }>(app: FastifyInstance, { path, rows, fields }: Kind<T>): void {
  app.get(path, async ({ params, query, caller }, reply) => {
    const { building } = Params.catch(unread).parse(params);
    const found = rows({ building, caller, query });
    return found === null ? reply.code(404).send(notFound) : paged(filtered(found, query, fields), query);
  });
  app.get(`${path}/:id`, async ({ params, caller }, reply) => {
    const { building, id } = Params.catch(unread).parse(params);
    const found = rows({ building, caller, query: {} })?.find((row) => row.id === id);
    return found === undefined ? reply.code(404).send(notFound) : { data: found };
  });
}

export function v4Resources(app: FastifyInstance, { calls, accessLogs, imageOrigin }: ResourceParts): void {
  const inBuilding = <T>(building: number, caller: Caller, rows: () => readonly T[]) =>
    buildings.some(({ id }) => id === building) && mayRead(caller, building) ? rows() : null;

  list(app, {
    path: '/v4/buildings/:building/calls',
    rows: ({ building, caller }) =>
      inBuilding(building, caller, () =>
        calls
          .list()
          .filter(
            ({ buildingId, party }) => buildingId === building && (isAdministrator(caller) || isCalled(caller, party)),
          )
          .map((call) => inV4(call, imageOrigin())),
      ),
    fields: {
      id: { kind: 'number', of: ({ id }) => id },
      logged_at: { kind: 'time', of: ({ logged_at }) => logged_at },
      notification_type: { kind: 'text', of: ({ notification_type }) => notification_type },
      unit_id: { kind: 'number', of: ({ unit }) => unit?.id ?? null },
      unit_label: {
        kind: 'text',
        of: ({ unit }) => tenants.find((one) => one.unit.id === unit?.id)?.unit.label ?? null,
      },
    },
  });
  list<AccessLog>(app, {
    path: '/v4/buildings/:building/access_logs',
    rows: ({ building, caller }) =>
      inBuilding(building, caller, () =>
        accessLogs
          .ofBuilding(building)
          .filter(({ tenant_id }) => isAdministrator(caller) || isTenant(caller, tenant_id)),
      ),
    fields: {
      id: { kind: 'number', of: ({ id }) => id },
      logged_at: { kind: 'time', of: ({ logged_at }) => logged_at },
      release_method: { kind: 'text', of: ({ entry_method }) => releaseMethodOf(entry_method) },
    },
  });
  list(app, {
    path: '/v4/access_points',
    rows: ({ caller }) => accessPoints.filter(({ id }) => mayOpen(caller, id)).map(accessPointInV4),
    fields: {
      name: { kind: 'text', of: ({ name }) => name },
      building_id: { kind: 'number', of: ({ building_id }) => building_id },
    },
  });
  app.get('/v4/access_points/:id/schedules', async ({ params, query, caller }, reply) => {
    const { id } = Params.catch(unread).parse(params);
    const known = accessPoints.some((door) => door.id === id) && mayOpen(caller, id);
    return known ? paged([], query) : reply.code(404).send(notFound);
  });
  list(app, {
    path: '/v4/devices',
    rows: ({ caller }) => devices.filter(({ buildingId }) => mayRead(caller, buildingId)).map(deviceInV4),
    fields: {
      name: { kind: 'text', of: ({ name }) => name },
      type: { kind: 'text', of: ({ type }) => type },
      building_id: { kind: 'number', of: ({ building_id }) => building_id },
    },
  });
  list(app, {
    path: '/v4/tenants',
    rows: ({ caller, query }) => {
      const selfOnly = !isAdministrator(caller) || z.object({ scope: z.literal('self') }).safeParse(query).success;
      return (selfOnly ? tenanciesOf(caller) : tenants).map(tenantInV4);
    },
    fields: {
      email: { kind: 'text', of: ({ email }) => email },
      building_id: { kind: 'number', of: ({ building_id }) => building_id },
      unit_label: { kind: 'text', of: ({ unit }) => unit.label },
    },
  });
}

const mayRead = (caller: Caller, building: number) =>
  isAdministrator(caller) || tenanciesOf(caller).some(({ buildingId }) => buildingId === building);

/** Tenants open their own doors, administrators every door of their buildings (vendor's page). */
export const mayOpen = (caller: Caller, door: number) =>
  isAdministrator(caller) || tenanciesOf(caller).some((tenant) => tenant.accessPoints.includes(door));

/** The filter's words for entry methods, as far as they are known. */
function releaseMethodOf(method: AccessLog['entry_method']): string | null {
  switch (method) {
    case 'Swipe to open':
      return 'swipe_to_open';
    case 'App call':
      return 'front_door_view';
    default:
      return null;
  }
}

const accessPointInV4 = ({ id, name, buildingId, deviceId }: AccessPoint) => ({
  id,
  name,
  building_id: buildingId,
  device_ids: [deviceId],
  open_hours: [],
  ...made,
});

const deviceInV4 = ({ id, name, type, serial, buildingId }: Device) => ({
  id,
  name,
  type,
  model: null,
  serial_number: serial,
  building_id: buildingId,
  ...made,
});

function tenantInV4(tenant: Tenant) {
  const building = buildings.find(({ id }) => id === tenant.buildingId);
  return {
    id: tenant.id,
    first_name: tenant.firstName,
    last_name: tenant.lastName,
    full_name: null,
    email: emailOf(tenant),
    building_id: tenant.buildingId,
    building_name: building?.name ?? '',
    building_timezone: building?.timezone ?? '',
    inactive_after: null,
    contact_preference: 'mobile_app',
    registration_status: 'registered',
    invitation: null,
    unit: { ...tenant.unit, ...made },
    notification_preference: {
      email: true,
      sms: false,
      do_not_disturb: false,
      preferences: {
        door_opens: { push: false, email: false, sms: null },
        messages: { push: true, email: false, sms: false },
      },
    },
    ...made,
  };
}
