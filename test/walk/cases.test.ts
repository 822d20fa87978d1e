import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { NewHook } from '../../protocol/admin.ts';
import { aDesk, type ConnectedDesk } from '../harness/aDesk.ts';
import { aRelay, type RunningRelay } from '../harness/aRelay.ts';

/** Bodies that the trade reports, sent as they would come, to a real relay with a real desk. */
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

const theCase = (name: string) => readFileSync(join(import.meta.dirname, '../vectors', `case-${name}`));
const json = 'application/json';
async function send(body: Uint8Array, type = json) {
  const response = await fetch(hook.url, {
    method: 'POST',
    body: Buffer.from(body),
    headers: { 'content-type': type },
  });
  return { code: response.status, body: await response.json() };
}
const accepted = { code: 200, body: { status: 'accepted' } };
const guid = (number: number) => `7c1e0000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const robin = { kind: 'resident', name: 'Robin Vale' };

test.each([
  ['form-encoded', 'body-form-encoded.txt', 'application/x-www-form-urlencoded', 1],
  ['JSON in a JSON string', 'body-json-in-a-json-string.json', json, 2],
])('a call that comes as %s rings with its details', async (_form, name, type, number) => {
  expect(await send(theCase(name), type)).toEqual(accepted);
  const view = await desk.until(({ phase }) => phase === 'ringing');
  expect(view.call).toMatchObject({ id: guid(number), panel: 'North Lobby', unit: '12F', recipient: robin });
});

test('both calls of a list ring, each by its own guid, and the same list again is a duplicate', async () => {
  const body = theCase('body-list-of-two-calls.json');
  expect(await send(body)).toEqual(accepted);
  expect((await desk.until(({ call }) => call.id === guid(3))).call.panel).toBe('North Lobby');
  expect((await desk.until(({ call }) => call.id === guid(4))).call.panel).toBe('Garage');
  expect(await send(body)).toEqual({ code: 200, body: { status: 'duplicate' } });
});

describe('numbers as text', () => {
  test('of a flat call are numbers all the same, and a label may be a number', async () => {
    expect(await send(theCase('flat-numbers-as-text.json'))).toEqual(accepted);
    const view = await desk.until(({ phase }) => phase === 'ringing');
    expect(view.call).toMatchObject({ id: guid(5), panel: 'North Lobby', unit: '1204', recipient: robin });
  });

  test('of an envelope name its call', async () => {
    expect(await send(theCase('envelope-numbers-as-text.json'))).toEqual(accepted);
    const view = await desk.until(({ phase }) => phase === 'ringing');
    expect(view.call).toMatchObject({ id: 'id:482912', panel: 'North Lobby', recipient: { kind: 'frontDesk' } });
  });

  test('beyond 2^53 stay whole, written as text or not', async () => {
    const envelope = (id: string) =>
      Buffer.from(`{"event":{"resource_type":"call","action":"create","data":{"id":${id}}}}`);
    expect(await send(envelope('9007199254740993'))).toEqual(accepted);
    expect(await send(envelope('"9007199254740992"'))).toEqual(accepted);
    await desk.until(({ call }) => call.id === 'id:9007199254740993');
    await desk.until(({ call }) => call.id === 'id:9007199254740992');
  });
});

test('joined emoji and flags of regions stay whole', async () => {
  expect(await send(theCase('names-joined-emoji.json'))).toEqual(accepted);
  const view = await desk.until(({ phase }) => phase === 'ringing');
  expect(view.call).toMatchObject({ unit: '🏳️‍🌈 12F', recipient: { name: '👨‍👩‍👧‍👦 Zoë 🏴󠁧󠁢󠁷󠁬󠁳󠁿' } });
});

test('a picture on another host keeps no call from ringing', async () => {
  expect(await send(theCase('picture-on-another-host.json'))).toEqual(accepted);
  await desk.until(({ phase }) => phase === 'ringing');
});

describe('a status before anything else', () => {
  const tell = (body: object) => send(Buffer.from(JSON.stringify(body)));

  test('that says that a call rings begins its ring with what it tells; a create joins, and an end ends it', async () => {
    expect(await send(theCase('status-first-nested.json'))).toEqual(accepted);
    const view = await desk.until(({ phase }) => phase === 'ringing');
    expect(view.call).toMatchObject({ id: guid(7), panel: 'North Lobby', unit: '12F', recipient: robin });
    expect(await tell({ guid: guid(7), panel: { id: 40217, name: 'North Lobby' } })).toEqual(accepted);
    expect(await tell({ call: { guid: guid(7) }, status: 'cancelled' })).toEqual(accepted);
    await desk.until(({ phase }) => phase === 'ended');
    expect(new Set(desk.views.map(({ call }) => call.id)).size).toBe(1);
  });

  test('that tells nothing but the call rings too, and a create fills in the rest', async () => {
    expect(await send(theCase('status-first-bare.json'))).toEqual(accepted);
    await desk.until(({ phase }) => phase === 'ringing');
    expect(await tell({ guid: guid(8), panel: { id: 40217, name: 'Garage' } })).toEqual(accepted);
    expect((await desk.until(({ call }) => call.panel === 'Garage')).call.id).toBe(guid(8));
  });
});

test('one guid in two spellings is one call, and the second ends it', async () => {
  expect(await send(theCase('guid-upper-create.json'))).toEqual(accepted);
  const view = await desk.until(({ phase }) => phase === 'ringing');
  expect(view.call.id).toBe('A1B2C3D4-0000-4000-8000-0000000000AB');
  expect(await send(theCase('guid-lower-canceled.json'))).toEqual(accepted);
  expect(await desk.until(({ phase }) => phase === 'ended')).toMatchObject({ call: { id: view.call.id } });
});
