import { z } from 'zod';
import { HookScope } from '../../protocol/admin.ts';
import { EpochMs, SiteId } from '../../protocol/call.ts';
import { Binding, IntegrationId } from '../../protocol/integration.ts';
import type { ExpiringHook, HeldIntegration, IntegrationRows } from '../butterflymx/integrations/heldIntegrations.ts';
import type { Database, Statements } from './database.ts';
import { readable } from './readable.ts';

const Held = z
  .object({
    site: SiteId,
    scope: HookScope,
    target: z.int(),
    vendor_id: IntegrationId,
    api: z.enum(['v3', 'v4']),
    hook: z.string(),
    next_hook: z.string().nullable(),
    bindings: z.string().transform((text) => z.array(Binding).parse(JSON.parse(text))),
    created_at: EpochMs,
    checked_at: EpochMs.nullable(),
    state: z.enum(['in-order', 'changed', 'gone']),
  })
  .transform(
    ({
      vendor_id: id,
      next_hook: nextHook,
      created_at: createdAt,
      checked_at: checkedAt,
      ...same
    }): HeldIntegration => ({
      ...same,
      id,
      nextHook,
      createdAt,
      checkedAt,
    }),
  );
const Expiring = z
  .object({ hook: z.string(), site: SiteId, vendor_id: IntegrationId, revoke_at: EpochMs })
  .transform(({ hook, site, vendor_id: id, revoke_at: at }): ExpiringHook => ({ hook, site, id, at }));

const all = `select site, scope, target, vendor_id, api, hook, next_hook, bindings, created_at, checked_at, state
  from integrations order by created_at, vendor_id`;
const put = `insert into integrations
    (site, scope, target, vendor_id, api, hook, next_hook, bindings, created_at, checked_at, state)
  values (:site, :scope, :target, :id, :api, :hook, :nextHook, :bindings, :createdAt, :checkedAt, :state)
  on conflict (site, scope, target, vendor_id) do update set api = excluded.api, hook = excluded.hook, next_hook = excluded.next_hook,
    bindings = excluded.bindings, checked_at = excluded.checked_at, state = excluded.state`;
const drop = 'delete from integrations where site = :site and scope = :scope and target = :target and vendor_id = :id';
const expire = `insert into expiring_hooks (hook, site, vendor_id, revoke_at) values (:hook, :site, :id, :at)
  on conflict (hook) do update set revoke_at =
    case when excluded.revoke_at < expiring_hooks.revoke_at then excluded.revoke_at else expiring_hooks.revoke_at end`;
const expiring = 'select hook, site, vendor_id, revoke_at from expiring_hooks order by revoke_at';
const unexpire = 'delete from expiring_hooks where hook = :hook';

/** Registrations and the keys that are running out, beside the journal. Rows that cannot be read count as none. */
export function integrations(database: Database): IntegrationRows {
  const { write } = database;
  async function letExpire(sql: Statements, hooks: readonly ExpiringHook[]): Promise<void> {
    for (const { hook, site, id, at } of hooks) await sql.run(expire, { hook, site, id, at });
  }

  return {
    held: async () =>
      readable(
        await database.all(all),
        (row) => Held.parse(row),
        () => {},
      ),
    expiring: async () =>
      readable(
        await database.all(expiring),
        (row) => Expiring.parse(row),
        () => {},
      ),
    save: (held, running = []) =>
      write(async (sql) => {
        await sql.run(put, { ...held, bindings: JSON.stringify(held.bindings) });
        await letExpire(sql, running);
      }),
    forget: ({ site, scope, target, id }, running = []) =>
      write(async (sql) => {
        await sql.run(drop, { site, scope, target, id });
        await letExpire(sql, running);
      }),
    expired: (hook) => write(async (sql) => void (await sql.run(unexpire, { hook }))),
  };
}
