/** The disk: full, failing, damaged; and a wall clock that jumps. */
import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { operator } from '../../protocol/operator.ts';
import { provenDoors } from '../../scripts/provenDoors.ts';
import { aRelay, type RunningRelay } from '../harness/aRelay.ts';
import { withoutLimits } from '../harness/withoutLimits.ts';
import { missingFrom } from './journalFile.ts';
import { type Outcome, random, type Scale, type Scenario, within } from './scenario.ts';
import { aStandingDesk } from './standingDesk.ts';
import { aCall, aVendor } from './vendor.ts';

const Port = z.object({ port: z.number() });
const notHere = (what: string): Outcome => ({ saw: `NOT RUN: ${what}`, broken: [] });

/** Somebody outside who takes alarms. */
async function anEar() {
  const heard: string[] = [];
  const Alarm = z.object({ kind: z.string(), state: z.string() });
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => void chunks.push(chunk));
    request.on('end', () => {
      const { kind, state } = Alarm.parse(JSON.parse(Buffer.concat(chunks).toString()));
      heard.push(`${kind} ${state}`);
      response.end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { heard, url: `http://127.0.0.1:${Port.parse(server.address()).port}/`, close: () => void server.close() };
}

const isReady = async (relay: RunningRelay) => (await fetch(`${relay.address}/readyz`)).status === 200;

async function fullDisk(): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'vestibule-small-disk-'));
  const mounted =
    spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', folder], { stdio: 'ignore' }).status === 0;
  if (!mounted) {
    rmSync(folder, { recursive: true, force: true });
    return notHere('a small disk cannot be mounted by this user');
  }
  const broken: string[] = [];
  const must = (holds: unknown, what: string) => void (holds || broken.push(what));
  const ear = await anEar();
  const relay = await aRelay({
    dataDir: folder,
    env: { ...withoutLimits, VESTIBULE_ALERT_URL: ear.url, VESTIBULE_LOG_LEVEL: 'error' },
  });
  try {
    const { url } = await relay.hook();
    const { token } = await relay.desk();
    await provenDoors(relay.operator, 'demo');
    const desk = aStandingDesk(relay.address, token);
    const vendor = aVendor(url);
    const before = randomUUID();
    must((await vendor.post(aCall(before)))?.code === 200, 'a call before the disk was full was not taken');
    fill(join(folder, 'filler'));
    const guid = randomUUID();
    const refused = await within(3_000, async () => ((await vendor.post(aCall(guid)))?.code === 503 ? true : null));
    must(refused, 'a call that could not be stored was not answered 503');
    must(await within(2_000, () => desk.viewOf(guid)?.unrecorded), 'it did not ring, or not marked unrecorded');
    const answer: unknown = await desk.socket.timeout(3_000).emitWithAck('answer', { callId: guid });
    must(
      z.object({ outcome: z.literal('yours'), unrecorded: z.literal(true) }).safeParse(answer).success,
      'its claim was not granted from memory',
    );
    const door: unknown = await desk.socket
      .timeout(3_000)
      .emitWithAck('openDoor', { callId: guid, pressId: randomUUID() });
    must(z.object({ because: z.literal('not-recorded') }).safeParse(door).success, 'a door was not refused');
    must(!(await isReady(relay)), '/readyz said ready');
    must(await within(3_000, () => ear.heard.includes('journal-cannot-write raised')), 'no alarm went out');
    rmSync(join(folder, 'filler'));
    const began = performance.now();
    must(await within(10_000, () => isReady(relay)), 'it did not recover by itself');
    const recovered = performance.now() - began;
    must(await within(5_000, () => desk.viewOf(guid)?.unrecorded === false), 'the ring stayed unrecorded');
    must(await within(5_000, () => ear.heard.includes('journal-cannot-write cleared')), 'the alarm did not clear');
    must((await vendor.post(aCall(guid)))?.code === 200, 'the retry was not taken');
    desk.close();
    await vendor.close();
    await relay.kill();
    broken.push(...missingFrom(folder, new Set([before, guid])));
    return {
      saw: `503, rang unrecorded, door refused; ready ${Math.round(recovered)} ms after there was room`,
      broken,
    };
  } finally {
    await relay.kill();
    ear.close();
    spawnSync('umount', [folder]);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Fills the disk to its last byte. */
function fill(path: string): void {
  const file = openSync(path, 'w');
  for (const size of [65_536, 4_096, 512, 1]) {
    try {
      for (;;) writeSync(file, new Uint8Array(size));
    } catch {
      /** No room for a piece of this size any more: try smaller ones. */
    }
  }
  closeSync(file);
}

async function failedFsync(scale: Scale): Promise<Outcome> {
  if (spawnSync('strace', ['-V'], { stdio: 'ignore' }).status !== 0) return notHere('strace is not installed');
  const bursts = scale === 'full' ? 30 : 3;
  const relay = await aRelay({ env: { ...withoutLimits, VESTIBULE_RING_SECONDS: '5', VESTIBULE_LOG_LEVEL: 'error' } });
  const { url } = await relay.hook();
  const vendor = aVendor(url, 8);
  const acknowledged = new Set<string>();
  const refused = new Set<string>();
  let ends = false;
  const send = async () => {
    while (!ends) {
      const guid = randomUUID();
      const answer = await vendor.post(aCall(guid));
      if (answer?.code === 200) acknowledged.add(guid);
      if (answer?.code === 503) refused.add(guid);
      await wait(3);
    }
  };
  const senders = Array.from({ length: 8 }, send);
  for (let burst = 0; burst < bursts; burst++) {
    await wait(300);
    const inject = `inject=fsync,fdatasync:error=EIO:when=${random(1, 5)}+${random(1, 3)}`;
    const strace = spawn(
      'strace',
      ['-f', '-qq', '-o', '/dev/null', '-e', 'trace=fsync,fdatasync', '-e', inject, '-p', String(relay.pid)],
      { stdio: 'ignore' },
    );
    await wait(600);
    const ended = once(strace, 'exit');
    strace.kill('SIGINT');
    await ended;
  }
  const recovered = await within(5_000, () => isReady(relay));
  ends = true;
  await Promise.all(senders);
  await vendor.close();
  await relay.kill();
  /** What was stored a moment before the kill, and whose ring was not, is taken up by the next start. */
  await (await relay.again()).stop();
  const broken = [...missingFrom(relay.dataDir, acknowledged)];
  if (!recovered) broken.push('it did not recover by itself');
  if (refused.size === 0) broken.push('no failed sync was seen: the fault was not made');
  await relay[Symbol.asyncDispose]();
  return {
    saw: `${bursts} bursts: ${refused.size} answered 503, ${acknowledged.size} acknowledged and all there after kill -9`,
    broken,
  };
}

async function flippedBytes(scale: Scale): Promise<Outcome> {
  const rounds = scale === 'full' ? 100 : 4;
  let aside = 0;
  const broken: string[] = [];
  for (let round = 0; round < rounds; round++) {
    const first = await aRelay({ env: { ...withoutLimits, VESTIBULE_LOG_LEVEL: 'error' } });
    const { url } = await first.hook();
    const { token } = await first.desk();
    const vendor = aVendor(url);
    for (let call = 0; call < 50; call++) await vendor.post(aCall());
    await first.stop();
    flip(join(first.dataDir, 'journal.db'), random(1, 200));
    const second = await first.again();
    const desk = aStandingDesk(second.address, token);
    const guid = randomUUID();
    const answer = await vendor.post(aCall(guid));
    if (answer?.code !== 200) broken.push(`round ${round}: a call was answered ${answer?.code ?? 'nothing'}`);
    if (!(await within(5_000, () => desk.phasesOf(guid).includes('ringing'))))
      broken.push(`round ${round}: a call did not ring`);
    const { body } = await second.answerTo(operator.listAlarms, {});
    const kinds = z
      .array(z.object({ kind: z.string() }))
      .parse(body)
      .map(({ kind }) => kind);
    if (kinds.includes('journal-begun-anew')) aside += 1;
    desk.close();
    await vendor.close();
    await second.stop();
    await first[Symbol.asyncDispose]();
  }
  return {
    saw: `${rounds} journals with flipped bytes: ${aside} set aside with an alarm, the others still sound; all rang`,
    broken,
  };
}

function flip(path: string, count: number): void {
  const { size } = statSync(path);
  const file = openSync(path, 'r+');
  for (let index = 0; index < count; index++)
    writeSync(file, new Uint8Array([random(0, 255)]), 0, 1, random(0, size - 1));
  closeSync(file);
}

async function wallClock(): Promise<Outcome> {
  const node = ['--import', join(import.meta.dirname, 'bentClock.mjs')];
  const relay = await aRelay({
    node,
    env: { ...withoutLimits, VESTIBULE_RING_SECONDS: '6', VESTIBULE_LOG_LEVEL: 'error' },
  });
  const { url } = await relay.hook();
  const { token } = await relay.desk();
  const desk = aStandingDesk(relay.address, token);
  const vendor = aVendor(url);
  const broken: string[] = [];
  const lengths: number[] = [];
  for (const jump of ['+1 h', '-1 h', 'right again']) {
    const guid = randomUUID();
    const began = performance.now();
    await vendor.post(aCall(guid));
    if (!(await within(2_000, () => desk.phasesOf(guid).includes('ringing'))))
      broken.push(`${jump}: no ring before the jump`);
    process.kill(relay.pid, 'SIGUSR2');
    const later = randomUUID();
    await vendor.post(aCall(later));
    if (!(await within(2_000, () => desk.phasesOf(later).includes('ringing'))))
      broken.push(`${jump}: no ring after the jump`);
    if (!(await within(12_000, () => desk.phasesOf(guid).includes('ended'))))
      broken.push(`${jump}: a ring did not end`);
    lengths.push((performance.now() - began) / 1_000);
  }
  if (lengths.some((seconds) => seconds < 5.5 || seconds > 8.5))
    broken.push(`rings of 6 s lasted ${lengths.map((s) => s.toFixed(1)).join(', ')} s`);
  const guid = randomUUID();
  await vendor.post(aCall(guid));
  process.kill(relay.pid, 'SIGUSR2');
  await relay.kill();
  const again = await relay.again();
  if (!(await within(5_000, () => desk.viewOf(guid)?.epoch === desk.newest()?.epoch && desk.pictures() > 1)))
    broken.push('a young ring did not ring on after a restart with another clock');
  desk.close();
  await vendor.close();
  await again.stop();
  await relay[Symbol.asyncDispose]();
  return {
    saw: `rings of 6 s lasted ${lengths.map((seconds) => seconds.toFixed(1)).join(', ')} s across the jumps`,
    broken,
  };
}

export const disks: readonly Scenario[] = [
  {
    name: 'full disk',
    promise: '503, rings from memory, doors shut, an alarm; all by itself when there is room',
    run: fullDisk,
  },
  { name: 'failed fsync', promise: 'what was not on disk was not acknowledged', run: failedFsync },
  { name: 'flipped bytes', promise: 'a damaged journal is set aside, and calls ring', run: flippedBytes },
  { name: 'wall clock ±1 h', promise: 'rings last as long as they should; a restart keeps them', run: wallClock },
];
