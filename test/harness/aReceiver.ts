import { once } from 'node:events';
import { createServer } from 'node:http';
import { z } from 'zod';

/** An address that takes deliveries, answers what the test says, and keeps what came. */
export type Receiver = {
  readonly url: string;
  readonly bodies: unknown[];
  /** Statuses for the next deliveries, first to last; 200 when there are none left. */
  readonly answers: number[];
  /** Resolves as soon as what has come passes the test. */
  readonly until: (test: (bodies: readonly unknown[]) => boolean) => Promise<void>;
  readonly close: () => void;
};

const Address = z.object({ port: z.number() });

export async function aReceiver(): Promise<Receiver> {
  const bodies: unknown[] = [];
  const answers: number[] = [];
  const arrivals = new Set<() => void>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => void chunks.push(chunk));
    request.on('end', () => {
      bodies.push(JSON.parse(Buffer.concat(chunks).toString('utf8')));
      response.writeHead(answers.shift() ?? 200).end();
      for (const arrival of arrivals) arrival();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${Address.parse(server.address()).port}/hook`,
    bodies,
    answers,
    until: (test) =>
      new Promise((resolve) => {
        const look = () => {
          if (!test(bodies)) return;
          arrivals.delete(look);
          resolve();
        };
        arrivals.add(look);
        look();
      }),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
