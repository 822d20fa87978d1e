import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { NewHook } from '../../protocol/admin.ts';
import { operator } from '../../protocol/operator.ts';
import { aConnection } from '../harness/aConnection.ts';
import { aDesk, type ConnectedDesk } from '../harness/aDesk.ts';
import { aRelay, type RunningRelay } from '../harness/aRelay.ts';

let relay: RunningRelay;
let hook: NewHook;
let desk: ConnectedDesk;
let count = 0;
beforeAll(async () => {
  relay = await aRelay();
});
beforeEach(async () => {
  const site = `site-${++count}`;
  hook = await relay.hook(site);
  desk = await aDesk(relay.address, await relay.desk({ sites: [site] }));
});
afterAll(() => relay[Symbol.asyncDispose]());

const send = async (url: string, body: BodyInit | null, init: RequestInit = {}) => {
  const response = await fetch(url, { method: 'POST', body, ...init });
  return { code: response.status, body: await response.json() };
};
/** Proves that the relay still takes calls and rings. */
const stillRings = async () => {
  const guid = `after-${++count}`;
  expect(await send(hook.url, JSON.stringify({ guid }))).toEqual({ code: 200, body: { status: 'accepted' } });
  await desk.until(({ call }) => call.id === guid);
};

test.each([
  ['nothing', ''],
  ['text', 'hello'],
  ['half an object', '{"guid":"abcd-1234"'],
  ['a number that is none', '{"guid":NaN}'],
])('%s is no JSON: 400, and nothing rings', async (_name, body) => {
  expect(await send(hook.url, body)).toMatchObject({ code: 400, body: { error: 'no-json' } });
  await stillRings();
  expect(desk.views).toHaveLength(1);
});

test.each([
  ['500,000 brackets', `${'['.repeat(30_000)}${']'.repeat(30_000)}`],
  ['deep objects', `${'{"a":'.repeat(9_000)}1${'}'.repeat(9_000)}`],
  ['a prototype key', '{"__proto__":{"guid":"poison-1"},"constructor":{"prototype":{"guid":"poison-2"}}}'],
  ['huge numbers', '{"guid":1e400,"panel":{"id":99999999999999999999999}}'],
  ['a guid that is a path', '{"guid":"../../etc/passwd"}'],
  ['a guid of another type', '{"guid":{"toString":"x"}}'],
  ['a list', '[1,2,3]'],
  ['null', 'null'],
])('%s is kept as unreadable and rings nobody', async (_name, body) => {
  expect(await send(hook.url, body)).toEqual({ code: 200, body: { status: 'unreadable' } });
  await stillRings();
  expect(desk.views).toHaveLength(1);
});

test('of equal keys the last one counts, and bad UTF-8 stays a readable name', async () => {
  const body = Buffer.concat([
    Buffer.from('{"guid":"first-1","guid":"second-2","panel":{"id":1,"name":"Gate '),
    Buffer.from([0xff, 0xfe]),
    Buffer.from('"}}'),
  ]);
  expect((await send(hook.url, body)).code).toBe(200);
  const view = await desk.until(({ phase }) => phase === 'ringing');
  expect(view.call).toMatchObject({ id: 'second-2', panel: expect.stringMatching(/^Gate/) });
});

test('names lose control and bidirectional characters before any screen has them', async () => {
  const name = 'North\u202E yb\u0007boL\u2066\u200B\n<b>x</b>';
  await send(
    hook.url,
    JSON.stringify({
      guid: 'bidi-0001',
      panel: { id: 1, name },
      user: { first_name: 'A\u0000b', last_name: null },
      unit: { id: 1, label: '12\u202EF' },
    }),
  );
  const view = await desk.until(({ phase }) => phase === 'ringing');
  expect(view.call).toMatchObject({
    panel: 'North yb boL <b>x</b>',
    unit: '12 F',
    recipient: { kind: 'resident', name: 'A b' },
  });
});

test.each([
  ['application/vnd.api+json'],
  ['text/plain'],
  ['application/x-www-form-urlencoded'],
  ['multipart/form-data; boundary=x'],
  ['image/png'],
  [''],
  ['json'],
  ['application/'],
  ['application/json; charset'],
  [';;'],
  ['application/json, text/plain'],
])('the content type %s does not matter', async (contentType) => {
  const guid = `type-${++count}`;
  expect(await send(hook.url, JSON.stringify({ guid }), { headers: { 'content-type': contentType } })).toEqual({
    code: 200,
    body: { status: 'accepted' },
  });
  await desk.until(({ call }) => call.id === guid);
});

test('no content type at all does not matter', async () => {
  const guid = `type-${++count}`;
  using connection = await aConnection(hook.url);
  const answer = await connection.ask(`POST ${new URL(hook.url).pathname} HTTP/1.1`, JSON.stringify({ guid }));
  expect(answer.status).toBe(200);
  await desk.until(({ call }) => call.id === guid);
});

test.each(['h2c', 'websocket', 'TLS/1.0', 'foo/2'])('a wish to upgrade to %s is ignored', async (protocol) => {
  const guid = `upgrade-${++count}`;
  using connection = await aConnection(hook.url);
  const head = `POST ${new URL(hook.url).pathname} HTTP/1.1\nconnection: Upgrade, HTTP2-Settings\nupgrade: ${protocol}`;
  expect((await connection.ask(`${head}\nhttp2-settings: AAMAAABkAAQAAP__`, JSON.stringify({ guid }))).status).toBe(
    200,
  );
  await desk.until(({ call }) => call.id === guid);
});

test('missing and null fields still ring', async () => {
  const body = {
    guid: 'nulls-001',
    user: null,
    panel: null,
    source: null,
    unit: null,
    provider: null,
    image_url: null,
  };
  await send(hook.url, JSON.stringify(body));
  expect((await desk.until(({ phase }) => phase === 'ringing')).call).toMatchObject({
    panel: 'Unnamed panel',
    recipient: { kind: 'frontDesk' },
  });
});

test('64 KiB are taken and one byte more is refused with 413', async () => {
  const bodyOf = (bytes: number) =>
    `{"guid":"size-${bytes}","x":"${'x'.repeat(bytes - `{"guid":"size-${bytes}","x":""}`.length)}"}`;
  expect((await send(hook.url, bodyOf(65_536))).code).toBe(200);
  expect(await send(hook.url, bodyOf(65_537))).toMatchObject({ code: 413, body: { error: 'too-large' } });
  await stillRings();
});

test.each(['GET', 'PUT', 'DELETE', 'PATCH'])('%s on a hook is 405 and says what is allowed', async (method) => {
  const response = await fetch(hook.url, { method });
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
});

test('an unknown key is answered like an unknown path, before its body is read', async () => {
  const socket = connect(Number(new URL(relay.address).port), '127.0.0.1');
  socket.write(`POST /hooks/${'A'.repeat(43)} HTTP/1.1\r\nhost: relay\r\ncontent-length: 60000\r\n\r\n`);
  const [answer] = await once(socket, 'data');
  socket.destroy();
  const unknownPath = await fetch(`${relay.address}/nothing/here`, { method: 'POST', body: '{}' });
  const unknownKey = await fetch(`${relay.address}/hooks/${'B'.repeat(43)}`, { method: 'POST', body: '{}' });

  expect(String(answer)).toMatch(/^HTTP\/1\.1 404 /);
  expect([unknownKey.status, await unknownKey.text()]).toEqual([unknownPath.status, await unknownPath.text()]);
});

test('a revoked hook is gone within its command', async () => {
  expect((await relay.answerTo(operator.revokeHook, { params: { id: hook.id } })).status).toBe(200);
  expect((await fetch(hook.url, { method: 'POST', body: '{}' })).status).toBe(404);
});

test('what a desk sends out of shape is refused, whatever it is, and the link stays', async () => {
  for (const said of [undefined, null, 7, 'x', [], { callId: 7 }, { callId: '' }, { callId: 'x'.repeat(500) }]) {
    expect(await desk.askRaw('answer', said)).toEqual({ outcome: 'refused', because: 'bad-request' });
  }
  desk.socket.emit('answer', 'no callback at all');
  desk.socket.emit('nothing-of-ours', { callId: 'x' });
  await stillRings();
});
