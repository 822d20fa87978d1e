import type { SiteSettings } from '../../protocol/site.ts';
import type { LinkedAccount } from '../ring/linked.ts';

/** In whose name a site's doors are released: as the operator decided, else the first tenant of the called account; null without one. */
export const releaseTenantOf = (
  { releaseTenantId }: Pick<SiteSettings, 'releaseTenantId'>,
  linked: readonly LinkedAccount[],
): number | null =>
  releaseTenantId ??
  linked.find(({ role, tenants }) => role === 'called' && tenants.length > 0)?.tenants[0]?.id ??
  null;
