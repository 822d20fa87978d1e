import type { SiteId } from '../../protocol/call.ts';
import type { HookRow } from '../desks/directory.ts';
import type { Registration } from './checkList.ts';

/** What is known of a registration that was made by hand: that there is a key, not whether the vendor has it. */
export function registeredByHand(hooks: readonly HookRow[], site: SiteId): Registration {
  const good = hooks.filter((hook) => hook.site === site && hook.revokedAt === null).length;
  return good === 0 ? { kind: 'none' } : { kind: 'by-hand', hooks: good };
}
