import { z } from 'zod';
import type { HookScope } from '../../../protocol/admin.ts';
import type { SiteId } from '../../../protocol/call.ts';
import { type Binding, IntegrationId } from '../../../protocol/integration.ts';
import { err, ok, type Result } from '../../../protocol/result.ts';
import { deadlineIn } from '../../clock.ts';
import type { AccountRole } from '../../ring/linked.ts';
import { told, VendorId } from '../../vendor/values.ts';
import type { AskVendor, VendorAnswer, VendorRefusal, VendorRequest } from '../rest.ts';

/** Whose deliveries, and in which of the vendor's interfaces they are registered. */
export type Target = {
  readonly site: SiteId;
  readonly scope: HookScope;
  readonly target: number;
  readonly api: 'v3' | 'v4';
};

/** One entry as far as an answer tells it: of v4's answers only the id is known for sure. */
export type VendorEntry = {
  readonly id: IntegrationId;
  readonly url: string | null;
  readonly bindings: readonly Binding[] | null;
};

export type Wanted = { readonly url: string; readonly bindings: readonly Binding[] };

/** `apiUrl`: where the account that asked is at home. */
export type Entries = { readonly entries: readonly VendorEntry[]; readonly apiUrl: string };
export type Shown = { readonly entry: VendorEntry; readonly apiUrl: string };

/** The vendor's webhook subscriptions. Every request ends by the deadline that it is given and never rejects. */
export type VendorIntegrations = {
  readonly list: (of: Target, deadline: AbortSignal) => Promise<Result<Entries, VendorRefusal>>;
  readonly show: (of: Target, id: IntegrationId, deadline: AbortSignal) => Promise<Result<Shown, VendorRefusal>>;
  readonly create: (of: Target, wanted: Wanted, deadline: AbortSignal) => Promise<Result<Shown, VendorRefusal>>;
  /** Replaces the whole entry: `PUT` takes the same body as `POST` (OpenAPI). Of its answer nothing is needed. */
  readonly update: (
    of: Target,
    id: IntegrationId,
    wanted: Wanted,
    deadline: AbortSignal,
  ) => Promise<Result<null, VendorRefusal>>;
  readonly remove: (of: Target, id: IntegrationId, deadline: AbortSignal) => Promise<Result<null, VendorRefusal>>;
};

/** The most that one request may take, in milliseconds. */
const requestMs = 4_000;
const mostPages = 20;

export function vendorIntegrations(ask: AskVendor): VendorIntegrations {
  type Asked = Pick<VendorRequest, 'method' | 'path' | 'body'>;

  /** A tenant's may be registered by whoever looks after the building, or by the tenant: whichever account is linked and allowed. */
  async function send(of: Target, asked: Asked, until: AbortSignal): Promise<Result<VendorAnswer, VendorRefusal>> {
    const as = (role: AccountRole) => {
      const deadline = AbortSignal.any([until, deadlineIn(requestMs)]);
      return ask({ site: of.site, as: role, contentType: 'application/json', ...asked, deadline });
    };
    const answer = await as('administrator');
    if (answer.ok || of.scope === 'building' || !isNotAllowed(answer.error)) return answer;
    const called = await as('called');
    return called.ok || called.error.kind !== 'no-account' ? called : answer;
  }

  return {
    list: async (of, until) => {
      const entries: VendorEntry[] = [];
      let apiUrl = '';
      for (let page: number | null = 1, pages = 0; page !== null && pages < mostPages; pages += 1) {
        const query = of.api === 'v4' ? `?page=${page}&per=100` : '';
        const answer = await send(of, { method: 'GET', path: `${pathOf(of)}${query}` }, until);
        if (!answer.ok) return answer;
        const read = List.safeParse(answer.value.body);
        if (!read.success) return err(unreadable);
        entries.push(...read.data.data.flatMap((entry) => entry ?? []));
        page = (of.api === 'v4' && read.data.page_info?.next_page) || null;
        apiUrl = answer.value.apiUrl;
      }
      return ok({ entries, apiUrl });
    },
    show: async (of, id, until) => entryIn(await send(of, { method: 'GET', path: pathOf(of, id) }, until)),
    create: async (of, wanted, until) =>
      entryIn(await send(of, { method: 'POST', path: pathOf(of), body: bodyOf(of, wanted) }, until)),
    update: async (of, id, wanted, until) =>
      doneBy(await send(of, { method: 'PUT', path: pathOf(of, id), body: bodyOf(of, wanted) }, until)),
    remove: async (of, id, until) => doneBy(await send(of, { method: 'DELETE', path: pathOf(of, id) }, until)),
  };
}

const isNotAllowed = ({ kind, status }: VendorRefusal) =>
  kind === 'no-account' || status === 401 || status === 403 || status === 404;

const pathOf = ({ api, scope, target }: Target, id?: IntegrationId) =>
  `/${api}/${scope}s/${target}/integrations${id === undefined ? '' : `/${encodeURIComponent(id)}`}`;

/** v4 names a resource, or all with null; v3's bindings have no such field (SDK). */
const bodyOf = ({ api }: Target, { url, bindings }: Wanted) => ({
  data: {
    type: 'integrations',
    attributes: {
      integrator: 'webhook',
      configuration: { url, method: 'post' },
      bindings: bindings.map(({ resource, actions }) => ({
        resource_type: resource,
        actions,
        ...(api === 'v4' ? { resource_id: null } : {}),
      })),
    },
  },
});

const unreadable: VendorRefusal = { kind: 'unreadable', status: 200, says: null };

function entryIn(answer: Result<VendorAnswer, VendorRefusal>): Result<Shown, VendorRefusal> {
  if (!answer.ok) return answer;
  const read = One.safeParse(answer.value.body);
  return read.success ? ok({ entry: read.data.data, apiUrl: answer.value.apiUrl }) : err(unreadable);
}

const doneBy = (answer: Result<VendorAnswer, VendorRefusal>): Result<null, VendorRefusal> =>
  answer.ok || answer.error.kind === 'unreadable' ? ok(null) : answer;

const Name = z.union([z.string().min(1).max(80), z.int().transform(String)]).pipe(IntegrationId);
const Configuration = z
  .object({ url: z.string().max(2_000) })
  .nullish()
  .catch(null);
const Bindings = z
  .array(
    z
      .object({ resource_type: z.string().max(80), actions: z.array(z.string().max(80)).max(20) })
      .transform(({ resource_type, actions }) => ({ resource: resource_type, actions })),
  )
  .max(50)
  .nullish()
  .catch(null);
const Attributes = z.object({ config: Configuration, configuration: Configuration, bindings: Bindings });

/** Every form that is known or guessed: v3's `attributes.config`, v4's guess without `attributes`, a number or a string or only a guid. */
const Entry = Attributes.extend({
  id: Name.nullish().catch(null),
  guid: Name.nullish().catch(null),
  attributes: Attributes.nullish().catch(null),
}).transform(({ id, guid, attributes, ...flat }, context): VendorEntry => {
  const name = id ?? guid;
  if (name == null) {
    context.addIssue('neither id nor guid');
    return z.NEVER;
  }
  const told = [attributes, flat];
  const url = told.map((at) => at?.config?.url ?? at?.configuration?.url).find((found) => found !== undefined);
  return {
    id: name,
    url: url ?? null,
    bindings: told.map((at) => at?.bindings).find((found) => found != null) ?? null,
  };
});
const One = z.object({ data: Entry });
const List = z.object({
  data: z.array(Entry.nullable().catch(null)),
  page_info: told(z.object({ next_page: VendorId })),
});
