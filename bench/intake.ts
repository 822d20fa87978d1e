import { randomUUID } from 'node:crypto';
import { Pool } from 'undici';
import type { Contender } from './contenders.ts';

const connections = 32;

/** Deliveries taken in a second, over 32 connections that never wait for one another. Each is a call of its own. */
export async function intakeRate({ hook, taken: takenBy }: Contender, seconds: number): Promise<number> {
  const url = new URL(hook);
  const pool = new Pool(url.origin, { connections, pipelining: 1 });
  const end = performance.now() + seconds * 1_000;
  let taken = 0;
  const post = async () => {
    while (performance.now() < end) {
      const { statusCode, body } = await pool.request({
        method: 'POST',
        path: url.pathname,
        headers: { 'content-type': 'application/json' },
        body: delivery(),
      });
      await body.dump();
      if (!takenBy.includes(statusCode)) throw new Error(`A delivery was answered ${statusCode}.`);
      taken += 1;
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: connections }, post));
  const took = (performance.now() - began) / 1_000;
  await pool.close();
  return taken / took;
}

/** As production sends it, without a picture: fetching one is not intake. */
export const delivery = (guid: string = randomUUID()): string =>
  JSON.stringify({
    guid,
    user: {
      id: 5100231,
      first_name: 'Noor',
      last_name: 'Haddad',
      sip_username: '4418820',
      email: 'noor.haddad@example.com',
    },
    panel: { id: 40217, name: 'North Lobby', sip_username: 'panel_40217' },
    unit: { id: 2203345, label: '12F' },
    provider: 'twilio',
    source: { id: 40217, name: 'North Lobby', sip_username: 'panel_40217' },
  });
