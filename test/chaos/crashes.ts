/** kill -9, at any moment. */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { aRelay } from '../harness/aRelay.ts';
import { withoutLimits } from '../harness/withoutLimits.ts';
import { missingFrom, readJournal, secretsIn } from './journalFile.ts';
import { type Outcome, random, type Scale, type Scenario, within } from './scenario.ts';
import { aStandingDesk } from './standingDesk.ts';
import { aCall, aVendor } from './vendor.ts';

/** Rings are short, so that a hundred thousand of them do not all ring at once. */
const env = { ...withoutLimits, VESTIBULE_RING_SECONDS: '5', VESTIBULE_LOG_LEVEL: 'warn' };

async function killsUnderLoad(scale: Scale): Promise<Outcome> {
  const kills = scale === 'full' ? 500 : 4;
  const wanted = scale === 'full' ? 100_000 : 500;
  let relay = await aRelay({ env: { ...env, VESTIBULE_RING_SECONDS: scale === 'full' ? '5' : '20' } });
  const { url, key } = await relay.hook();
  const { token } = await relay.desk();
  /** With the page's own waits it would be away for most of a relay's life of half a second. */
  const desk = aStandingDesk(relay.address, token, undefined, { reconnectionDelay: 20, reconnectionDelayMax: 60 });
  const vendor = aVendor(url);
  const acknowledged = new Set<string>();
  let repeats = 0;
  let ends = false;
  /** Sends again what was not acknowledged, as a vendor does. */
  const send = async () => {
    while (!ends) {
      const guid = randomUUID();
      for (let attempt = 0; attempt < 200; attempt++) {
        if (attempt > 0) repeats += 1;
        if ((await vendor.post(aCall(guid)))?.code === 200) {
          acknowledged.add(guid);
          break;
        }
        await wait(20);
      }
      await wait(random(0, 60));
    }
  };
  const senders = Array.from({ length: 24 }, send);
  let printed = '';
  for (let kill = 1; kill <= kills || acknowledged.size < wanted; kill++) {
    await wait(random(100, 900));
    await relay.kill();
    printed += relay.printed();
    relay = await relay.again();
  }
  ends = true;
  await Promise.all(senders);
  await wait(1_500);
  const seen = desk.seen();
  const unseen = [...acknowledged].filter((guid) => !seen.has(guid)).length;
  desk.close();
  await relay.stop();
  await vendor.close();
  const broken = [...missingFrom(relay.dataDir, acknowledged), ...secretsIn(printed + relay.printed(), [key, token])];
  if (unseen > acknowledged.size / 100)
    broken.push(`${unseen} of ${acknowledged.size} calls were never shown to a desk that came back each time`);
  await relay[Symbol.asyncDispose]();
  return {
    saw: `${kills} kills, ${acknowledged.size} acknowledged, ${repeats} repeats; ${unseen} ended before the desk was back`,
    broken,
  };
}

async function killBetweenStoreAndPush(scale: Scale): Promise<Outcome> {
  const rounds = scale === 'full' ? 200 : 6;
  let relay = await aRelay({ env: { ...withoutLimits, VESTIBULE_LOG_LEVEL: 'warn' } });
  const { url } = await relay.hook();
  const { token } = await relay.desk();
  let stored = 0;
  let inTheGap = 0;
  const broken: string[] = [];
  for (let round = 0; round < rounds; round++) {
    const guids = Array.from({ length: 5 }, () => randomUUID());
    const vendor = aVendor(url);
    const posts = guids.map((guid) => vendor.post(aCall(guid)));
    await wait(random(1, 14));
    await relay.kill();
    await Promise.all(posts);
    await vendor.close();
    const { delivered, calls } = readJournal(relay.dataDir);
    const kept = guids.filter((guid) => delivered.has(guid));
    stored += kept.length;
    inTheGap += kept.filter((guid) => !calls.has(guid)).length;
    relay = await relay.again();
    const desk = aStandingDesk(relay.address, token);
    const rang = await within(8_000, () => kept.every((guid) => desk.phasesOf(guid).includes('ringing')));
    if (!rang) broken.push(`a stored call did not ring after the restart of round ${round}`);
    desk.close();
  }
  await relay[Symbol.asyncDispose]();
  return { saw: `${rounds} kills, ${stored} calls stored, ${inTheGap} of them before their ring was`, broken };
}

async function cleanStopUnderLoad(): Promise<Outcome> {
  const relay = await aRelay({ env });
  const { url } = await relay.hook();
  const vendor = aVendor(url);
  const acknowledged = new Set<string>();
  const codes = new Map<number, number>();
  let ends = false;
  const send = async () => {
    while (!ends) {
      const guid = randomUUID();
      const answer = await vendor.post(aCall(guid));
      if (answer?.code === 200) acknowledged.add(guid);
      if (answer) codes.set(answer.code, (codes.get(answer.code) ?? 0) + 1);
      else await wait(10);
    }
  };
  const senders = Array.from({ length: 16 }, send);
  await wait(700);
  const began = performance.now();
  await relay.stop();
  const took = performance.now() - began;
  ends = true;
  await Promise.all(senders);
  await vendor.close();
  const broken = [...missingFrom(relay.dataDir, acknowledged)];
  if (took > 5_000) broken.push(`the stop took ${Math.round(took)} ms`);
  const odd = [...codes.keys()].filter((code) => code !== 200 && code !== 503);
  if (odd.length > 0) broken.push(`answers other than 200 and 503: ${odd.join(', ')}`);
  await relay[Symbol.asyncDispose]();
  return { saw: `${acknowledged.size} acknowledged, stopped in ${Math.round(took)} ms`, broken };
}

export const crashes: readonly Scenario[] = [
  {
    name: 'kill -9 under load',
    promise: 'every acknowledged call is in the journal once, with one ring',
    run: killsUnderLoad,
  },
  {
    name: 'kill -9 between store and push',
    promise: 'a stored call rings after the restart',
    run: killBetweenStoreAndPush,
  },
  {
    name: 'SIGTERM under load',
    promise: 'nothing acknowledged is lost, the stop takes under 5 s',
    run: cleanStopUnderLoad,
  },
];
