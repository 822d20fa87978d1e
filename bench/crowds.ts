import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { Agent, request } from 'undici';
import type { Contender } from './contenders.ts';
import { memoryMbOf, percentile } from './figures.ts';
import { delivery } from './intake.ts';

/** So many desks, spread evenly over so many sites, and so many calls a second in all. */
export type Crowd = { readonly desks: number; readonly sites: number; readonly callsPerSecond: number };

export type CrowdFigures = {
  readonly p50: number;
  readonly p99: number;
  readonly answerP99: number;
  readonly memoryMb: number;
  /** Processor time in per cent of one core, while calls came. */
  readonly cpu: number;
  /** Event loop delay, p99, in milliseconds, by the relay's own metrics; null for references. */
  readonly loopP99: number | null;
};

/** Each desk sends two receipts for each call, as a page does; all clients live in this process and take their share of the machine. */
export async function crowdFigures(
  begun: Contender,
  { desks, sites, callsPerSecond }: Crowd,
  seconds: number,
): Promise<CrowdFigures> {
  const sentAt = new Map<string, number>();
  const rings: number[] = [];
  const answers: number[] = [];
  const names = Array.from({ length: sites }, (_, index) => `site-${index}`);
  const hooks = await inTurn(names, (name) => begun.hookOf(name));
  const tokens = await inTurn(
    Array.from({ length: desks }, (_, index) => names[index % sites] ?? 'site-0'),
    (name) => begun.token(name),
  );
  const contender = (await begun.rested?.()) ?? begun;
  const seats = await inTurn(tokens, (token) => contender.open(contender.address, token));
  for (const seat of seats) {
    const rung = new Set<string>();
    seat.onRing((guid) => {
      const at = performance.now();
      const sent = sentAt.get(guid);
      if (sent === undefined || rung.has(guid)) return;
      rung.add(guid);
      rings.push(at - sent);
      seat.prove(guid, ['shown', 'sounding']);
    });
  }
  const dispatcher = new Agent({ connections: 8 });
  const cpuBefore = processorSeconds(contender.pid);
  const began = performance.now();
  const posts: Promise<void>[] = [];
  for (let index = 0; index < seconds * callsPerSecond; index++) {
    await wait(Math.max(0, began + (index * 1_000) / callsPerSecond - performance.now()));
    posts.push(post(hooks[index % hooks.length] ?? contender.hook));
  }
  await Promise.all(posts);
  const cpu = ((processorSeconds(contender.pid) - cpuBefore) / ((performance.now() - began) / 1_000)) * 100;
  await wait(500);
  const memoryMb = memoryMbOf(contender.pid);
  const loopP99 = await loopDelay(contender.address);
  for (const seat of seats) seat.close();
  await dispatcher.close();
  if (contender !== begun) await contender.stop();
  return {
    p50: percentile(rings, 0.5),
    p99: percentile(rings, 0.99),
    answerP99: percentile(answers, 0.99),
    memoryMb,
    cpu,
    loopP99,
  };

  async function post(hook: string): Promise<void> {
    const guid = randomUUID();
    const sent = performance.now();
    sentAt.set(guid, sent);
    const response = await request(hook, {
      method: 'POST',
      body: delivery(guid),
      headers: { 'content-type': 'application/json' },
      dispatcher,
    });
    await response.body.dump();
    answers.push(performance.now() - sent);
  }
}

async function inTurn<T, R>(items: readonly T[], make: (item: T) => Promise<R>): Promise<readonly R[]> {
  const made: R[] = [];
  for (const item of items) made.push(await make(item));
  return made;
}

/** User and system time of a process so far, in seconds; Linux counts it in hundredths. */
function processorSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function loopDelay(address: string): Promise<number | null> {
  const response = await fetch(`${address}/metrics`);
  const found = /^nodejs_eventloop_lag_p99_seconds (\S+)/m.exec(await response.text())?.[1];
  return found === undefined ? null : Number(found) * 1_000;
}
