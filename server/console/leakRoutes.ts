import { z } from 'zod';
import { LeakedCount, LeakRequest } from '../../protocol/leaked.ts';
import type { Directory } from '../desks/directory.ts';
import type { LeakedHooks } from '../journal/leakedHook.ts';
import type { ApiRoutes } from './apiRoutes.ts';

export type LeakRouteParts = {
  readonly directory: Pick<Directory, 'hooks' | 'revokeHook'>;
  readonly leaked: LeakedHooks;
};

const Refusal = z.object({ error: z.string(), message: z.string() });
const noSuch = { error: 'not-found', message: 'There is no such hook.' };

/** A webhook whose key somebody else had: it is revoked, and what it brought since then is in doubt until that is taken back. */
export function leakRoutes(routes: ApiRoutes, { directory, leaked }: LeakRouteParts): void {
  const schema = { params: z.object({ id: z.string() }), response: { 200: LeakedCount, 404: Refusal } };
  const find = (id: string) => directory.hooks().find((hook) => hook.id === id);

  routes.post('/hooks/:id/leak', { schema: { ...schema, body: LeakRequest } }, async ({ params, body }, reply) => {
    const hook = find(params.id);
    if (hook === undefined) return reply.code(404).send(noSuch);
    const leak = { hook: hook.id, site: hook.site, since: body.since };
    if (body.dryRun) return leaked.count(leak);
    await directory.revokeHook(hook.id);
    return leaked.mark(leak);
  });
  routes.delete('/hooks/:id/leak', { schema }, async ({ params }, reply) => {
    const hook = find(params.id);
    return hook === undefined ? reply.code(404).send(noSuch) : leaked.unmark({ hook: hook.id, site: hook.site });
  });
}
