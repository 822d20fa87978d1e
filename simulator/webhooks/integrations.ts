import { z } from 'zod';
import type { FieldError } from '../http/refusals.ts';

/** What a registration can be told of. `access_log` and `door_release` are two names of one thing: the vendor renamed it. */
export const bindable = {
  call: ['create', 'status_update'],
  access_log: ['create'],
  door_release: ['create'],
} as const;

const ResourceType = z.enum(['call', 'access_log', 'door_release']);
export type ResourceType = z.infer<typeof ResourceType>;
const Action = z.enum(['create', 'status_update']);
export type Action = z.infer<typeof Action>;

const Binding = z.strictObject({
  resource_type: ResourceType,
  actions: z.array(Action).min(1),
  resource_id: z.string().nullable().default(null),
});
const Attributes = z.strictObject({
  integrator: z.literal('webhook'),
  configuration: z.strictObject({ url: z.url({ protocol: /^https?$/ }), method: z.literal('post') }),
  bindings: z.array(Binding).min(1),
});
/** The body of a registration (vendor's page, OpenAPI): all three attributes, and nothing else beside `data`. */
const Registration = z.strictObject({
  data: z.object({ type: z.literal('integrations'), attributes: Attributes }),
});
export type Attributes = z.infer<typeof Attributes>;

/** Whose deliveries: all of a building, or one tenant's. */
export type Scope = { readonly kind: 'building' | 'tenant'; readonly id: number };

export type Integration = Attributes & { readonly id: number; readonly scope: Scope };

/** What happened, and to whom it belongs. */
export type Happening = {
  readonly resourceType: ResourceType;
  readonly action: Action;
  readonly buildingId: number;
  readonly tenantId: number | null;
};

export type Integrations = {
  /** Two equal registrations are two entries. */
  readonly create: (scope: Scope, attributes: Attributes) => Integration;
  readonly list: (scope: Scope) => readonly Integration[];
  readonly find: (scope: Scope, id: number) => Integration | null;
  readonly update: (scope: Scope, id: number, attributes: Attributes) => Integration | null;
  readonly remove: (scope: Scope, id: number) => boolean;
  /** All that bind this and whose scope covers it. */
  readonly boundTo: (happening: Happening) => readonly Integration[];
};

export function makeIntegrations(): Integrations {
  const all = new Map<number, Integration>();
  let last = 5520;
  const find: Integrations['find'] = (scope, id) => {
    const found = all.get(id);
    return found !== undefined && isSame(found.scope, scope) ? found : null;
  };
  const put = (integration: Integration) => {
    all.set(integration.id, integration);
    return integration;
  };
  return {
    create: (scope, attributes) => put({ ...attributes, id: ++last, scope }),
    list: (scope) => [...all.values()].filter((integration) => isSame(integration.scope, scope)),
    find,
    update: (scope, id, attributes) => (find(scope, id) === null ? null : put({ ...attributes, id, scope })),
    remove: (scope, id) => find(scope, id) !== null && all.delete(id),
    boundTo: (happening) => [...all.values()].filter((integration) => isBound(integration, happening)),
  };
}

const isSame = (one: Scope, other: Scope) => one.kind === other.kind && one.id === other.id;

function isBound({ scope, bindings }: Integration, happening: Happening): boolean {
  const { resourceType, action, buildingId, tenantId } = happening;
  const covers = scope.id === (scope.kind === 'building' ? buildingId : tenantId);
  return covers && bindings.some((bound) => bound.resource_type === resourceType && bound.actions.includes(action));
}

/** The attributes of a registration, or what is wrong with it in the vendor's words, one a field. */
export function readRegistration(body: unknown): Attributes | readonly FieldError[] {
  const read = Registration.safeParse(body);
  if (!read.success) return read.error.issues.map(errorOf);
  const { attributes } = read.data.data;
  const wrong = attributes.bindings.flatMap(({ resource_type, actions }) =>
    actions.filter((action) => !z.enum(bindable[resource_type]).safeParse(action).success),
  );
  if (wrong.length === 0) return attributes;
  return wrong.map((action) => ({ field: 'bindings', code: 'inclusion', message: `action ${action} is not allowed` }));
}

function errorOf({ path, code, message }: z.core.$ZodIssue): FieldError {
  const field =
    [...path]
      .map(String)
      .filter((part) => part !== 'data' && part !== 'attributes')
      .join('.') || 'base';
  if (code === 'unrecognized_keys') return { field, code: 'invalid', message: 'has keys that are not permitted' };
  if (/received undefined|too small/i.test(message)) return { field, code: 'blank', message: "can't be blank" };
  return { field, code: 'invalid', message: 'is invalid' };
}
