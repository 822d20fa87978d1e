/** The network: silence without a FIN, connections cut, everybody coming back at once, a desk that does not read, a winner that dies. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { operator } from '../../protocol/operator.ts';
import { aRelay, type RunningRelay } from '../harness/aRelay.ts';
import { withoutLimits } from '../harness/withoutLimits.ts';
import { aSeatProcess } from './aSeatProcess.ts';
import { aProxy } from './proxy.ts';
import { eachOf, ms, type Outcome, percentile, random, type Scale, type Scenario, within } from './scenario.ts';
import { aStandingDesk, type StandingDesk } from './standingDesk.ts';
import { aCall, aVendor } from './vendor.ts';

const quiet = { ...withoutLimits, VESTIBULE_LOG_LEVEL: 'error' };
const isOnline = async (relay: RunningRelay, desk: string) =>
  (await relay.ask(operator.listDesks, {})).find((line) => line.desk === desk)?.online ?? false;

async function blackHole(): Promise<Outcome> {
  const relay = await aRelay({ env: quiet });
  const broken: string[] = [];
  const saw = await Promise.all(
    (['up', 'down', 'both'] as const).map(async (way) => {
      const { desk: id, token } = await relay.desk({ name: `Desk ${way}` });
      const proxy = await aProxy(relay.address);
      const desk = aStandingDesk(proxy.address, token);
      await within(5_000, () => desk.pictures() > 0);
      await wait(random(0, 4_000));
      let left = 0;
      const began = performance.now();
      desk.socket.on('disconnect', () => {
        left ||= performance.now() - began;
      });
      proxy.lose(way);
      const relaySaw = await within(20_000, async () => !(await isOnline(relay, id)));
      const relayTook = performance.now() - began;
      await within(20_000, () => left > 0);
      if (!relaySaw || relayTook > 10_000) broken.push(`${way}: the relay noticed after ${ms(relayTook)}`);
      if (left === 0 || left > 10_000) broken.push(`${way}: the desk noticed after ${ms(left)}`);
      proxy.heal();
      if (!(await within(10_000, () => desk.pictures() > 1))) broken.push(`${way}: the desk did not come back`);
      desk.close();
      proxy.close();
      return `${way}: relay ${ms(relayTook)}, desk ${ms(left)}`;
    }),
  );
  await relay[Symbol.asyncDispose]();
  return { saw: saw.join('; '), broken };
}

async function cuttingProxy(scale: Scale): Promise<Outcome> {
  const calls = scale === 'full' ? 1_000 : 30;
  const relay = await aRelay({ env: quiet });
  const { url } = await relay.hook();
  const { token } = await relay.desk();
  const proxy = await aProxy(relay.address);
  proxy.cutAfter(() => random(500, 3_000));
  const desk = aStandingDesk(proxy.address, token);
  await within(5_000, () => desk.pictures() > 0);
  const vendor = aVendor(url);
  const broken: string[] = [];
  const guids = Array.from({ length: calls }, () => randomUUID());
  for (const guid of guids) {
    await vendor.post(aCall(guid));
    await wait(random(20, 200));
  }
  if (!(await within(10_000, () => guids.slice(-50).every((guid) => desk.hasSeen(guid)))))
    broken.push('the last calls were not seen');
  const seen = desk.seen();
  const unseen = guids.filter((guid) => !seen.has(guid)).length;
  const twice = guids.filter((guid) => desk.phasesOf(guid).filter((phase) => phase === 'ringing').length > 1).length;
  if (unseen > 0) broken.push(`${unseen} calls were never shown`);
  if (twice > 0) broken.push(`${twice} calls rang twice`);
  desk.close();
  proxy.close();
  await vendor.close();
  await relay[Symbol.asyncDispose]();
  return { saw: `${calls} calls through ${proxy.cuts()} cuts: each shown, none twice`, broken };
}

async function storm(scale: Scale): Promise<Outcome> {
  const count = scale === 'full' ? 1_000 : 100;
  let relay = await aRelay({ env: quiet });
  const { url } = await relay.hook();
  const tokens: string[] = [];
  for (let index = 0; index < count; index++) tokens.push((await relay.desk({ name: `Desk ${index}` })).token);
  const desks: StandingDesk[] = tokens.map((token) => aStandingDesk(relay.address, token));
  const broken: string[] = [];
  if (!(await within(60_000, () => desks.every((desk) => desk.pictures() > 0)))) broken.push('not every desk came in');
  await relay.kill();
  relay = await relay.again();
  const began = performance.now();
  const before = desks.map((desk) => desk.pictures());
  const vendor = aVendor(url);
  const times: number[] = [];
  let back = false;
  const posts = (async () => {
    while (!back) {
      const answer = await vendor.post(aCall());
      if (answer?.code !== 200) broken.push(`a call in the storm was answered ${answer?.code ?? 'nothing'}`);
      else times.push(answer.tookMs);
      await wait(50);
    }
  })();
  const all = await within(30_000, () => desks.every((desk, index) => desk.pictures() > (before[index] ?? 0)));
  const took = performance.now() - began;
  back = true;
  await posts;
  if (!all || took > 15_000) broken.push(`not all desks were back after ${ms(took)}`);
  if (percentile(times, 0.99) > (scale === 'full' ? 500 : 5_000))
    broken.push(`p99 of the vendor's answers was ${ms(percentile(times, 0.99))}`);
  for (const desk of desks) desk.close();
  await vendor.close();
  await relay[Symbol.asyncDispose]();
  return {
    saw: `${count} desks back in ${ms(took)}; ${times.length} calls meanwhile, p99 ${ms(percentile(times, 0.99))}`,
    broken,
  };
}

const memoryOf = (pid: number) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024;

async function stoppedSeat(scale: Scale): Promise<Outcome> {
  const seconds = scale === 'full' ? 60 : 12;
  const relay = await aRelay({ env: { ...quiet, VESTIBULE_RING_SECONDS: '5' } });
  const { url } = await relay.hook();
  const { desk: id, token } = await relay.desk();
  /** The same load on a relay beside it, whose seats all read: what both grow by is the load's, not the stopped seat's. */
  const control = await aRelay({ env: { ...quiet, VESTIBULE_RING_SECONDS: '5' } });
  const beside = aVendor((await control.hook()).url);
  const reader = aStandingDesk(control.address, (await control.desk()).token);
  const seat = await aSeatProcess(relay.address, token, 'seat-that-stops');
  const other = aStandingDesk(relay.address, (await relay.desk({ name: 'South' })).token);
  const vendor = aVendor(url);
  for (let index = 0; index < 200; index++) await Promise.all([vendor.post(aCall()), beside.post(aCall())]);
  const memoryBefore = { ours: memoryOf(relay.pid), control: memoryOf(control.pid) };
  seat.signal('SIGSTOP');
  const began = performance.now();
  let noticed: number | null = null;
  const broken: string[] = [];
  while (performance.now() - began < seconds * 1_000) {
    for (let index = 0; index < 50; index++) {
      const guid = randomUUID();
      const [answer] = await Promise.all([vendor.post(aCall(guid)), beside.post(aCall(guid))]);
      if (answer?.code !== 200) broken.push(`a call was answered ${answer?.code ?? 'nothing'}`);
      if (index === 0 && !(await within(1_000, () => other.hasSeen(guid))))
        broken.push('the other desk waited for the stopped one');
    }
    if (noticed === null && !(await isOnline(relay, id))) noticed = performance.now() - began;
    await wait(200);
  }
  const grown = memoryOf(relay.pid) - memoryBefore.ours;
  const controlGrown = memoryOf(control.pid) - memoryBefore.control;
  if (noticed === null || noticed > 10_500)
    broken.push(`the stopped seat was noticed after ${noticed === null ? 'never' : ms(noticed)}`);
  const pictures = () => seat.said.filter((line) => line.startsWith('picture')).length;
  const before = pictures();
  seat.signal('SIGCONT');
  const resumed = performance.now();
  if (!(await within(10_000, () => pictures() > before))) broken.push('it did not come back to a picture');
  const back = performance.now() - resumed;
  if (grown > controlGrown + 50)
    broken.push(
      `the relay grew by ${grown.toFixed(0)} MB, one beside it whose seats read by ${controlGrown.toFixed(0)} MB`,
    );
  reader.close();
  await beside.close();
  await control[Symbol.asyncDispose]();
  await seat.kill();
  other.close();
  await vendor.close();
  await relay[Symbol.asyncDispose]();
  return {
    saw: `noticed after ${ms(noticed ?? 0)}, back ${ms(back)} after it went on; relay ${grown.toFixed(0)} MB larger, one without a stopped seat ${controlGrown.toFixed(0)} MB, after ${seconds} s of the same load`,
    broken,
  };
}

async function answerRaces(scale: Scale): Promise<Outcome> {
  const races = scale === 'full' ? 10_000 : 200;
  const relay = await aRelay({ env: { ...quiet } });
  const { url } = await relay.hook();
  const desks = await Promise.all(
    Array.from({ length: 8 }, async (_, index) =>
      aStandingDesk(relay.address, (await relay.desk({ name: `Desk ${index}` })).token),
    ),
  );
  const vendor = aVendor(url);
  const broken: string[] = [];
  let others: number[] = [];
  const Reply = z.object({ outcome: z.string() });
  await eachOf(
    Array.from({ length: races }, () => randomUUID()),
    4,
    async (guid) => {
      await vendor.post(aCall(guid));
      if (!(await within(5_000, () => desks.every((desk) => desk.hasSeen(guid)))))
        return void broken.push(`${guid} did not ring everywhere`);
      const began = performance.now();
      const replies = await Promise.all(
        desks.map((desk) => desk.socket.timeout(5_000).emitWithAck('answer', { callId: guid })),
      );
      const winners = replies.filter((reply: unknown) => Reply.parse(reply).outcome === 'yours').length;
      if (winners !== 1) broken.push(`${winners} desks were told yours`);
      await within(2_000, () => desks.every((desk) => desk.viewOf(guid)?.phase !== 'ringing'));
      others.push(performance.now() - began);
      const winner = replies.findIndex((reply: unknown) => Reply.parse(reply).outcome === 'yours');
      await desks[winner]?.socket.timeout(5_000).emitWithAck('hangUp', { callId: guid });
      /** A desk may ask 100 questions a second; more would be refused whatever they are. */
      await wait(Math.max(0, began + 60 - performance.now()));
    },
  );
  others = others.toSorted((one, other) => one - other);
  for (const desk of desks) desk.close();
  await vendor.close();
  await relay[Symbol.asyncDispose]();
  return {
    saw: `${races} calls, 8 desks answering each at once: one winner each; others quiet p99 ${ms(percentile(others, 0.99))}`,
    broken,
  };
}

async function winnerKilled(scale: Scale): Promise<Outcome> {
  const rounds = scale === 'full' ? 20 : 2;
  const relay = await aRelay({ env: quiet });
  const { url } = await relay.hook();
  const { token } = await relay.desk({ name: 'North' });
  const south = aStandingDesk(relay.address, (await relay.desk({ name: 'South' })).token);
  const vendor = aVendor(url);
  const broken: string[] = [];
  const times: number[] = [];
  await eachOf(
    Array.from({ length: rounds }, (_, index) => index),
    4,
    async (round) => {
      const seat = await aSeatProcess(relay.address, token, `seat-number-${round}`);
      const guid = randomUUID();
      await vendor.post(aCall(guid));
      await within(5_000, () => south.phasesOf(guid).includes('ringing'));
      seat.answer(guid);
      if (!(await within(5_000, () => south.phasesOf(guid).includes('claimed')))) broken.push('the claim was not seen');
      const began = performance.now();
      await seat.kill();
      const again = await within(15_000, () => south.phasesOf(guid).filter((phase) => phase === 'ringing').length > 1);
      times.push(performance.now() - began);
      if (!again) broken.push('the others did not ring again');
      const reply: unknown = await south.socket.timeout(5_000).emitWithAck('answer', { callId: guid });
      if (!z.object({ outcome: z.literal('yours') }).safeParse(reply).success)
        broken.push('the second could not answer');
    },
  );
  if (times.some((took) => took > 13_000)) broken.push(`the others rang again only after ${ms(Math.max(...times))}`);
  south.close();
  await vendor.close();
  await relay[Symbol.asyncDispose]();
  return {
    saw: `${rounds} winners killed; the others rang again after ${ms(percentile(times, 0.5))}, and one answered`,
    broken,
  };
}

export const networks: readonly Scenario[] = [
  { name: 'TCP black hole, each way', promise: 'relay and desk notice within 10 s, and come back', run: blackHole },
  { name: 'a proxy that cuts connections', promise: 'every call is shown, none twice', run: cuttingProxy },
  { name: 'everybody reconnects', promise: 'all back within 15 s, the vendor p99 under 500 ms', run: storm },
  { name: 'a seat that stops', promise: 'noticed within 10 s, nobody waits for it, memory stays', run: stoppedSeat },
  { name: 'answer races', promise: 'one winner', run: answerRaces },
  { name: 'the winner is killed', promise: 'the others ring again, and one can answer', run: winnerKilled },
];
