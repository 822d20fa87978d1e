import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { HookScope } from '../../protocol/admin.ts';
import { EpochMs, SiteId } from '../../protocol/call.ts';
import { Binding, IntegrationId } from '../../protocol/integration.ts';
import type { ExpiringHook, HeldIntegration, IntegrationStore } from '../butterflymx/integrations/heldIntegrations.ts';
import type { GroupCommit } from './sqlite/groupCommit.ts';
import { readable } from './sqlite/readable.ts';

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

/** Registrations and the keys that are running out, in the journal's file. Rows that cannot be read count as none. */
export function sqliteIntegrations(database: DatabaseSync, { write }: GroupCommit): IntegrationStore {
  const all =
    database.prepare(`select site, scope, target, vendor_id, api, hook, next_hook, bindings, created_at, checked_at, state
    from integrations order by created_at, vendor_id`);
  const put = database.prepare(`insert into integrations
      (site, scope, target, vendor_id, api, hook, next_hook, bindings, created_at, checked_at, state)
    values (:site, :scope, :target, :id, :api, :hook, :nextHook, :bindings, :createdAt, :checkedAt, :state)
    on conflict do update set api = :api, hook = :hook, next_hook = :nextHook, bindings = :bindings, checked_at = :checkedAt, state = :state`);
  const drop = database.prepare(
    'delete from integrations where site = :site and scope = :scope and target = :target and vendor_id = :id',
  );
  const expire = database.prepare(
    'insert into expiring_hooks (hook, site, vendor_id, revoke_at) values (:hook, :site, :id, :at) on conflict (hook) do update set revoke_at = min(revoke_at, :at)',
  );
  const expiring = database.prepare('select hook, site, vendor_id, revoke_at from expiring_hooks order by revoke_at');
  const unexpire = database.prepare('delete from expiring_hooks where hook = :hook');
  const letExpire = (hooks: readonly ExpiringHook[]) => {
    for (const { hook, site, id, at } of hooks) expire.run({ hook, site, id, at });
  };

  return {
    held: () =>
      readable(
        all.all(),
        (row) => Held.parse(row),
        () => {},
      ),
    expiring: () =>
      readable(
        expiring.all(),
        (row) => Expiring.parse(row),
        () => {},
      ),
    save: (held, running = []) =>
      write(() => {
        put.run({ ...held, bindings: JSON.stringify(held.bindings) });
        letExpire(running);
      }),
    forget: ({ site, scope, target, id }, running = []) =>
      write(() => {
        drop.run({ site, scope, target, id });
        letExpire(running);
      }),
    expired: (hook) => write(() => void unexpire.run({ hook })),
  };
}
