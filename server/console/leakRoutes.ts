import { z } from 'zod';
import type { SiteId } from '../../protocol/call.ts';
import { LeakedCount, LeakRequest } from '../../protocol/leaked.ts';
import type { Directory } from '../desks/directory.ts';
import type { LeakedHooks } from '../intake/leakedHooks.ts';
import type { ApiRoutes } from './apiRoutes.ts';

export type LeakRouteParts = {
  readonly directory: Pick<Directory, 'hooks' | 'revokeHook'>;
  readonly leaked: LeakedHooks;
  /** What counts as missed at a site is another list now. Never rejects. */
  readonly missedChanged: (site: SiteId) => Promise<void>;
};

const Refusal = z.object({ error: z.string(), message: z.string() });
const noSuch = { error: 'not-found', message: 'There is no such hook.' };

/** A webhook whose key somebody else had: it is revoked, and what it brought since then is in doubt until that is taken back. */
export function leakRoutes(routes: ApiRoutes, { directory, leaked, missedChanged }: LeakRouteParts): void {
  const schema = { params: z.object({ id: z.string() }), response: { 200: LeakedCount, 404: Refusal } };
  const find = (id: string) => directory.hooks().find((hook) => hook.id === id);

  routes.post('/hooks/:id/leak', { schema: { ...schema, body: LeakRequest } }, async ({ params, body }, reply) => {
    const hook = find(params.id);
    if (hook === undefined) return reply.code(404).send(noSuch);
    const leak = { hook: hook.id, site: hook.site, since: body.since };
    if (body.dryRun) return leaked.count(leak);
    await directory.revokeHook(hook.id);
    const counted = await leaked.mark(leak);
    await missedChanged(hook.site);
    return counted;
  });
  routes.delete('/hooks/:id/leak', { schema }, async ({ params }, reply) => {
    const hook = find(params.id);
    if (hook === undefined) return reply.code(404).send(noSuch);
    const counted = await leaked.unmark({ hook: hook.id, site: hook.site });
    await missedChanged(hook.site);
    return counted;
  });
}
