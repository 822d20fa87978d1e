/** Whoever comes to the door: slow, broken or hostile. Nothing they send may end the relay, be answered 5xx, ring falsely, or bring a secret into a log. */
import { readdirSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { aRelay } from '../harness/aRelay.ts';
import { withoutLimits } from '../harness/withoutLimits.ts';
import { secretsIn } from './journalFile.ts';
import { eachOf, ms, type Outcome, percentile, random, type Scale, type Scenario, within } from './scenario.ts';
import { aStandingDesk } from './standingDesk.ts';
import { aCall, aVendor } from './vendor.ts';

const vectors = readdirSync(join(import.meta.dirname, '../vectors'))
  .filter((name) => name.startsWith('webhook'))
  .map((name) => readFileSync(join(import.meta.dirname, '../vectors', name)));

async function slowConnections(scale: Scale): Promise<Outcome> {
  const count = scale === 'full' ? 1_000 : 200;
  const relay = await aRelay({ env: { ...withoutLimits, VESTIBULE_LOG_LEVEL: 'error' } });
  const { url } = await relay.hook();
  const { hostname, port, pathname } = new URL(url);
  const vendor = aVendor(url);
  const closed: number[] = [];
  const sockets: Socket[] = Array.from({ length: count }, (_, index) => {
    const socket = connect(Number(port), hostname);
    const body = index % 2 === 0;
    const began = performance.now();
    socket.on('error', () => {});
    socket.resume();
    socket.on('close', () => void closed.push(performance.now() - began));
    socket.write(
      body
        ? `POST ${pathname} HTTP/1.1\r\nhost: x\r\ncontent-length: 5000\r\n\r\n{`
        : 'POST /hooks/x HTTP/1.1\r\nhost: x\r\nx-slow: ',
    );
    const drip = setInterval(() => void (socket.writable && socket.write('a')), 1_000);
    socket.on('close', () => clearInterval(drip));
    return socket;
  });
  const times: number[] = [];
  const broken: string[] = [];
  while (closed.length < count && (times.length < 400 || closed.length < count)) {
    const answer = await vendor.post(aCall());
    if (answer?.code !== 200) broken.push(`a good call was answered ${answer?.code ?? 'nothing'}`);
    else times.push(answer.tookMs);
    await wait(20);
    if (times.length > 1_000) break;
  }
  const longest = Math.max(...closed, 0);
  if (closed.length < count || longest > 11_000)
    broken.push(`${count - closed.length} slow connections stand, the longest stood ${ms(longest)}`);
  /** A small run may share its cores; the figure is the full one's. */
  if (percentile(times, 0.99) > (scale === 'full' ? 100 : 2_000))
    broken.push(`good calls waited ${ms(percentile(times, 0.99))} (p99)`);
  for (const socket of sockets) socket.destroy();
  await vendor.close();
  await relay[Symbol.asyncDispose]();
  return {
    saw: `${count} slow connections, the longest stood ${ms(longest)}; ${times.length} good calls between, p99 ${ms(percentile(times, 0.99))}`,
    broken,
  };
}

async function withoutToken(): Promise<Outcome> {
  const relay = await aRelay({ env: { ...withoutLimits, VESTIBULE_LOG_LEVEL: 'error' }, files: 1_024 });
  const address = `${relay.address.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
  const closed: number[] = [];
  const sockets = Array.from({ length: 700 }, () => {
    const socket = new WebSocket(address);
    let began = performance.now();
    socket.on('error', () => {});
    socket.on('open', () => {
      began = performance.now();
    });
    socket.on('close', () => void closed.push(performance.now() - began));
    return socket;
  });
  const { token } = await relay.desk();
  await within(8_000, () => closed.length >= 690);
  const desk = aStandingDesk(relay.address, token);
  const broken: string[] = [];
  if (!(await within(10_000, () => desk.pictures() > 0))) broken.push('a desk with a token was not let in');
  await within(10_000, () => closed.length === sockets.length);
  if (closed.length < sockets.length || Math.max(...closed) > 10_000)
    broken.push('connections without a token stood for more than 10 s');
  const metrics = await (await fetch(`${relay.address}/metrics`)).text();
  const crowdedOut = Number(/turned_out_total\{because="address"\} (\d+)/.exec(metrics)?.[1] ?? 0);
  if (crowdedOut < 100) broken.push(`only ${crowdedOut} of 700 made room for others: their number is not bounded`);
  desk.close();
  await relay[Symbol.asyncDispose]();
  return {
    saw: `700 connections without a token: ${crowdedOut} made room for others, the longest stood ${ms(Math.max(...closed))}`,
    broken,
  };
}

/** One of the vendor's shapes, or an earlier mutant, with bytes changed, cut, doubled or joined to another. */
export function mutant(): Buffer {
  const source = vectors[random(0, vectors.length - 1)] ?? Buffer.from('{}');
  const bytes = Buffer.from(source);
  switch (random(0, 6)) {
    case 0:
      for (let count = random(1, 8); count > 0; count--) bytes[random(0, bytes.length - 1)] = random(0, 255);
      return bytes;
    case 1:
      return bytes.subarray(0, random(0, bytes.length));
    case 2: {
      const other = vectors[random(0, vectors.length - 1)] ?? bytes;
      return Buffer.concat([bytes.subarray(0, random(0, bytes.length)), other.subarray(random(0, other.length))]);
    }
    case 3:
      return Buffer.from(
        bytes.toString('latin1').replace(/"(\w+)"/g, (word) => (random(0, 9) === 0 ? '"__proto__"' : word)),
        'latin1',
      );
    case 4:
      return Buffer.from(
        bytes
          .toString('latin1')
          .replace(/\d+/g, () => ['-1', '1e400', '0', '99999999999999999999', 'null', '[]', '{}'][random(0, 6)] ?? '0'),
        'latin1',
      );
    case 5:
      return Buffer.from(
        bytes.toString('latin1').replace(/[0-9a-f]{8}-/g, () => `${random(10_000_000, 99_999_999)}-`),
        'latin1',
      );
    default:
      return Buffer.from(
        bytes
          .toString('latin1')
          .replace(/:\s*"[^"]*"/g, (value) =>
            random(0, 3) === 0 ? `:"${'\u202e'.repeat(random(0, 40))}${'x'.repeat(random(0, 3_000))}"` : value,
          ),
        'latin1',
      );
  }
}

async function mutatedBodies(scale: Scale): Promise<Outcome> {
  const count = scale === 'full' ? 1_000_000 : 4_000;
  const relay = await aRelay({ env: { ...withoutLimits, VESTIBULE_RING_SECONDS: '5', VESTIBULE_LOG_LEVEL: 'warn' } });
  const { url, key } = await relay.hook();
  const { token } = await relay.desk();
  const desk = aStandingDesk(relay.address, token);
  await within(5_000, () => desk.pictures() > 0);
  const vendor = aVendor(url, 32);
  const codes = new Map<number, number>();
  const words = new Set<string>();
  let unanswered = 0;
  await eachOf(
    Array.from({ length: 32 }, (_, index) => index),
    32,
    async () => {
      for (let sent = 0; sent < count / 32; sent++) {
        const body = mutant();
        for (const [word] of body.toString('utf8').matchAll(/[A-Za-z0-9._~-]{4,64}/g)) words.add(word);
        const answer = await vendor.post(body);
        if (answer === null) unanswered += 1;
        else codes.set(answer.code, (codes.get(answer.code) ?? 0) + 1);
      }
    },
  );
  const broken: string[] = [];
  const alive = await vendor.post(aCall('after-all-of-it'));
  if (alive?.code !== 200 || !(await within(10_000, () => desk.hasSeen('after-all-of-it'))))
    broken.push('the relay does not ring any more');
  const odd = [...codes.keys()].filter((code) => ![200, 400, 413].includes(code));
  if (odd.length > 0) broken.push(`answers ${odd.join(', ')}`);
  if (unanswered > 0) broken.push(`${unanswered} were not answered`);
  const invented = [...desk.seen()].filter(
    (call) => call !== 'after-all-of-it' && !call.startsWith('id:') && !call.startsWith('unread:') && !words.has(call),
  );
  if (invented.length > 0)
    broken.push(`${invented.length} rings of calls that no body named, such as ${invented[0] ?? ''}`);
  broken.push(...secretsIn(relay.printed(), [key, token]));
  const rang = desk.seen().size;
  desk.close();
  await vendor.close();
  await relay[Symbol.asyncDispose]();
  return {
    saw: `${count} bodies: ${[...codes].map(([code, times]) => `${times}× ${code}`).join(', ')}; ${rang} had a call in them and rang`,
    broken,
  };
}

async function mutatedFrames(scale: Scale): Promise<Outcome> {
  const count = scale === 'full' ? 100_000 : 2_000;
  const relay = await aRelay({ env: { ...withoutLimits, VESTIBULE_RING_SECONDS: '30', VESTIBULE_LOG_LEVEL: 'warn' } });
  const { url, key } = await relay.hook();
  const { token } = await relay.desk();
  const vendor = aVendor(url);
  await vendor.post(aCall('frames-0001'));
  const address = `${relay.address.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
  const hello = `40/desk,${JSON.stringify({ token, protocol: 1, seat: 'seat-of-frames' })}`;
  const good = [
    '42/desk,1["answer",{"callId":"frames-0001"}]',
    '42/desk,2["receipt",{"callId":"frames-0001","stage":"shown","at":1}]',
    '42/desk,3["openDoor",{"pressId":"press-0001","callId":"frames-0001"}]',
    '42/desk,["present",{"calls":[{"callId":"frames-0001","stage":"received"}]}]',
    '45/desk,1-["answer",{"_placeholder":true,"num":0}]',
    '42/desk,4["able",{"able":true,"because":null}]',
    '41/desk,',
    hello,
  ];
  let sent = 0;
  await eachOf(
    Array.from({ length: Math.ceil(count / 50) }, (_, index) => index),
    8,
    async () => {
      const socket = new WebSocket(address);
      socket.on('error', () => {});
      if (!(await within(3_000, () => socket.readyState === WebSocket.OPEN))) return;
      socket.send(hello);
      for (let frame = 0; frame < 50; frame++) {
        if (socket.readyState !== WebSocket.OPEN) break;
        const text = Buffer.from(good[random(0, good.length - 1)] ?? '');
        for (let flips = random(0, 5); flips > 0; flips--) text[random(0, text.length - 1)] = random(32, 126);
        const bytes = random(0, 5) === 0 ? text.subarray(0, random(0, text.length)) : text;
        sent += 1;
        socket.send(random(0, 8) === 0 ? bytes : bytes.toString('latin1'));
      }
      await new Promise<void>((resolve) => setImmediate(resolve));
      socket.terminate();
    },
  );
  const broken: string[] = [];
  const desk = aStandingDesk(relay.address, token);
  const alive = await vendor.post(aCall('after-the-frames'));
  if (alive?.code !== 200 || !(await within(10_000, () => desk.hasSeen('after-the-frames'))))
    broken.push('the relay does not ring any more');
  broken.push(...secretsIn(relay.printed(), [key, token]));
  desk.close();
  await vendor.close();
  await relay[Symbol.asyncDispose]();
  return { saw: `${sent} frames of ${count} reached an open connection; it still rings`, broken };
}

export const strangers: readonly Scenario[] = [
  { name: 'slow connections', promise: 'cut within 10 s; good calls p99 under 100 ms', run: slowConnections },
  { name: 'connections without a token', promise: 'bounded in number and time; desks come in', run: withoutToken },
  { name: 'mutated bodies', promise: 'no crash, no 5xx, no false ring, nothing secret in the log', run: mutatedBodies },
  { name: 'mutated frames', promise: 'no crash, it still rings, nothing secret in the log', run: mutatedFrames },
];
