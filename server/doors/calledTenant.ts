import type { LinkedAccount } from '../ring/linked.ts';

/** In whose name doors are released where nobody decided: the first tenant of the called account; null without one. */
export const calledTenantOf = (linked: readonly LinkedAccount[]): number | null =>
  linked.find(({ role, tenants }) => role === 'called' && tenants.length > 0)?.tenants[0]?.id ?? null;
