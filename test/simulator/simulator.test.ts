import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { type FromParty, FromRoom } from '../../protocol/room.ts';
import { aReceiver, type Receiver } from '../harness/aReceiver.ts';
import { aSimulator, type RunningSimulator } from '../harness/aSimulator.ts';

let receiver: Receiver;
let simulator: RunningSimulator;

beforeEach(async () => {
  receiver = await aReceiver();
  simulator = await aSimulator();
  await simulator.register('demo', 'Harbor House', receiver.url);
});
afterEach(async () => {
  await simulator.stop();
  receiver.close();
});

const vendor = (method: string, path: string, body?: unknown, bearer = simulator.bearer) =>
  fetch(`${simulator.address}${path}`, {
    method,
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/vnd.api+json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const notify = (notice: string, guid: string) =>
  vendor('POST', `/v3/notifications/${notice}`, {
    data: { type: 'notifications', attributes: { call_guid: guid, panel_id: 40217 } },
  });
const Tokens = z.object({ tokens: z.object({ simulator: z.string() }) });
const tokenFor = async (guid: string) =>
  Tokens.parse(await (await vendor('POST', `/v3/me/calls/${guid}/token`, {})).json()).tokens.simulator;

test('a wrong bearer is refused on every path of the vendor’s API', async () => {
  for (const path of ['/v3/me/calls', '/v3/me/calls/x/status'])
    expect((await vendor('GET', path, undefined, 'wrong')).status).toBe(401);
});

test('a resident’s call is delivered flat, as production sends it', async () => {
  const guid = await simulator.ring('demo', '12F');
  await receiver.until(({ length }) => length === 1);
  expect(receiver.bodies[0]).toMatchObject({
    guid,
    user: { first_name: 'Noor' },
    unit: { label: '12F' },
    provider: 'simulator',
    image_url: expect.stringContaining('/cache/'),
  });
});

test('anything but a 200 is sent again, and a status waits for its call', async () => {
  receiver.answers.push(503, 500);
  const guid = await simulator.ring('demo');
  await receiver.until(({ length }) => length === 1);
  await notify('is_active', guid);
  await receiver.until(({ length }) => length === 4);
  expect(receiver.bodies.map((body) => z.object({ status: z.string().optional() }).parse(body).status)).toEqual([
    undefined,
    undefined,
    undefined,
    'connecting_sip',
  ]);
}, 20_000);

test('statuses move as the vendor’s do', async () => {
  const guid = await simulator.ring('demo');
  expect(await simulator.status(guid)).toBe('initializing');
  await notify('is_active', guid);
  expect(await simulator.status(guid)).toBe('connecting_sip');
  await notify('open_door', guid);
  expect(await simulator.status(guid)).toBe('opened_door');
});

test('a declined call is over as rejected, and gives no token any more', async () => {
  const guid = await simulator.ring('demo');
  await notify('call_ended', guid);
  expect(await simulator.status(guid)).toBe('rejected');
  expect((await vendor('POST', `/v3/me/calls/${guid}/token`, {})).status).toBe(422);
});

test('a picture is given to anybody, but not to a bearer, as the vendor’s store does it', async () => {
  await simulator.ring('demo');
  await receiver.until(({ length }) => length === 1);
  const { image_url } = z.object({ image_url: z.string() }).parse(receiver.bodies[0]);
  expect((await fetch(image_url)).headers.get('content-type')).toBe('image/jpeg');
  expect((await fetch(image_url, { headers: { authorization: 'Bearer x' } })).status).toBe(400);
});

test('a page of another origin cannot place calls', async () => {
  const headers = { origin: 'https://evil.example', 'content-type': 'application/json' };
  expect(
    (await fetch(`${simulator.address}/simulator/calls`, { method: 'POST', headers, body: '{"site":"demo"}' })).status,
  ).toBe(403);
});

/** One party in a room; `next` gives its messages in order. */
function aParty(guid: string, token: string) {
  const socket = new WebSocket(`${simulator.address.replace('http', 'ws')}/rooms/${guid}`);
  const heard: FromRoom[] = [];
  const waiting: ((message: FromRoom) => void)[] = [];
  socket.on('message', (data) => {
    const message = FromRoom.parse(JSON.parse(String(data)));
    const waiter = waiting.shift();
    if (waiter) waiter(message);
    else heard.push(message);
  });
  const say = (message: FromParty) => socket.send(JSON.stringify(message));
  socket.on('open', () => say({ kind: 'join', token }));
  const next = () =>
    new Promise<FromRoom>((resolve) => {
      const first = heard.shift();
      if (first) resolve(first);
      else waiting.push(resolve);
    });
  return { say, next, closed: new Promise<number>((resolve) => socket.on('close', resolve)) };
}

test('a room admits its tokens only, and a second seat puts out the first', async () => {
  const guid = await simulator.ring('demo');
  expect(await aParty(guid, 'wrong').next()).toEqual({ kind: 'refused', because: 'bad-token' });
  const first = aParty(guid, await tokenFor(guid));
  expect(await first.next()).toEqual({ kind: 'joined', peer: false });
  const second = aParty(guid, await tokenFor(guid));
  expect(await second.next()).toEqual({ kind: 'joined', peer: false });
  expect(await first.next()).toEqual({ kind: 'refused', because: 'replaced' });
});

test('a party that says what nobody understands is shown out', async () => {
  const guid = await simulator.ring('demo');
  const seat = aParty(guid, await tokenFor(guid));
  await seat.next();
  seat.say({ kind: 'join', token: 'again' });
  expect(await seat.closed).toBe(1008);
});
