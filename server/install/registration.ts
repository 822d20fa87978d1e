import type { SiteId } from '../../protocol/call.ts';
import { bindingText } from '../butterflymx/integrations/bindings.ts';
import type { Integrations } from '../butterflymx/integrations/integrations.ts';
import type { HookRow } from '../desks/directory.ts';
import type { Registration } from './checkList.ts';

/** What the vendor has of this site's registrations; without any, what is known of hooks that were made by hand. */
export async function registrationOf(
  site: SiteId,
  { list }: Pick<Integrations, 'list'>,
  hooks: readonly HookRow[],
): Promise<Registration> {
  const listed = await list(site);
  if (!listed.ok) return { kind: 'unknown', because: listed.error.message.replace(/\.$/, '') };
  const ours = listed.value.filter(({ state }) => state !== 'foreign' && state !== 'unused');
  const wrong = ours.find(({ state }) => state !== 'in-order');
  if (wrong !== undefined) return wrong.state === 'gone' ? { kind: 'gone' } : { kind: 'changed', why: wrong.why };
  if (ours.length === 0) return registeredByHand(hooks, site);
  return {
    kind: 'registered',
    bindings: [...new Set(ours.flatMap(({ bindings }) => (bindings ?? []).map(bindingText)))],
  };
}

/** What is known of a registration that was made by hand: that there is a key, not whether the vendor has it. */
function registeredByHand(hooks: readonly HookRow[], site: SiteId): Registration {
  const good = hooks.filter((hook) => hook.site === site && hook.revokedAt === null).length;
  return good === 0 ? { kind: 'none' } : { kind: 'by-hand', hooks: good };
}
