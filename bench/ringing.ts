import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import { Agent, request } from 'undici';
import { z } from 'zod';
import type { Contender } from './contenders.ts';
import { percentile } from './figures.ts';
import { delivery } from './intake.ts';

export type RingFigures = { readonly p50: number; readonly p99: number; readonly answerP99: number };

const desks = 100;
const callsPerSecond = 50;
const Rang = z.object({ guid: z.string().optional(), call: z.object({ id: z.string() }).optional() });

/** From the first byte of a delivery to its message at a desk, in milliseconds: 100 desks, 50 calls a second, each desk sends its receipts as its page does. */
export async function ringLatency(contender: Contender, seconds: number): Promise<RingFigures> {
  const sentAt = new Map<string, number>();
  const rings: number[] = [];
  const answers: number[] = [];
  const sockets = await Promise.all(
    Array.from({ length: desks }, async () => connect(contender, await contender.token())),
  );
  for (const socket of sockets) {
    socket.on('ring', (message: unknown) => {
      const at = performance.now();
      const rang = Rang.parse(message);
      const guid = rang.guid ?? rang.call?.id ?? '';
      const sent = sentAt.get(guid);
      if (sent === undefined) return;
      rings.push(at - sent);
      for (const stage of ['received', 'shown', 'sounding'])
        socket.emit('receipt', { callId: guid, stage, at: Date.now() }, () => {});
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
  for (const socket of sockets) socket.disconnect();
  await dispatcher.close();
  if (rings.length < total * desks) throw new Error(`Only ${rings.length} of ${total * desks} rings arrived.`);
  return { p50: percentile(rings, 0.5), p99: percentile(rings, 0.99), answerP99: percentile(answers, 0.99) };

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

const connect = ({ address }: Contender, token: string) =>
  new Promise<Socket>((resolve, reject) => {
    const socket = io(`${address}/desk`, { auth: { token, protocol: 1 }, transports: ['websocket'], forceNew: true });
    socket.once('connect', () => resolve(socket));
    socket.once('connect_error', reject);
  });
