import { operator } from '../../protocol/operator.ts';
import type { Directory } from '../desks/directory.ts';
import type { HookWalls } from '../walls/hookWalls.ts';
import type { ApiRoutes } from './apiRoutes.ts';
import { routeOf } from './routeOf.ts';

export type WallRouteParts = { readonly walls: HookWalls; readonly directory: Pick<Directory, 'hooks'> };

const noHook = { error: 'not-found', message: 'There is no such hook.' };
const noWall = { error: 'not-found', message: 'This hook has no such wall.' };

/** The walls of a hook: what a delivery must have besides a good key. In force at once. */
export function wallRoutes(routes: ApiRoutes, { walls, directory }: WallRouteParts): void {
  const wallsOf = (id: string) => directory.hooks().find((hook) => hook.id === id)?.wallsOf ?? null;
  routes.route({
    ...routeOf(operator.listWalls),
    handler: async ({ params: { id } }, reply) => {
      const hook = wallsOf(id);
      return hook === null ? reply.code(404).send(noHook) : [...walls.lines(hook)];
    },
  });
  routes.route({
    ...routeOf(operator.addWall),
    handler: async ({ params: { id }, body }, reply) => {
      const hook = wallsOf(id);
      if (hook === null) return reply.code(404).send(noHook);
      const added = await walls.add(hook, body);
      return added.ok ? added.value : reply.code(409).send(added.error);
    },
  });
  routes.route({
    ...routeOf(operator.changeWall),
    handler: async ({ params: { id, wall }, body: { mode } }, reply) => {
      const hook = wallsOf(id);
      const changed = hook === null ? null : await walls.setMode({ hook, wall }, mode);
      return changed ?? reply.code(404).send(hook === null ? noHook : noWall);
    },
  });
  routes.route({
    ...routeOf(operator.removeWall),
    handler: async ({ params: { id, wall } }, reply) => {
      const hook = wallsOf(id);
      const removed = hook !== null && (await walls.remove({ hook, wall }));
      return removed ? { removed: true as const } : reply.code(404).send(hook === null ? noHook : noWall);
    },
  });
}
