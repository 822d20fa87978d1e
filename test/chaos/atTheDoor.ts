/** Whoever comes with no key and no token, in every way that is cheap; and proxies that keep their connections for the next delivery. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { aConnection } from '../harness/aConnection.ts';
import { aRelay } from '../harness/aRelay.ts';
import { aKeepingProxy } from './keepingProxy.ts';
import { ms, type Outcome, random, type Scale, type Scenario, within } from './scenario.ts';
import { aStandingDesk } from './standingDesk.ts';
import { aCall, aVendor } from './vendor.ts';

/** Comes, stays for as long as it is let, and resolves when the relay has ended it. */
type Way = (address: string) => Promise<void>;

const socketIo = '/socket.io/?EIO=4&transport=';

/** Joins a namespace that wants no token, and answers every ping. */
const joining =
  (query: string): Way =>
  async (address) => {
    const socket = new WebSocket(`${address.replace('http', 'ws')}${socketIo}websocket${query}`);
    socket.on('error', () => {});
    socket.on('open', () => socket.send('40'));
    socket.on('message', (text) => String(text) === '2' && socket.send('3'));
    await once(socket, 'close');
  };

/** The same by polls: each answer is read, each ping answered. */
const polling: Way = async (address) => {
  const shaken = await fetch(`${address}${socketIo}polling&sid=`);
  const sid = /"sid":"([^"]+)"/.exec(await shaken.text())?.[1] ?? '';
  const poll = `${address}${socketIo}polling&sid=${sid}`;
  await fetch(poll, { method: 'POST', body: '40' });
  while ((await fetch(poll)).ok) await fetch(poll, { method: 'POST', body: '3' });
};

const saysNothing: Way = async (address) => {
  const socket = connect(Number(new URL(address).port), '127.0.0.1');
  socket.on('error', () => {});
  socket.resume();
  await once(socket, 'close');
};

/** Asks for what anybody may have, on one connection, again and again. */
const asking =
  (line: string): Way =>
  async (address) => {
    using connection = await aConnection(address);
    while (connection.isOpen()) {
      await connection.ask(`${line} HTTP/1.1\nconnection: keep-alive`);
      await wait(500);
    }
  };

const ways: readonly Way[] = [
  joining(''),
  joining('&sid='),
  joining('&sid=aaaaaaaaaaaaaaaaaaaa'),
  polling,
  saysNothing,
  asking('GET /healthz'),
  asking(`POST /hooks/${'A'.repeat(43)}`),
];

async function crowding(scale: Scale): Promise<Outcome> {
  const each = scale === 'full' ? 300 : 12;
  const forMs = scale === 'full' ? 60_000 : 3_000;
  const relay = await aRelay({ env: { VESTIBULE_LOG_LEVEL: 'error' }, ...(scale === 'full' ? {} : { files: 256 }) });
  const { url } = await relay.hook();
  const began = performance.now();
  let isOver = false;
  let came = 0;
  let longest = 0;
  const stranger = async (way: Way) => {
    while (!isOver) {
      const at = performance.now();
      came += 1;
      await way(relay.address).catch(() => {});
      longest = Math.max(longest, performance.now() - at);
      await wait(random(100, 500));
    }
  };
  const strangers = ways.flatMap((way) => Array.from({ length: each }, () => stranger(way)));
  await wait(500);

  const broken: string[] = [];
  let delivered = 0;
  let seated = 0;
  for (let turn = 0; turn < 5 || performance.now() - began < forMs; turn++) {
    const vendor = aVendor(url);
    const answer = await vendor.post(aCall());
    await vendor.close();
    if (answer?.code === 200) delivered += 1;
    else broken.push(`a good delivery was answered ${answer?.code ?? 'nothing'}`);
    const desk = aStandingDesk(relay.address, (await relay.desk()).token);
    if (await within(10_000, () => desk.pictures() > 0)) seated += 1;
    else broken.push('a desk with a good token was not let in');
    desk.close();
    const ready = await fetch(`${relay.address}/readyz`).catch(() => null);
    if (ready?.status !== 200) broken.push(`/readyz was answered ${ready?.status ?? 'nothing'}`);
  }
  isOver = true;
  const gone = await within(12_000, async () => (await Promise.race([Promise.all(strangers), wait(10)])) !== undefined);
  if (gone === null) broken.push('strangers stand that were not closed in time');
  if (longest > 10_000) broken.push(`a stranger stood for ${ms(longest)}`);
  await relay[Symbol.asyncDispose]();
  return {
    saw: `${came} strangers in ${ways.length} ways, the longest stood ${ms(longest)}; ${delivered} good deliveries answered, ${seated} desks let in between`,
    broken,
  };
}

/** The proxy keeps a connection for 500 ms, the relay for longer, as 60 s and 620 s are; every round comes just when the proxy closes, or just after strangers. */
async function keptConnections(scale: Scale): Promise<Outcome> {
  const rounds = scale === 'full' ? 200 : 20;
  const width = 25;
  const relay = await aRelay({ env: { VESTIBULE_LOG_LEVEL: 'error', VESTIBULE_IDLE_SECONDS: '2' } });
  const { url, key } = await relay.hook();
  const proxy = await aKeepingProxy({ target: relay.address, idleMs: 500 });
  const vendor = aVendor(`${proxy.address}${new URL(url).pathname}`, width);
  const wrong = aVendor(`${proxy.address}/hooks/${key.slice(0, -4)}AAAA`, width);
  const all = (job: (index: number) => Promise<void>) =>
    Promise.all(Array.from({ length: width }, (_, index) => job(index)));
  const answers = new Map<string, number>();
  for (let round = 0; round < rounds; round++) {
    const afterStrangers = round % 3 === 2;
    if (!afterStrangers) await wait(random(470, 500));
    await all(async (index) => {
      if (afterStrangers) await wrong.post(aCall());
      await wait(afterStrangers ? random(0, 3) : index);
      const answer = await vendor.post(aCall());
      const word = answer === null ? 'no answer' : `${answer.code}`;
      answers.set(word, (answers.get(word) ?? 0) + 1);
    });
  }
  await vendor.close();
  await wrong.close();
  await proxy.close();
  await relay[Symbol.asyncDispose]();
  const broken = [...answers].filter(([word]) => word !== '200').map(([word, times]) => `${times} × ${word}`);
  return {
    saw: `${rounds * width} deliveries through ${proxy.kind}: ${[...answers].map(([word, times]) => `${times} × ${word}`).join(', ')}`,
    broken,
  };
}

export const atTheDoor: readonly Scenario[] = [
  { name: 'strangers', promise: 'each is gone in time; desks and deliveries come in meanwhile', run: crowding },
  { name: 'kept connections', promise: 'the relay never hangs up before the proxy does: no 502', run: keptConnections },
];
