import { once } from 'node:events';
import { createServer } from 'node:net';
import { type Contender, vestibule } from './contenders.ts';
import { ringLatency } from './ringing.ts';

/** What a hanging vendor adds to a ring's p99, in milliseconds, for each round; which of the two is measured first alternates. */
export async function hungVendorRounds(
  rounds: number,
  seconds: number,
  say: (line: string) => void,
): Promise<readonly number[]> {
  let requests = 0;
  const hung = createServer((socket) => {
    socket.on('data', () => {
      requests += 1;
    });
    socket.on('error', () => {});
  }).listen(0, '127.0.0.1');
  await once(hung, 'listening');
  const bound = hung.address();
  if (bound === null || typeof bound === 'string') throw new Error('The hanging vendor has no port.');
  const env = {
    VESTIBULE_BUTTERFLYMX_API_URL: `http://127.0.0.1:${bound.port}`,
    VESTIBULE_BUTTERFLYMX_TOKEN: 'the-called-account',
  };
  const differences: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    const measured = { hung: 0, none: 0 };
    for (const which of round % 2 === 0 ? (['hung', 'none'] as const) : (['none', 'hung'] as const)) {
      const make = () => (which === 'hung' ? vestibule({ env, building: 61_200 }) : vestibule());
      measured[which] = await p99Of(make, seconds);
    }
    differences.push(measured.hung - measured.none);
    say(
      `round ${round}: ring p99 ${measured.hung.toFixed(2)} ms with a vendor that hangs, ${measured.none.toFixed(2)} ms without; it was asked ${requests} times`,
    );
  }
  hung.close();
  return differences;
}

async function p99Of(make: () => Promise<Contender>, seconds: number): Promise<number> {
  const contender = await make();
  try {
    return (await ringLatency(contender, seconds)).p99;
  } finally {
    await contender.stop();
  }
}
