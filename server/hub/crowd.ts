import type { IncomingMessage } from 'node:http';

/** Connections that have not yet shown a token: how many there may be, in all and from one address. They have 5 s to show one. */
export const crowdLimits = { inAll: 2_000, fromOne: 500 } as const;

/** Counts strangers at the door. Behind a proxy the address is the proxy's, so one address may be a whole building coming back at once. */
export type Crowd = {
  /** False when there is no room for another. */
  readonly hasRoomFor: (request: IncomingMessage) => boolean;
  readonly came: (stranger: object, request: IncomingMessage) => void;
  /** It showed a token, or it left. */
  readonly settled: (stranger: object) => void;
};

export function makeCrowd({
  inAll,
  fromOne,
}: {
  readonly inAll: number;
  readonly fromOne: number;
} = crowdLimits): Crowd {
  const strangers = new Map<object, string>();
  const counts = new Map<string, number>();
  const addressOf = ({ socket }: IncomingMessage) => socket.remoteAddress ?? '';
  return {
    hasRoomFor: (request) => strangers.size < inAll && (counts.get(addressOf(request)) ?? 0) < fromOne,
    came: (stranger, request) => {
      const address = addressOf(request);
      strangers.set(stranger, address);
      counts.set(address, (counts.get(address) ?? 0) + 1);
    },
    settled: (stranger) => {
      const address = strangers.get(stranger);
      if (address === undefined) return;
      strangers.delete(stranger);
      const left = (counts.get(address) ?? 1) - 1;
      if (left === 0) counts.delete(address);
      else counts.set(address, left);
    },
  };
}
