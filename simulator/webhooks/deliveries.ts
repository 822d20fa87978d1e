import type { Misbehaviour } from '../faults/misbehaviour.ts';
import type { AccessLog, Released } from '../world/accessLogs.ts';
import { flat, inV4 } from '../world/callShapes.ts';
import type { SimulatedCall } from '../world/calls.ts';
import type { Site, Sites } from '../world/sites.ts';
import type { Action, Integrations, ResourceType } from './integrations.ts';
import type { Webhooks } from './webhooks.ts';

/** Tells what happened to every address that is registered for it: by an integration, or with the site itself. */
export type Deliveries = {
  readonly created: (call: SimulatedCall) => void;
  readonly statusChanged: (call: SimulatedCall) => void;
  readonly released: (released: Released) => void;
};

export type DeliveryParts = {
  readonly integrations: Integrations;
  readonly sites: Sites;
  readonly webhooks: Webhooks;
  readonly imageOrigin: () => string;
  readonly manner: () => Misbehaviour['webhooks'];
};

export function makeDeliveries(parts: DeliveryParts): Deliveries {
  const { integrations, sites, webhooks, imageOrigin, manner } = parts;

  /** A site's own hook is as if the building had bound what it is registered for, with every action. */
  function hooksFor(call: SimulatedCall, action: Action): readonly string[] {
    const tenantId = call.party.kind === 'tenant' ? call.party.tenant.id : null;
    const bound = integrations.boundTo({ resourceType: 'call', action, buildingId: call.buildingId, tenantId });
    const site = sites.find(call.site);
    return [...(site === null ? [] : ownHook(site, 'call')), ...bound.map(({ configuration }) => configuration.url)];
  }

  function sendCall(call: SimulatedCall, action: Action): void {
    const body = bodyOf(call, action, manner().shape, imageOrigin());
    for (const hook of hooksFor(call, action)) webhooks.send({ hook, thread: call.guid, body });
  }

  return {
    created: (call) => sendCall(call, 'create'),
    statusChanged: (call) => sendCall(call, 'status_update'),
    released: ({ log, door }) => {
      for (const site of sites.list().filter(({ buildingId }) => buildingId === door.buildingId))
        for (const hook of ownHook(site, 'access_log'))
          webhooks.send({ hook, thread: `log ${log.id}`, body: logBody('access_log', log) });
      const happened = { action: 'create', buildingId: door.buildingId, tenantId: log.tenant_id } as const;
      for (const resourceType of ['access_log', 'door_release'] as const) {
        for (const { configuration } of integrations.boundTo({ ...happened, resourceType }))
          webhooks.send({ hook: configuration.url, thread: `log ${log.id}`, body: logBody(resourceType, log) });
      }
    },
  };
}

const ownHook = ({ hook, bindings }: Site, resource: 'call' | 'access_log'): readonly string[] =>
  hook === null || !bindings.includes(resource) ? [] : [hook];

const enveloped = (resource_type: ResourceType, action: Action, data: unknown) => ({
  event: { resource_type, action, data },
});

/** Flat is what production sends, and the nested status what the official demo reads; the envelope is the vendor's page. */
function bodyOf(
  call: SimulatedCall,
  action: Action,
  shape: Misbehaviour['webhooks']['shape'],
  origin: string,
): unknown {
  switch (shape) {
    case 'flat':
      return action === 'create' ? flat(call, origin) : { call: { guid: call.guid }, status: call.status };
    case 'envelope':
      return enveloped('call', action, inV4(call, origin));
    case 'envelope-with-guid':
      return enveloped('call', action, { ...inV4(call, origin), guid: call.guid });
    case 'number-only':
      return enveloped('call', action, {
        id: call.number,
        ...(action === 'create' ? {} : { status: call.status }),
      });
  }
}

/** The fields of the vendor's page; no delivered door log was ever captured. */
function logBody(resourceType: 'access_log' | 'door_release', log: AccessLog): unknown {
  const { id, logged_at, access_point, entry_method, release_status, name, image_url } = log;
  const data = { id, logged_at, access_point, entry_method, release_status, name, image_url };
  return enveloped(resourceType, 'create', data);
}
