import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NewDesk, NewHook } from '../../protocol/admin.ts';
import { aConnection } from '../harness/aConnection.ts';
import { aRelay, type RunningRelay } from '../harness/aRelay.ts';

let relay: RunningRelay;
let hook: NewHook;
let desk: NewDesk;
let count = 0;
beforeAll(async () => {
  relay = await aRelay({ env: { VESTIBULE_OPERATOR_TOKEN: operatorToken } });
  hook = await relay.hook();
  desk = await relay.desk();
});
afterAll(() => relay?.[Symbol.asyncDispose]());

const operatorToken = 'pX7s0Qd3vKc91LmZtYbR4uEw8aJhN2fG';
const delivery = () => JSON.stringify({ guid: `kept-${++count}` });
const post = (path: string) => `POST ${path} HTTP/1.1`;
const good = () => post(new URL(hook.url).pathname);
const wrong = post(`/hooks/${'A'.repeat(43)}`);
const withToken = (line: string, token: string) => `${line}\nauthorization: Bearer ${token}`;

test('a connection that brought a delivery is kept for longer than any proxy keeps it', async () => {
  using connection = await aConnection(relay.address);
  const { status, head } = await connection.ask(good(), delivery());
  expect([status, /^keep-alive: timeout=620\r?$/im.test(head)]).toEqual([200, true]);
  expect((await connection.ask(good(), delivery())).status).toBe(200);
});

test('it is kept through a stranger’s request that the proxy sends over it', async () => {
  using connection = await aConnection(relay.address);
  await connection.ask(good(), delivery());
  expect((await connection.ask(wrong, delivery())).status).toBe(404);
  expect((await connection.ask(good(), delivery())).status).toBe(200);
});

test.each([
  ['the desk’s token', () => withToken('GET /snapshots/nothing HTTP/1.1', 'x'), 401],
  ['a wrong key', () => wrong, 404],
  ['a path that is not there', () => 'GET /nothing HTTP/1.1', 404],
  ['a path that cannot be read', () => 'GET /%zz HTTP/1.1', 404],
  ['the relay’s health', () => 'GET /healthz HTTP/1.1', 200],
  ['the desk’s page', () => 'GET / HTTP/1.1', 302],
  ['what the API says of itself', () => 'GET /api/openapi.json HTTP/1.1', 200],
  ['an API without a token', () => 'GET /api/hooks HTTP/1.1', 401],
  ['a handshake of Socket.IO', () => 'GET /socket.io/?EIO=4&transport=polling HTTP/1.1', 200],
  ['a session that is not there', () => 'GET /socket.io/?EIO=4&transport=polling&sid=none HTTP/1.1', 400],
  ['a question before a question', () => 'OPTIONS /socket.io/ HTTP/1.1\norigin: app://vestibule', 204],
])('a stranger who asks for %s is answered and told that the connection ends', async (_name, head, status) => {
  using connection = await aConnection(relay.address);
  const answer = await connection.ask(head());
  expect([answer.status, /^connection: close\r?$/im.test(answer.head)]).toEqual([status, true]);
  await connection.ended;
});

test.each([
  ['an operator’s token', () => withToken('GET /api/hooks HTTP/1.1', operatorToken)],
  ['the metrics of a monitor on this machine', () => 'GET /metrics HTTP/1.1'],
])('a connection that showed %s is kept', async (_name, head) => {
  using connection = await aConnection(relay.address);
  expect((await connection.ask(head())).status).toBe(200);
  expect((await connection.ask(good(), delivery())).status).toBe(200);
});

test('a connection that is to be closed by whoever opened it is closed', async () => {
  using connection = await aConnection(relay.address);
  await connection.ask(`${good()}\nconnection: close`, delivery());
  await connection.ended;
});

test('a proxy that the operator named is kept whatever it brings first', async () => {
  await using proxied = await aRelay({ env: { VESTIBULE_TRUST_PROXY: '127.0.0.1' } });
  using connection = await aConnection(proxied.address);
  expect((await connection.ask(wrong, delivery())).status).toBe(404);
  expect((await connection.ask(wrong, delivery())).status).toBe(404);
});

test('the polls of a desk that lets no WebSocket through keep their connection once it is seated', async () => {
  const shake = 'GET /socket.io/?EIO=4&transport=polling HTTP/1.1';
  using first = await aConnection(relay.address);
  const sid = /"sid":"([^"]+)"/.exec((await first.ask(shake)).body)?.[1] ?? '';
  const poll = `/socket.io/?EIO=4&transport=polling&sid=${sid} HTTP/1.1`;
  using second = await aConnection(relay.address);
  await second.ask(`POST ${poll}`, `40/desk,${JSON.stringify({ token: desk.token, protocol: 1 })}`);
  using kept = await aConnection(relay.address);
  /** The welcome may come in a poll before. */
  await expect.poll(async () => (await kept.ask(`GET ${poll}`)).body).toContain('"picture"');
  expect((await kept.ask(`GET ${poll}`)).status).toBe(200);
});

test('a known connection that is idle for longer than it may is closed', async () => {
  await using brief = await aRelay({ env: { VESTIBULE_IDLE_SECONDS: '1' } });
  const { url } = await brief.hook();
  using connection = await aConnection(brief.address);
  await connection.ask(post(new URL(url).pathname), delivery());
  await connection.ended;
});
