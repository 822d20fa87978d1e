import { once } from 'node:events';
import { createServer } from 'node:http';
import { z } from 'zod';

/** A road to the relay on which each delivery arrives at once, and the answer to the first never comes back. */
export type SlowRoad = {
  readonly address: string;
  /** What the relay answered to each delivery so far. */
  readonly answers: readonly string[];
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

const Answer = z.object({ status: z.string() });

export async function aSlowRoad(hook: string): Promise<SlowRoad> {
  const answers: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => void chunks.push(chunk));
    request.on('end', async () => {
      const answer = await fetch(hook, { method: 'POST', body: Buffer.concat(chunks) });
      answers.push(Answer.parse(await answer.json()).status);
      if (answers.length > 1) response.writeHead(answer.status).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return {
    address: `http://127.0.0.1:${port}/`,
    answers,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
