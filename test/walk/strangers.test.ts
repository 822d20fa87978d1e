import { type EventEmitter, once } from 'node:events';
import { connect } from 'node:net';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { operator } from '../../protocol/operator.ts';
import { aConnection } from '../harness/aConnection.ts';
import { aDesk } from '../harness/aDesk.ts';
import { aRelay, type RunningRelay } from '../harness/aRelay.ts';

/** So few files that a crowd is full with 67 strangers, or with 34 of one address. */
const files = 200;
let relay: RunningRelay;
/** The same, with a proxy on this machine whose word is taken. */
let proxied: RunningRelay;
const opened: WebSocket[] = [];
beforeAll(async () => {
  relay = await aRelay({ files });
  proxied = await aRelay({ files, env: { VESTIBULE_TRUST_PROXY: '127.0.0.1' } });
});
afterAll(async () => {
  for (const socket of opened) socket.terminate();
  await relay[Symbol.asyncDispose]();
  await proxied[Symbol.asyncDispose]();
});

const behind = (address: string) => ({ 'x-forwarded-for': address });

type Stranger = { readonly query?: string; readonly says?: readonly string[]; readonly from?: string };

/** A WebSocket that says what it is told when it opens, and answers pings as an honest page does. */
function aStranger({ address }: RunningRelay, { query = '', says = [], from = '' }: Stranger): WebSocket {
  const socket = new WebSocket(`${address.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket${query}`, {
    headers: from === '' ? {} : behind(from),
  });
  opened.push(socket);
  socket.on('error', () => {});
  socket.on('open', () => {
    for (const text of says) socket.send(text);
  });
  socket.on('message', (text) => String(text) === '2' && socket.send('3'));
  return socket;
}

const metric = async (of: RunningRelay, name: string) => {
  const { body } = await of.operator('GET', '/readyz');
  expect(body).toMatchObject({ ready: true });
  const text = await (await fetch(`${of.address}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\d+)`, 'm').exec(text)?.[1] ?? 0);
};

test.concurrent.each([
  ['says nothing', {}],
  ['joins another namespace', { says: ['40'] }],
  ['joins one that is not there', { says: ['40/elsewhere,'] }],
  ['shows a wrong token', { says: ['40/desk,{"token":"desk_000000000000.wrong","protocol":1}'] }],
  ['names no session', { query: '&sid=', says: ['40'] }],
])('a connection that %s is closed, though it answers every ping', async (_name, stranger) => {
  await once(aStranger(relay, stranger), 'close');
});

test.concurrent('a desk that gives up its seat and stays is closed too', async () => {
  const { token } = await relay.desk();
  const hello = `40/desk,${JSON.stringify({ token, protocol: 1 })}`;
  const socket = aStranger(relay, { says: [hello] });
  socket.on('message', (text) => String(text).includes('"picture"') && socket.send('41/desk,'));
  await once(socket, 'close');
});

test('only /desk can be joined', async () => {
  const socket = io(relay.address, { transports: ['websocket'], reconnection: false, forceNew: true });
  const refusal = await new Promise((resolve) => void socket.once('connect_error', resolve));
  socket.disconnect();
  expect(refusal).toMatchObject({ message: 'Desks connect to /desk.' });
});

/** However it ends: one that is refused before it was open errs first. */
const closed = (socket: EventEmitter) => new Promise<void>((resolve) => void socket.once('close', () => resolve()));

test('a desk is let in and a delivery is answered while strangers of one address crowd the door', async () => {
  const strangers = Array.from({ length: 120 }, () => aStranger(proxied, { says: ['40'], from: '203.0.113.9' }));
  await Promise.race(strangers.map(closed));
  const { token } = await proxied.desk();
  const { url } = await proxied.hook();

  using desk = await aDesk(proxied.address, { token, extraHeaders: behind('198.51.100.7') });
  const answer = await fetch(url, { method: 'POST', body: '{"guid":"crowd-0001"}', headers: behind('192.0.2.4') });
  await desk.until(({ call }) => call.id === 'crowd-0001');
  expect(answer.status).toBe(200);
});

test('where they come from everywhere the door is told to be full, and the relay stays ready', async () => {
  const strangers = Array.from({ length: 120 }, (_, index) =>
    aStranger(proxied, { says: ['40'], from: `203.0.113.${index}` }),
  );
  await Promise.race(strangers.map(closed));
  await expect
    .poll(async () => (await proxied.operator('GET', '/readyz')).body)
    .toMatchObject({ warnings: expect.arrayContaining([expect.stringContaining('crowd of strangers')]) });
  const { token } = await proxied.desk();
  using desk = await aDesk(proxied.address, { token, extraHeaders: behind('198.51.100.7') });

  expect(desk.picture.alarms.map(({ kind }) => kind)).toContain('strangers-crowd');
  expect((await proxied.operator('GET', '/readyz')).body).toMatchObject({
    ready: true,
    warnings: expect.arrayContaining([expect.stringContaining('crowd of strangers')]),
  });
});

test('plain connections that say nothing are turned out for those that come', async () => {
  const idle = Array.from({ length: 150 }, () => connect(Number(new URL(relay.address).port), '127.0.0.1'));
  for (const socket of idle) socket.on('error', () => {});
  await Promise.race(idle.map(closed));
  const { url } = await relay.hook();
  const answer = await fetch(url, { method: 'POST', body: '{"guid":"crowd-0002"}' });
  for (const socket of idle) socket.destroy();
  expect(answer.status).toBe(200);
});

test('more connections than the process may have are dropped, counted and told, and none of its files is lost', async () => {
  await using full = await aRelay({ files, env: { VESTIBULE_TRUST_PROXY: '127.0.0.1' } });
  const kept = Array.from({ length: 160 }, () => connect(Number(new URL(full.address).port), '127.0.0.1'));
  for (const socket of kept) socket.on('error', () => {});
  await Promise.race(kept.map((socket) => once(socket, 'close')));
  const { status, body } = await full.operator('GET', '/readyz');
  const alarms = await full.answerTo(operator.listAlarms, {});
  for (const socket of kept) socket.destroy();

  expect([status, body]).toMatchObject([200, { ready: true, warnings: [expect.stringContaining('dropped')] }]);
  expect(alarms.body).toEqual(expect.arrayContaining([expect.objectContaining({ kind: 'connections-full' })]));
  await expect.poll(() => full.printed().match(/connections were dropped/g)).toHaveLength(1);
  expect((await full.hook()).key).toMatch(/./);
});

test('a proxy that nobody named is told of, once it brings somebody who is known', async () => {
  const alarms = async () => JSON.stringify((await relay.answerTo(operator.listAlarms, {})).body);
  const { url } = await relay.hook();
  await fetch(`${relay.address}/healthz`, { headers: behind('203.0.113.9') });
  expect(await alarms()).not.toContain('forwarder-not-trusted');
  await fetch(url, { method: 'POST', body: '{"guid":"crowd-0003"}', headers: behind('203.0.113.9') });
  expect(await alarms()).toContain('forwarder-not-trusted');
});

test('strangers that were turned out are counted', async () => {
  expect(await metric(relay, 'vestibule_strangers_turned_out_total\\{because="late"\\}')).toBeGreaterThan(0);
  expect(await metric(proxied, 'vestibule_strangers_turned_out_total\\{because="address"\\}')).toBeGreaterThan(0);
});

test('a picture is sent at most once a second, however often it is asked for', async () => {
  using desk = await aDesk(relay.address, await relay.desk());
  let pictures = 0;
  desk.socket.on('picture', () => {
    pictures += 1;
  });
  for (let count = 0; count < 300; count++) desk.socket.emit('refresh');
  await desk.ask('able', { able: true, because: null });
  expect(pictures).toBe(1);
});

test('a name that is not the relay’s reaches no page, and deliveries come by any', async () => {
  await using ours = await aRelay({ env: { VESTIBULE_PUBLIC_URL: 'https://calls.example.com' } });
  const { url } = await ours.hook();
  const { pathname } = new URL(url);
  const ask = async (head: string, host: string, body = '') => {
    using connection = await aConnection(ours.address);
    return (await connection.ask(`${head} HTTP/1.1\nhost: ${host}`, body)).status;
  };
  const get = (host: string) => ask('GET /', host);
  expect(await Promise.all(['evil.test', '127.0.0.1.evil.test:80'].map(get))).toEqual([421, 421]);
  expect(
    await Promise.all(
      ['localhost:1', '[::1]:1', '10.0.0.5', 'relay:4100', 'CALLS.example.com', 'relay.local.'].map(get),
    ),
  ).toEqual([302, 302, 302, 302, 302, 302]);
  expect(await ask(`POST ${pathname}`, 'evil.test', '{"guid":"crowd-0004"}')).toBe(200);
  expect(await Promise.all(['/healthz', '/readyz'].map((path) => ask(`GET ${path}`, 'evil.test')))).toEqual([200, 200]);
  await expect.poll(() => ours.printed().match(/set VESTIBULE_PUBLIC_URL/g)).toHaveLength(1);
});

test('a page that was led here by another name cannot connect, the operator’s own can by whatever name its proxy writes', async () => {
  await using ours = await aRelay({ env: { VESTIBULE_PUBLIC_URL: 'https://calls.example.com' } });
  const { token } = await ours.desk();
  const by = (host: string, origin: string) => aDesk(ours.address, { token, extraHeaders: { host, origin } });
  await expect(by('evil.test', 'http://evil.test')).rejects.toThrow();
  using own = await by('upstream.example.net', 'https://calls.example.com');
  expect(own.picture.desk.name).toBe('Front desk');
});

test('where no name was told every name is answered, and the operator is told how to change that', async () => {
  await using open = await aRelay({ env: { VESTIBULE_BUTTERFLYMX_API_URL: 'https://api.butterflymx.invalid' } });
  using connection = await aConnection(open.address);
  expect((await connection.ask('GET / HTTP/1.1\nhost: desks.example.org')).status).toBe(302);
  await expect.poll(open.printed).toContain('VESTIBULE_PUBLIC_URL');
});
