import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net';
import { z } from 'zod';

/** A TCP proxy that can fail as networks do: it loses what goes one way without a word, or cuts every connection after a while. */
export type Proxy = {
  readonly address: string;
  /** From now on nothing passes this way; no FIN, no RST. */
  readonly lose: (way: 'up' | 'down' | 'both') => void;
  readonly heal: () => void;
  /** The connections that stand now are dead and nobody was told; new ones pass. */
  readonly loseStanding: () => void;
  /** Ends every connection that asks to become a WebSocket, as a bad proxy does. */
  readonly refuseWebSockets: () => void;
  /** Every connection, those that stand too, is cut after a time of its own. */
  readonly cutAfter: (ms: () => number) => void;
  readonly cuts: () => number;
  readonly close: () => void;
};

export async function aProxy(target: string): Promise<Proxy> {
  const { hostname, port } = new URL(target);
  const lost = { up: false, down: false };
  const pairs = new Set<readonly [Socket, Socket]>();
  let life: (() => number) | null = null;
  const dead = new Set<Socket>();
  let noWebSockets = false;
  let cuts = 0;
  const cut = (pair: readonly [Socket, Socket]) => {
    if (!pairs.delete(pair)) return;
    cuts += 1;
    for (const end of pair) end.destroy();
  };
  const limit = (pair: readonly [Socket, Socket]) => {
    if (life !== null) setTimeout(() => cut(pair), life()).unref();
  };
  const server = createServer((near) => {
    const far = dial(Number(port), hostname);
    const pair = [near, far] as const;
    pairs.add(pair);
    near.on('data', (bytes) => {
      if (noWebSockets && /^upgrade: *websocket/im.test(bytes.toString('latin1'))) cut(pair);
      else if (!lost.up && !dead.has(near)) far.write(bytes);
    });
    far.on('data', (bytes) => !lost.down && !dead.has(near) && near.write(bytes));
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      end.on('error', () => {});
      end.on('close', () => {
        pairs.delete(pair);
        if (!lost.up && !lost.down && !dead.has(near)) other.destroy();
      });
    }
    limit(pair);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: own } = z
    .custom<AddressInfo>((value) => typeof value === 'object' && value !== null)
    .parse(server.address());
  return {
    address: `http://127.0.0.1:${own}`,
    lose: (way) => {
      if (way !== 'down') lost.up = true;
      if (way !== 'up') lost.down = true;
    },
    heal: () => {
      lost.up = false;
      lost.down = false;
    },
    loseStanding: () => {
      for (const [near] of pairs) dead.add(near);
    },
    refuseWebSockets: () => {
      noWebSockets = true;
    },
    cutAfter: (ms) => {
      life = ms;
      for (const pair of pairs) limit(pair);
    },
    cuts: () => cuts,
    close: () => {
      server.close();
      for (const pair of pairs) for (const end of pair) end.destroy();
    },
  };
}
