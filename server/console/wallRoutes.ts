import { z } from 'zod';
import { NewWall, WallChange, WallLine } from '../../protocol/wall.ts';
import type { Directory } from '../desks/directory.ts';
import type { HookWalls } from '../walls/hookWalls.ts';
import type { ApiRoutes } from './apiRoutes.ts';

export type WallRouteParts = { readonly walls: HookWalls; readonly directory: Pick<Directory, 'hooks'> };

const Refusal = z.object({ error: z.string(), message: z.string() });
const ofHook = z.object({ id: z.string() });
const ofWall = ofHook.extend({ wall: z.string() });
const noHook = { error: 'not-found', message: 'There is no such hook.' };
const noWall = { error: 'not-found', message: 'This hook has no such wall.' };

/** The walls of a hook: what a delivery must have besides a good key. In force at once. */
export function wallRoutes(routes: ApiRoutes, { walls, directory }: WallRouteParts): void {
  const wallsOf = (id: string) => directory.hooks().find((hook) => hook.id === id)?.wallsOf ?? null;
  routes.get(
    '/hooks/:id/walls',
    { schema: { params: ofHook, response: { 200: z.array(WallLine), 404: Refusal } } },
    async ({ params: { id } }, reply) => {
      const hook = wallsOf(id);
      return hook === null ? reply.code(404).send(noHook) : [...walls.lines(hook)];
    },
  );
  routes.post(
    '/hooks/:id/walls',
    { schema: { params: ofHook, body: NewWall, response: { 200: WallLine, 404: Refusal, 409: Refusal } } },
    async ({ params: { id }, body }, reply) => {
      const hook = wallsOf(id);
      if (hook === null) return reply.code(404).send(noHook);
      const added = await walls.add(hook, body);
      return added.ok ? added.value : reply.code(409).send(added.error);
    },
  );
  routes.put(
    '/hooks/:id/walls/:wall',
    { schema: { params: ofWall, body: WallChange, response: { 200: WallLine, 404: Refusal } } },
    async ({ params: { id, wall }, body: { mode } }, reply) => {
      const hook = wallsOf(id);
      const changed = hook === null ? null : await walls.setMode({ hook, wall }, mode);
      return changed ?? reply.code(404).send(hook === null ? noHook : noWall);
    },
  );
  routes.delete(
    '/hooks/:id/walls/:wall',
    { schema: { params: ofWall, response: { 200: z.object({ removed: z.literal(true) }), 404: Refusal } } },
    async ({ params: { id, wall } }, reply) => {
      const hook = wallsOf(id);
      const removed = hook !== null && (await walls.remove({ hook, wall }));
      return removed ? { removed: true as const } : reply.code(404).send(hook === null ? noHook : noWall);
    },
  );
}
