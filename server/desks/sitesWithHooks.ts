import type { SiteId } from '../../protocol/call.ts';
import type { Directory } from './directory.ts';

/** Sites that the vendor may deliver calls for. */
export function sitesWithHooks(directory: Pick<Directory, 'hooks'>): readonly SiteId[] {
  const hooks = directory.hooks().filter(({ revokedAt }) => revokedAt === null);
  return [...new Set(hooks.map(({ site }) => site))];
}
