import { once } from 'node:events';
import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';

/** A line of so many bits a second each way, as a desk's office may have; all connections share it, and nobody sends faster than it carries. */
export type ThinLine = { readonly address: string; readonly close: () => void };

export async function aThinLine(target: string, bitsPerSecond: number): Promise<ThinLine> {
  const { hostname, port } = new URL(target);
  const freeAt = { up: 0, down: 0 };
  const sockets = new Set<Socket>();

  async function carry(from: Socket, to: Socket, way: 'up' | 'down'): Promise<void> {
    for await (const bytes of from) {
      const chunk = z.instanceof(Buffer).parse(bytes);
      const now = performance.now();
      freeAt[way] = Math.max(now, freeAt[way]) + (chunk.byteLength * 8_000) / bitsPerSecond;
      await wait(freeAt[way] - now);
      if (!to.write(chunk)) await once(to, 'drain');
    }
  }
  const server = createServer((near) => {
    const far = dial(Number(port), hostname);
    for (const [from, to, way] of [
      [near, far, 'up'],
      [far, near, 'down'],
    ] as const) {
      sockets.add(from);
      carry(from, to, way)
        .catch(() => {})
        .finally(() => {
          sockets.delete(from);
          to.destroy();
        });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: own } = z
    .custom<AddressInfo>((value) => typeof value === 'object' && value !== null)
    .parse(server.address());
  return {
    address: `http://127.0.0.1:${own}`,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
