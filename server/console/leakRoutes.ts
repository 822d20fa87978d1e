import type { SiteId } from '../../protocol/call.ts';
import { operator } from '../../protocol/operator.ts';
import type { Directory } from '../desks/directory.ts';
import type { LeakedHooks } from '../intake/leakedHooks.ts';
import type { ApiRoutes } from './apiRoutes.ts';
import { routeOf } from './routeOf.ts';

export type LeakRouteParts = {
  readonly directory: Pick<Directory, 'hooks' | 'revokeHook'>;
  readonly leaked: LeakedHooks;
  /** What counts as missed at a site is another list now. Never rejects. */
  readonly missedChanged: (site: SiteId) => Promise<void>;
};

const noSuch = { error: 'not-found', message: 'There is no such hook.' };

/** A webhook whose key somebody else had: it is revoked, and what it brought since then is in doubt until that is taken back. */
export function leakRoutes(routes: ApiRoutes, { directory, leaked, missedChanged }: LeakRouteParts): void {
  const find = (id: string) => directory.hooks().find((hook) => hook.id === id);

  routes.route({
    ...routeOf(operator.markLeaked),
    handler: async ({ params, body }, reply) => {
      const hook = find(params.id);
      if (hook === undefined) return reply.code(404).send(noSuch);
      const leak = { hook: hook.id, site: hook.site, since: body.since };
      if (body.dryRun) return leaked.count(leak);
      await directory.revokeHook(hook.id);
      const counted = await leaked.mark(leak);
      await missedChanged(hook.site);
      return counted;
    },
  });
  routes.route({
    ...routeOf(operator.unmarkLeaked),
    handler: async ({ params }, reply) => {
      const hook = find(params.id);
      if (hook === undefined) return reply.code(404).send(noSuch);
      const counted = await leaked.unmark({ hook: hook.id, site: hook.site });
      await missedChanged(hook.site);
      return counted;
    },
  });
}
