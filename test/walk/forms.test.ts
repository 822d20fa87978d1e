import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { NewHook } from '../../protocol/admin.ts';
import { operator } from '../../protocol/operator.ts';
import { aDesk, type ConnectedDesk } from '../harness/aDesk.ts';
import { aRelay, type RunningRelay } from '../harness/aRelay.ts';

/** The same call in every form in which a proxy or a sender may put it, and what is no call in the same forms. */
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

const send = async (body: Uint8Array | string, headers: Record<string, string> = {}) => {
  const response = await fetch(hook.url, { method: 'POST', body: Buffer.from(body), headers });
  return { code: response.status, body: await response.json() };
};
const accepted = { code: 200, body: { status: 'accepted' } };
const unreadable = { code: 200, body: { status: 'unreadable' } };
const aCall = () => ({
  guid: `form-${++count}`,
  panel: { id: 40217, name: 'North Lobby' },
  unit: { id: 1, label: '12F' },
});
const rings = (guid: string) => desk.until(({ call, phase }) => call.id === guid && phase === 'ringing');
/** Passes after everything sent so far; only it rang. */
const rangNothing = async () => {
  const { guid } = aCall();
  expect(await send(JSON.stringify({ guid }))).toEqual(accepted);
  await rings(guid);
  expect(desk.views.map(({ call }) => call.id)).toEqual([guid]);
};
const alarmsHere = async () =>
  (await relay.ask(operator.listAlarms, {})).filter(({ site }) => site === hook.site).map(({ kind }) => kind);
const counted = async (metric: string) => {
  const text = await (await fetch(`${relay.address}/metrics`)).text();
  return Number(
    text
      .split('\n')
      .find((line) => line.startsWith(metric))
      ?.split(' ')
      .at(-1) ?? 0,
  );
};
const rowsHere = (): readonly string[] => {
  using database = new DatabaseSync(join(relay.dataDir, 'journal.db'), { readOnly: true });
  const rows = database.prepare("select raw from deliveries where site = ? and kind = 'unreadable'").all(hook.site);
  return rows.map(({ raw }) => (raw instanceof Uint8Array ? new TextDecoder().decode(raw) : ''));
};

describe('a call that comes', () => {
  test.each<readonly [form: string, pack: (json: string) => Uint8Array | string, headers: Record<string, string>]>([
    ['gzip', gzipSync, { 'content-encoding': 'gzip' }],
    ['as x-gzip', gzipSync, { 'content-encoding': 'X-GZIP' }],
    ['deflate', deflateSync, { 'content-encoding': 'deflate' }],
    ['deflate without its header', deflateRawSync, { 'content-encoding': 'deflate' }],
    ['br', brotliCompressSync, { 'content-encoding': 'br' }],
    ['gzip in br', (json) => brotliCompressSync(gzipSync(json)), { 'content-encoding': 'gzip, br' }],
    ['gzip without a word of it', gzipSync, {}],
    ['said to be gzip and plain', (json) => json, { 'content-encoding': 'gzip' }],
    ['of an unknown coding and plain', (json) => json, { 'content-encoding': 'aws-chunked' }],
    ['with a byte order mark', (json) => `\ufeff${json}`, {}],
    [
      'in UTF-16',
      (json) => Buffer.from(`\ufeff${json}`, 'utf16le'),
      { 'content-type': 'application/json; charset=utf-16' },
    ],
    ['in a form field', (json) => new URLSearchParams({ token: 'x', anything: json }).toString(), {}],
    [
      'in a form field of a type that says so',
      (json) => new URLSearchParams({ payload: json }).toString(),
      { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    ],
    [
      'in a multipart field',
      (json) => `--b\r\ncontent-disposition: form-data; name="x"\r\n\r\n${json}\r\n--b--\r\n`,
      { 'content-type': 'multipart/form-data; boundary=b' },
    ],
    [
      'in a multipart file',
      (json) =>
        `--b-1\r\ncontent-disposition: form-data; name="f"; filename="a.json"\r\ncontent-type: application/json\r\n\r\n${json}\r\n--b-1--\r\n`,
      {},
    ],
    ['in a JSON string', (json) => JSON.stringify(json), {}],
    [
      'in a JSON string in a form field, gzip',
      (json) => gzipSync(new URLSearchParams({ p: JSON.stringify(json) }).toString()),
      { 'content-encoding': 'gzip' },
    ],
    ['in a list', (json) => `[${json}]`, {}],
    ['in a list of JSON strings', (json) => JSON.stringify([json]), {}],
    ['in an events list', (json) => `{"events":[${json}],"sent_at":1}`, {}],
    ['in NDJSON', (json) => `${json}\n`, { 'content-type': 'application/x-ndjson' }],
    [
      'in the list of an envelope',
      (json) => `{"event":{"resource_type":"Call","action":"created","data":[${json}]}}`,
      {},
    ],
    [
      'in the envelope as text',
      (json) => JSON.stringify({ event: { resource_type: 'CALL', action: 'CREATE', data: json } }),
      {},
    ],
    ['labelled beside its fields', (json) => `{"resource_type":"call","action":"create","data":${json}}`, {}],
    ['labelled in a word', (json) => `{"event":"call.created","data":${json}}`, {}],
  ])('%s rings once, with its details', async (_form, pack, headers) => {
    const call = aCall();
    const body = pack(JSON.stringify(call));
    expect(await send(body, headers)).toEqual(accepted);
    expect((await rings(call.guid)).call).toMatchObject({ panel: 'North Lobby', unit: '12F' });
    expect(await send(body, headers)).toEqual({ code: 200, body: { status: 'duplicate' } });
  });

  test.each([
    'json',
    ';;;',
    'application/json, text/plain',
    'application/json; charset="utf-8',
    '*/*',
    'text/html; x=%',
  ])('with the content type %s rings', async (type) => {
    const call = aCall();
    expect(await send(JSON.stringify(call), { 'content-type': type })).toEqual(accepted);
    await rings(call.guid);
  });

  test.each(['h2c', 'HTTP/2.0', 'TLS/1.0', 'websocket, h2c'])(
    'with no content type and an offer to go on as %s rings, and is answered as HTTP/1.1',
    async (protocol) => {
      const call = aCall();
      const json = JSON.stringify(call);
      const { hostname, port, pathname } = new URL(hook.url);
      const socket = connect(Number(port), hostname);
      socket.write(
        `POST ${pathname} HTTP/1.1\r\nhost: x\r\nconnection: Upgrade, HTTP2-Settings\r\nupgrade: ${protocol}\r\nhttp2-settings: AAMAAABkAAQAAP__\r\ncontent-length: ${json.length}\r\n\r\n${json}`,
      );
      const [answer] = await once(socket, 'data');
      socket.destroy();
      expect(String(answer)).toMatch(/^HTTP\/1\.1 200 /);
      await rings(call.guid);
    },
  );
});

describe('several deliveries in one body', () => {
  test('walk by themselves, whatever else is among them, and what is not understood is told', async () => {
    const [one, other] = [aCall(), aCall()];
    const lines = [
      JSON.stringify(one),
      'no JSON',
      '',
      '[]',
      '7',
      JSON.stringify({ junk: true }),
      JSON.stringify(other),
    ];
    expect(await send(lines.join('\n'))).toEqual(accepted);
    await rings(one.guid);
    await rings(other.guid);
    expect(await alarmsHere()).toEqual(['delivery-not-understood']);
    expect(await send(lines.join('\n'))).toEqual({ code: 200, body: { status: 'duplicate' } });
  });

  test('end a call that began in the same body', async () => {
    const call = aCall();
    expect(await send(JSON.stringify([call, { call: { guid: call.guid }, status: 'cancelled' }]))).toEqual(accepted);
    expect(await desk.until(({ phase }) => phase === 'ended')).toMatchObject({ reason: 'visitor-left' });
  });

  test('are taken in up to a hundred; the rest is told to be too much', async () => {
    const calls = Array.from({ length: 120 }, aCall);
    expect(await send(JSON.stringify(calls.map(({ guid }) => ({ guid }))))).toEqual(accepted);
    await rings(calls[99]?.guid ?? '');
    expect(await alarmsHere()).toContain('delivery-too-large');
    expect(desk.views.map(({ call }) => call.id)).not.toContain(calls[100]?.guid);
  });
});

describe('a bomb', () => {
  const bomb = Buffer.alloc(50_000_000, '[');
  test.each([
    ['gzip', gzipSync(bomb)],
    ['deflate', deflateSync(bomb)],
    ['br', brotliCompressSync(bomb)],
    ['gzip, gzip', gzipSync(gzipSync(bomb))],
    ['gzip, gzip, gzip, gzip', gzipSync(gzipSync(gzipSync(gzipSync('{"guid":"deep-1"}'))))],
  ])('of %s is refused as too large, told, and rings nobody', async (encoding, body) => {
    expect(await send(body, { 'content-encoding': encoding })).toMatchObject({
      code: 413,
      body: { error: 'too-large' },
    });
    expect(await alarmsHere()).toEqual(['delivery-too-large']);
    expect(rowsHere()).toEqual([expect.stringContaining('"because":"too-large"')]);
    await rangNothing();
  });
});

describe('what says that it is a call and cannot be read', () => {
  test.each([
    ['no record', { event: { resource_type: 'call', action: 'create' } }],
    ['a record that is text', { event: { resource_type: 'Call', action: 'created', data: 'Noor Haddad' } }],
    ['an empty list', { event: { resource_type: 'call', action: 'create', data: [] } }],
    ['odd fields alone', { event: { resource_type: 'calls', action: 'create', data: { id: [7], guid: '../x' } } }],
    ['no envelope', { resource_type: 'call', action: 'create', data: null }],
  ])('rings as details unreadable: %s', async (_what, body) => {
    const text = JSON.stringify({ ...body, at: ++count });
    expect(await send(text)).toEqual(unreadable);
    const view = await desk.until(({ phase }) => phase === 'ringing');
    expect(view.call.panel).toBe('Someone is calling, details unreadable');
    expect(view.can.answer).toBe('no-media-yet');
    expect(await send(text)).toEqual(unreadable);
    expect(await alarmsHere()).toEqual(['unreadable-delivery']);
    expect(rowsHere().join()).not.toMatch(/Noor|Haddad/);
    expect(new Set(desk.views.map(({ call }) => call.id)).size).toBe(1);
  });

  test('rings with what can be read of it where only its name is missing', async () => {
    const data = { recipient: { type: 'Attendant' }, device: { id: 1, name: 'Gate' } };
    expect(await send(JSON.stringify({ event: { resource_type: 'call', action: 'create', data } }))).toEqual(accepted);
    expect((await desk.until(({ phase }) => phase === 'ringing')).call).toMatchObject({ panel: 'Gate' });
    expect(await alarmsHere()).toEqual(['unreadable-delivery']);
  });

  test('rings again after a restart that came between', async () => {
    await using own = await aRelay();
    const { url } = await own.hook();
    const token = await own.desk();
    await fetch(url, { method: 'POST', body: '{"event":{"resource_type":"call","action":"create","data":"x"}}' });
    using before = await aDesk(own.address, token);
    const { call } = await before.until(({ phase }) => phase === 'ringing');
    await own.kill();
    await using again = await own.again();
    using after = await aDesk(again.address, token);
    expect((await after.until(({ phase }) => phase === 'ringing')).call.id).toBe(call.id);
  });
});

describe('a door’s log', () => {
  test.each([
    ['of the oldest form', { id: 1, panel_id: 40217, release_method: 'front_door_view' }],
    [
      'with a guid of its own',
      { id: 2, guid: 'release-0001', tenant_id: 7, access_point_id: 9, release_method: 'api' },
    ],
    [
      'with a panel and a resident',
      { id: 3, panel: { id: 40217, name: 'Gate' }, user: { id: 1 }, release_status: 'Unlocked' },
    ],
    ['with a status of its own', { guid: 'release-0002', status: 'Unlocked', entry_method: { keychain: 1 } }],
    ['of an access point', { id: 4, access_point: 33018, logged_at: '2026-11-24 07:02:00' }],
    [
      'labelled in other words',
      { event: { resource_type: 'DoorRelease', action: 'created', data: { id: '5', guid: 'release-0003' } } },
    ],
  ])('%s never rings', async (_what, body) => {
    expect(await send(JSON.stringify(body))).toEqual(accepted);
    await rangNothing();
    expect(await alarmsHere()).toEqual([]);
  });

  test.each([
    ['a guid', {}],
    ['a provider', { provider: 'twilio', panel: { id: 40217, name: 'Gate' } }],
    ['a panel and a resident', { panel: { id: 40217, name: 'Gate' }, user: { id: 1, first_name: 'Noor' } }],
  ])('that may be a call by %s rings, is noted as unclear, and is an alarm', async (_what, fields) => {
    const guid = `unclear-${++count}`;
    expect(await send(JSON.stringify({ guid, release_method: 'front_door_view', ...fields }))).toEqual(accepted);
    await rings(guid);
    expect(await alarmsHere()).toEqual(['delivery-unclear']);
    const timeline = JSON.stringify((await relay.answerTo(operator.explainCall, { params: { id: guid } })).body);
    expect(timeline).toContain("may be a door's log");
  });

  test.each([null, '', undefined])('is not told by a door’s field that is %j', async (release_method) => {
    const call = aCall();
    expect(await send(JSON.stringify({ ...call, release_method, entry_method: null }))).toEqual(accepted);
    await rings(call.guid);
    expect(await alarmsHere()).toEqual([]);
  });
});

describe('what comes on a good key and is not understood', () => {
  test.each([
    ['JSON of nothing known', '{"who":"Noor Haddad"}', 200, 'delivery-not-understood'],
    ['no JSON', 'Noor Haddad', 400, 'delivery-not-understood'],
    ['nothing', '', 400, 'delivery-not-understood'],
    ['a cut gzip', gzipSync('{"guid":"cut-0001"}').subarray(0, 20), 400, 'delivery-not-understood'],
    ['more than 64 KiB', `{"x":"${'x'.repeat(66_000)}"}`, 413, 'delivery-too-large'],
  ] as const)(
    'is a row without its values, an alarm, a counter and a log line: %s',
    async (_what, body, code, alarm) => {
      const metric = `vestibule_odd_deliveries_total{oddity="${alarm}"}`;
      const before = await counted(metric);
      expect((await send(body)).code).toBe(code);
      expect(await alarmsHere()).toEqual([alarm]);
      expect(await counted(metric)).toBe(before + 1);
      expect(rowsHere()).toHaveLength(1);
      expect(rowsHere().join()).not.toMatch(/Noor|Haddad|xxx/);
      expect(
        relay
          .printed()
          .split('\n')
          .filter((line) => line.includes(hook.id) && line.includes('odd')),
      ).toHaveLength(1);
      await rangNothing();
    },
  );
});
