import { z } from 'zod';

/** A seat that does not read: what waits for it is counted, and past the limit it is cut off. It comes back to a whole picture. */

/** As much as an honest page on a bad line may have waiting: some hundred views. */
export const mostWaiting = { messages: 500, characters: 1_000_000 } as const;

type Packet = { readonly data?: unknown };

/** True when more waits for a connection than it may keep; lengths are counted only once there are many messages. */
export function isOverfull(
  waiting: readonly Packet[],
  limit: { readonly messages: number; readonly characters: number } = mostWaiting,
): boolean {
  if (waiting.length > limit.messages) return true;
  if (waiting.length < 20) return false;
  const characters = waiting.reduce((sum, { data }) => sum + (typeof data === 'string' ? data.length : 0), 0);
  return characters > limit.characters;
}

/** The engine keeps what it could not yet hand to the network in a field that its types hide. */
export function waitingFor(connection: object): readonly Packet[] {
  const waiting: unknown = Reflect.get(connection, 'writeBuffer');
  return Packets.parse(waiting);
}
const Packets = z.custom<readonly Packet[]>(Array.isArray);
