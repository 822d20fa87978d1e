import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:https';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { makeCertificate } from '../../scripts/phone/certificate.ts';
import { type Front, openFront } from '../../scripts/phone/front.ts';
import { makeGuests } from '../../scripts/phone/guests.ts';
import { lanAddresses } from '../../scripts/phone/lanAddresses.ts';
import { openPhone, phonePort } from '../../scripts/phone/openPhone.ts';
import { aSimulator } from '../harness/aSimulator.ts';

const here = '127.0.0.1';
const word = 'the-word-of-this-start';
const time = { now: 0 };
const guests = makeGuests({ word, now: () => time.now });
const known = { cookie: guests.cookie.split(';')[0] ?? '' };
const open: Front[] = [];
afterEach(() => {
  for (const front of open.splice(0)) front.close();
});

async function aFront(simulator: string): Promise<Front> {
  const certificate = await makeCertificate([here], new Date());
  const front = await openFront({ certificate, address: here, port: 0, simulator: new URL(simulator), guests });
  open.push(front);
  return front;
}
const ask = async (url: string, method = 'GET', headers: Readonly<Record<string, string>> = {}) => {
  const asked = request(url, { method, headers, rejectUnauthorized: false }).end();
  const [response] = await once(asked, 'response');
  response.resume();
  return Number(response.statusCode);
};

const anInterface = (address: string, changes: { readonly internal?: boolean } = {}) => [
  { address, netmask: '255.255.255.0', family: 'IPv4' as const, mac: '', internal: false, cidr: null, ...changes },
];

test('a phone is led to the address of a real network first, and to none of this machine itself', () => {
  const found = lanAddresses({
    lo: anInterface(here, { internal: true }),
    docker0: anInterface('172.17.0.1'),
    wlan0: anInterface('192.168.1.20'),
    eth9: anInterface('169.254.7.7'),
  });
  expect(found).toEqual(['192.168.1.20', '172.17.0.1']);
});

test('without a network it is said in one line, and nothing listens', async () => {
  const phone = await openPhone({ simulator: 'http://127.0.0.1:9', site: 'demo', port: 0, addresses: [] });
  expect(phone).toEqual({ isOpen: false, says: expect.stringMatching(/^ {2}A phone +This machine has no address.*$/) });
});

test('a port that is none is refused by name', () => {
  expect(() => phonePort('no')).toThrow('VESTIBULE_PHONE_PORT');
  expect(phonePort(undefined)).toBe(4_443);
});

test('the certificate is for these addresses, for a week, and signs for nobody else', async () => {
  const made = new X509Certificate((await makeCertificate(['10.99.0.1', '192.168.1.20'], new Date())).cert);
  expect(made.checkIP('10.99.0.1') && made.checkIP('192.168.1.20')).toBeTruthy();
  expect([made.checkIP('10.99.0.2'), made.ca]).toEqual([undefined, false]);
  expect(made.validToDate.getTime() - Date.now()).toBeLessThan(8 * 86_400_000);
});

test('the network sees the door panel, and nothing else of the simulator even with its token', async () => {
  await using simulator = await aSimulator();
  const { origin } = await aFront(simulator.address);
  expect([await ask(`${origin}/panel/sites`, 'GET', known), await ask(`${origin}/?site=demo`, 'GET', known)]).toEqual([
    200, 200,
  ]);
  const token = { authorization: `Bearer ${simulator.bearer}`, ...known };
  const hidden = [
    ['GET', '/v3/me/calls'],
    ['GET', '/panel/../v3/me/calls'],
    ['GET', '/panel/calls/%2e%2e%2f%2e%2e%2fv3/me/calls'],
    ['GET', '//v3/me/calls'],
    ['GET', '/?/../v3/me/calls'],
    ['GET', '/oauth/authorize'],
    ['POST', '/simulator/start-over'],
    ['POST', '/simulator/calls'],
    ['GET', '/panel/behaviour'],
    ['PUT', '/panel/behaviour'],
    ['POST', '/panel/start-over'],
    ['GET', '/v4/access_points'],
  ] as const;
  const answers = await Promise.all(hidden.map(([method, path]) => ask(`${origin}${path}`, method, token)));
  expect(answers).toEqual(hidden.map(() => 404));
});

test('a room is reached over the same origin, and no other WebSocket is', async () => {
  await using simulator = await aSimulator();
  const { origin } = await aFront(simulator.address);
  const options = { rejectUnauthorized: false, headers: { ...known, origin } };
  const room = new WebSocket(`${origin.replace('https', 'wss')}/rooms/unknown`, options);
  await once(room, 'open');
  room.send(JSON.stringify({ kind: 'join', token: 'wrong' }));
  const [said] = await once(room, 'message');
  expect(JSON.parse(String(said))).toEqual({ kind: 'refused', because: 'unknown-room' });
  const other = new WebSocket(`${origin.replace('https', 'wss')}/socket.io/`, options);
  await once(other, 'error');
  const stranger = new WebSocket(`${origin.replace('https', 'wss')}/rooms/unknown`, { rejectUnauthorized: false });
  await once(stranger, 'error');
});

test('who did not read the code sees nothing of the door panel; who did gets a cookie with the page', async () => {
  await using simulator = await aSimulator();
  const { origin } = await aFront(simulator.address);
  const strangers = [
    await ask(`${origin}/?site=demo`),
    await ask(`${origin}/?site=demo&word=guessed`),
    await ask(`${origin}/panel/sites`),
    await ask(`${origin}/panel/calls`, 'POST'),
    await ask(`${origin}/panel/sites`, 'GET', { cookie: known.cookie.slice(0, -1) }),
    await ask(`${origin}/panel/sites`, 'GET', { ...known, origin: 'https://evil.test' }),
    await ask(`${origin}/panel/sites`, 'GET', { ...known, host: 'evil.test', origin: origin }),
  ];
  expect(strangers).toEqual(strangers.map(() => 404));
  const asked = request(`${origin}/?site=demo&word=${word}`, { rejectUnauthorized: false }).end();
  const [page] = await once(asked, 'response');
  page.resume();
  expect([page.statusCode, page.headers['set-cookie']]).toEqual([
    200,
    [expect.stringMatching(/^__Host-.*=the-word-of-this-start; Path=\/; Secure; HttpOnly; SameSite=Strict$/)],
  ]);
});

test('a phone places six calls at once, and then one every five seconds', async () => {
  await using simulator = await aSimulator();
  const { origin } = await aFront(simulator.address);
  const call = () => ask(`${origin}/panel/calls`, 'POST', { ...known, origin });
  const answers = [];
  for (let calls = 0; calls < 8; calls += 1) answers.push(await call());
  time.now += 5_000;
  expect([...answers, await call(), await call()]).toEqual([422, 422, 422, 422, 422, 422, 429, 429, 422, 429]);
});

test('one address that calls too often keeps no other from calling', () => {
  const { mayCall } = makeGuests({ word, now: () => 0 });
  const loud = Array.from({ length: 7 }, () => mayCall('192.168.1.20'));
  expect([loud.at(-2), loud.at(-1), mayCall('192.168.1.21')]).toEqual([true, false, true]);
});
