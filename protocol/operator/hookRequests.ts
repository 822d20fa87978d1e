import { z } from 'zod';
import { HookLine, HookRequest, NewHook } from '../admin.ts';
import { LeakedCount, LeakRequest } from '../leaked.ts';
import { NewWall, WallChange, WallLine } from '../wall.ts';
import { type OperatorRequests, Refusal } from './request.ts';

const ofHook = z.object({ id: z.string() });
const ofWall = ofHook.extend({ wall: z.string() });

/** Hooks, whose keys let the vendor in, and what a delivery to them must have besides. */
export const hookRequests = {
  /** Makes a hook. Its key is in this answer and never in another. */
  createHook: { method: 'POST', path: '/hooks', body: HookRequest, replies: { 200: NewHook } },
  /** Lists the hooks, revoked ones too. */
  listHooks: { method: 'GET', path: '/hooks', replies: { 200: z.array(HookLine) } },
  /** Lets nothing more in by a hook. */
  revokeHook: {
    method: 'DELETE',
    path: '/hooks/:id',
    params: ofHook,
    replies: { 200: z.object({ revoked: z.literal(true) }), 404: Refusal },
  },
  /** Revokes a hook whose key somebody else had, and puts in doubt what it brought; or only counts that. */
  markLeaked: {
    method: 'POST',
    path: '/hooks/:id/leak',
    params: ofHook,
    body: LeakRequest,
    replies: { 200: LeakedCount, 404: Refusal },
  },
  /** Takes that doubt back. The hook stays revoked. */
  unmarkLeaked: {
    method: 'DELETE',
    path: '/hooks/:id/leak',
    params: ofHook,
    replies: { 200: LeakedCount, 404: Refusal },
  },
  /** Lists the walls of a hook, and what each has seen. */
  listWalls: {
    method: 'GET',
    path: '/hooks/:id/walls',
    params: ofHook,
    replies: { 200: z.array(WallLine), 404: Refusal },
  },
  /** Adds a wall, which observes at first. 409: the hook has as many as it may, or the secret cannot be kept. */
  addWall: {
    method: 'POST',
    path: '/hooks/:id/walls',
    params: ofHook,
    body: NewWall,
    replies: { 200: WallLine, 404: Refusal, 409: Refusal },
  },
  /** Lets a wall refuse from now on, or only count. */
  changeWall: {
    method: 'PUT',
    path: '/hooks/:id/walls/:wall',
    params: ofWall,
    body: WallChange,
    replies: { 200: WallLine, 404: Refusal },
  },
  /** Takes a wall away. */
  removeWall: {
    method: 'DELETE',
    path: '/hooks/:id/walls/:wall',
    params: ofWall,
    replies: { 200: z.object({ removed: z.literal(true) }), 404: Refusal },
  },
} as const satisfies OperatorRequests;
