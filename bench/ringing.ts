import { randomUUID } from 'node:crypto';
import { Agent, request } from 'undici';
import type { Contender } from './contenders.ts';
import { percentile } from './figures.ts';
import { delivery } from './intake.ts';

export type RingFigures = {
  readonly p50: number;
  readonly p99: number;
  readonly answerP99: number;
  readonly calls: number;
  /** How many calls the desks were told the vendor knows. */
  readonly confirmed: number;
};

export type RingLoad = { readonly desks: number; readonly callsPerSecond: number };
const heavy: RingLoad = { desks: 100, callsPerSecond: 50 };

/** From the first byte of a delivery to its message at a desk, in milliseconds: 100 desks, 50 calls a second, each desk sends its receipts as its page does. */
export async function ringLatency(
  contender: Contender,
  seconds: number,
  { desks, callsPerSecond }: RingLoad = heavy,
): Promise<RingFigures> {
  const sentAt = new Map<string, number>();
  const rings: number[] = [];
  const answers: number[] = [];
  const confirmed = new Set<string>();
  const seats = await Promise.all(
    Array.from({ length: desks }, async () => contender.open(contender.address, await contender.token())),
  );
  for (const seat of seats) {
    const rung = new Set<string>();
    seat.onRing((guid, isConfirmed) => {
      const at = performance.now();
      if (isConfirmed) confirmed.add(guid);
      const sent = sentAt.get(guid);
      if (sent === undefined || rung.has(guid)) return;
      rung.add(guid);
      rings.push(at - sent);
      seat.prove(guid, ['received', 'shown', 'sounding']);
    });
  }
  const dispatcher = new Agent({ connections: 8 });
  const posts: Promise<void>[] = [];
  const total = seconds * callsPerSecond;
  const began = performance.now();
  for (let index = 0; index < total; index++) {
    const due = began + (index * 1_000) / callsPerSecond;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
    posts.push(post(randomUUID()));
  }
  await Promise.all(posts);
  await new Promise((resolve) => setTimeout(resolve, 500));
  for (const seat of seats) seat.close();
  await dispatcher.close();
  if (rings.length < total * desks) throw new Error(`Only ${rings.length} of ${total * desks} rings arrived.`);
  return {
    p50: percentile(rings, 0.5),
    p99: percentile(rings, 0.99),
    answerP99: percentile(answers, 0.99),
    calls: total,
    confirmed: confirmed.size,
  };

  async function post(guid: string): Promise<void> {
    const body = delivery(guid);
    const sent = performance.now();
    sentAt.set(guid, sent);
    const response = await request(contender.hook, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
      dispatcher,
    });
    await response.body.dump();
    answers.push(performance.now() - sent);
  }
}
