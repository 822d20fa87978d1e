/** What a delivery must have besides a good key, at a real relay, by the commands that an operator types. */
import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { NewHook } from '../../protocol/admin.ts';
import type { GivenTo } from '../../protocol/operator/request.ts';
import { operator } from '../../protocol/operator.ts';
import { aDesk } from '../harness/aDesk.ts';
import { aRelay, type RelayOptions, type RunningRelay } from '../harness/aRelay.ts';
import { vestibule } from '../server/cli/vestibule.ts';

let count = 0;
type Sent = { readonly headers?: (body: string) => Readonly<Record<string, string>> };

/** Sends a call of its own; its guid, the status, and the answer's error where there is one. */
async function deliver({ url }: Pick<NewHook, 'url'>, { headers = () => ({}) }: Sent = {}) {
  const guid = `walled-${++count}`;
  const body = JSON.stringify({ guid });
  const response = await fetch(url, { method: 'POST', body, headers: headers(body) });
  const { error = null } = z.object({ error: z.string().optional() }).parse(await response.json());
  return { guid, status: response.status, error, challenge: response.headers.get('www-authenticate') };
}
const statusOf = async (hook: NewHook, sent?: Sent) => (await deliver(hook, sent)).status;

const signedWith =
  (secret: string): NonNullable<Sent['headers']> =>
  (body) => ({ 'x-signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` });
const forwardedFor = (addresses: string): Sent => ({ headers: () => ({ 'x-forwarded-for': addresses }) });

/** A relay with one hook, and the commands of its operator. */
async function aWalledRelay(options: RelayOptions = {}) {
  const relay = await aRelay(options);
  const hook = await relay.hook();
  let files = 0;
  return {
    relay,
    hook,
    type: async (...line: readonly string[]) => {
      const printed = await vestibule(relay.dataDir, ['hook', 'wall', ...line]);
      if (printed.code !== 0) throw new Error(printed.error);
      return printed.out;
    },
    build: (wall: GivenTo<typeof operator.addWall>['body']) =>
      relay.ask(operator.addWall, { params: { id: hook.id }, body: wall }),
    enforce: (wall: string) =>
      relay.answerTo(operator.changeWall, { params: { id: hook.id, wall }, body: { mode: 'enforce' } }),
    remove: (wall: string) => relay.answerTo(operator.removeWall, { params: { id: hook.id, wall } }),
    fileOf: (secret: string) => {
      const path = join(relay.dataDir, `secret-${++files}`);
      writeFileSync(path, `${secret}\n`);
      return path;
    },
    [Symbol.asyncDispose]: relay[Symbol.asyncDispose],
  };
}

/** Runs a command that reads this file as its standard input. */
async function fromInput({ dataDir }: RunningRelay, file: string, line: readonly string[]): Promise<void> {
  const program = join(import.meta.dirname, '../../server/cli/main.ts');
  const child = spawn(process.execPath, [program, ...line], {
    env: { PATH: process.env.PATH ?? '', VESTIBULE_DATA_DIR: dataDir },
    stdio: [openSync(file, 'r'), 'ignore', 'inherit'],
  });
  expect(await once(child, 'exit')).toEqual([0, null]);
}
const linesOf = async (relay: RunningRelay, { id }: NewHook) => await relay.ask(operator.listWalls, { params: { id } });
const alarmsOf = async (relay: RunningRelay) => (await relay.ask(operator.listAlarms, {})).map(({ kind }) => kind);
const callsOf = async (relay: RunningRelay) => (await relay.ask(operator.listCalls, {})).map(({ id }) => String(id));

test('a wall is built, observed, enforced, left again and outlives a restart, by commands that are in force at once', async () => {
  await using walled = await aWalledRelay();
  const { relay, hook, type, enforce, fileOf } = walled;
  using desk = await aDesk(relay.address, await relay.desk());
  const rings = async (guid: string) => (await desk.until(({ call }) => call.id === guid)).phase;
  const file = fileOf('a secret that nobody knows');
  const signed = { headers: signedWith('a secret that nobody knows') };

  await type('add', hook.id, '--hmac', 'X-Signature', '--prefix', 'sha256=', '--secret-file', file);
  const [unsigned, good] = [await deliver(hook), await deliver(hook, signed)];
  expect([unsigned.status, good.status, await rings(unsigned.guid), await rings(good.guid)]).toEqual([
    200,
    200,
    'ringing',
    'ringing',
  ]);
  expect(await type('list', hook.id)).toMatch(
    /hmac +observe +sha256 in x-signature .* 1 +1 would be .* from 127\.0\.0\.1/,
  );

  expect(await type('mode', hook.id, 'hmac', 'enforce')).toContain('it would have refused 1 of 2 deliveries.');
  const refused = await deliver(hook);
  expect(refused).toMatchObject({ status: 401, error: 'wall', challenge: 'Basic realm="Vestibule"' });
  const after = await deliver(hook, signed);
  expect([await rings(after.guid), (await callsOf(relay)).includes(refused.guid)]).toEqual(['ringing', false]);
  expect([await alarmsOf(relay), await linesOf(relay, hook)]).toMatchObject([
    expect.arrayContaining(['wall-refusing']),
    [{ wall: 'hmac', mode: 'enforce', seen: { passed: 1, refused: 1 } }],
  ]);

  await relay.stop();
  await using next = await relay.again();
  expect([await statusOf(hook), await statusOf(hook, signed), (await linesOf(next, hook))[0]?.seen]).toMatchObject([
    401,
    200,
    { passed: 2, refused: 2 },
  ]);
  await type('mode', hook.id, 'hmac', 'observe');
  expect([await statusOf(hook), (await alarmsOf(next)).includes('wall-refusing')]).toEqual([200, false]);
  await enforce('hmac');
  expect(await type('remove', hook.id, 'hmac')).toContain('its key is enough');
  expect(await statusOf(hook)).toBe(200);
}, 120_000);

test('a secret is changed without losing a call: of two walls of a kind passing one is enough', async () => {
  await using walled = await aWalledRelay();
  const { hook, build, enforce, remove } = walled;
  const [old, next] = ['the old secret of all', 'the next secret of all'];
  const statuses = async () => [
    await statusOf(hook, { headers: signedWith(old) }),
    await statusOf(hook, { headers: signedWith(next) }),
    await statusOf(hook),
  ];
  const wall = { kind: 'hmac', header: 'X-Signature', prefix: 'sha256=' };
  await build({ ...wall, secret: old });
  await enforce('hmac');
  expect(await statuses()).toEqual([200, 401, 401]);
  await build({ ...wall, secret: next });
  expect(await statuses()).toEqual([200, 200, 401]);
  await enforce('hmac-2');
  expect(await statuses()).toEqual([200, 200, 401]);
  await remove('hmac');
  expect(await statuses()).toEqual([401, 200, 401]);
}, 60_000);

test('behind a trusted proxy the address is the one that the proxy saw, whatever the sender wrote before it', async () => {
  const env = { VESTIBULE_TRUST_PROXY: '127.0.0.1', VESTIBULE_HOOK_FROM: '203.0.113.0/24,2001:db8::/32' };
  await using walled = await aWalledRelay({ env });
  const { relay, hook } = walled;
  const from = async (addresses: string) => statusOf(hook, forwardedFor(addresses));
  expect([await from('203.0.113.9'), await from('2001:db8::9'), await from('198.51.100.7')]).toEqual([200, 200, 401]);
  expect([await from('203.0.113.9, 198.51.100.7'), await from('203.0.113.9, unknown'), await from('')]).toEqual([
    401, 401, 401,
  ]);
  expect([
    await statusOf(hook),
    (await fetch(hook.url)).status,
    (await fetch(`${hook.url.slice(0, -1)}?`)).status,
  ]).toEqual([401, 405, 404]);
  expect(await alarmsOf(relay)).toContain('wall-refusing');
}, 60_000);

test('without a trusted proxy nobody’s word about an address counts', async () => {
  await using walled = await aWalledRelay();
  const { hook, build, enforce } = walled;
  await build({ kind: 'addresses', from: ['203.0.113.0/24'] });
  await enforce('addresses');
  expect(await statusOf(hook, forwardedFor('203.0.113.9'))).toBe(401);
  await build({ kind: 'addresses', from: ['127.0.0.0/8', '::1'] });
  await enforce('addresses-2');
  expect([await statusOf(hook, forwardedFor('198.51.100.7')), await statusOf(hook)]).toEqual([200, 200]);
}, 60_000);

test('a header, a password and Standard Webhooks are each asked for, with a secret from the standard input too', async () => {
  await using walled = await aWalledRelay();
  const { relay, hook, build, enforce, fileOf } = walled;
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  await fromInput(relay, fileOf('a word of the house'), [
    'hook',
    'wall',
    'add',
    hook.id,
    '--header',
    'X-Word',
    '--secret-file',
    '-',
  ]);
  await build({ kind: 'basic', user: 'butterfly', secret: 'a password: with a colon' });
  await build({ kind: 'standard-webhooks', secret });
  for (const wall of ['header', 'basic', 'standard-webhooks']) await enforce(wall);

  const all = (body: string): Readonly<Record<string, string>> => {
    const now = new Date();
    return {
      'x-word': 'a word of the house',
      authorization: `Basic ${Buffer.from('butterfly:a password: with a colon').toString('base64')}`,
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
      'webhook-signature': new Webhook(secret).sign('msg_1', now, body),
    };
  };
  expect(await statusOf(hook, { headers: all })).toBe(200);
  for (const name of ['x-word', 'authorization', 'webhook-id', 'webhook-signature'])
    expect(await statusOf(hook, { headers: (body) => ({ ...all(body), [name]: 'none' }) }), name).toBe(401);
}, 60_000);
