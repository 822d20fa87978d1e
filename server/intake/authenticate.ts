import type { FindHook, Hook } from '../desks/hook.ts';

/** The shape of every key we ever issued: 32 random bytes. Anything else is refused before it is hashed. */
const wellFormed = /^[A-Za-z0-9_-]{43}$/;

/** The first station: whose delivery is this? It looks at the address only, before any byte of the body is read. */
export const authenticate = (key: unknown, findHook: FindHook): Hook | null =>
  typeof key === 'string' && wellFormed.test(key) ? findHook(key) : null;
