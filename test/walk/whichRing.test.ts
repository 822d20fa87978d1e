import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { NewHook } from '../../protocol/admin.ts';
import { CallId } from '../../protocol/call.ts';
import { operator } from '../../protocol/operator.ts';
import { aDesk, type ConnectedDesk } from '../harness/aDesk.ts';
import { aRelay, type RunningRelay } from '../harness/aRelay.ts';

const panel = { id: 40217, name: 'Front entrance' };
const attendant = (guid: string) => ({ guid, panel, recipient: { id: null, type: 'Attendant' } });
const forIlse = (guid: string) => ({
  guid,
  panel,
  user: { id: 5100232, first_name: 'Ilse', last_name: 'Brandt', email: 'ilse.brandt@example.com' },
  unit: { id: 2203346, label: '3A' },
  image_url: 'https://snapshots.example.com/cache/ilse.jpeg',
});
const forNoor = (guid: string) => ({ ...forIlse(guid), user: null, unit: { id: 2203345, label: '12F' } });

async function post(url: string, body: object): Promise<string> {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  return z.object({ status: z.string() }).parse(await response.json()).status;
}
const decide = async (relay: RunningRelay, change: object) =>
  await relay.ask(operator.changeSite, { params: { site: 'demo' }, body: change });
const why = async (relay: RunningRelay, guid: string) =>
  await relay.ask(operator.explainCall, { params: { id: guid } });
const listed = async (relay: RunningRelay) => await relay.ask(operator.listCalls, { query: { site: 'demo' } });
/** Passes behind everything delivered so far, and gives the calls that the desk was shown until then. */
async function shownUntilFence({ url }: NewHook, desk: ConnectedDesk, guid = 'fence-0001') {
  await post(url, attendant(guid));
  await desk.until(({ call }) => call.id === guid);
  return [...new Set(desk.views.map(({ call }) => String(call.id)))].filter((id) => !id.startsWith('fence'));
}
/** Every byte in the relay's folder, and every line that it printed. */
const everythingKept = ({ dataDir, printed }: RunningRelay) =>
  readdirSync(dataDir, { recursive: true, encoding: 'utf8' })
    .map((name) => join(dataDir, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => readFileSync(file).toString('latin1'))
    .join('') + printed();
const names = /\bIlse|Brandt|example\.com/;

test('the front desk’s and the named units’ calls ring, others do not, and the vendor sees no difference', async () => {
  await using relay = await aRelay();
  const hook = await relay.hook();
  using desk = await aDesk(relay.address, await relay.desk());
  await decide(relay, { whichRing: { kind: 'named', units: ['12F'] } });
  expect(await post(hook.url, forIlse('for-ilse-1'))).toBe('accepted');
  expect(await post(hook.url, forIlse('for-ilse-1'))).toBe('duplicate');
  expect(await post(hook.url, forNoor('for-noor-1'))).toBe('accepted');
  expect(await shownUntilFence(hook, desk)).toEqual(['for-noor-1']);
  expect(await desk.ask('answer', { callId: CallId.parse('for-ilse-1') })).toMatchObject({ because: 'unknown-call' });
});

test('where the front desk alone rings, every call does while no account is linked, and its desks are told so', async () => {
  await using relay = await aRelay();
  const hook = await relay.hook();
  using desk = await aDesk(relay.address, await relay.desk());
  expect(desk.picture.notes).toEqual([{ site: 'demo', residentsRing: true, panels: [] }]);
  await post(hook.url, forIlse('for-ilse-1'));
  expect(await shownUntilFence(hook, desk)).toEqual(['for-ilse-1']);
  const noted = new Promise((resolve) => desk.socket.once('notes', resolve));
  await decide(relay, { whichRing: { kind: 'all' } });
  expect(await noted).toMatchObject({ site: 'demo', residentsRing: false });
});

test('a call that did not ring says why, in the list and in its timeline, and no desk ever hears of it', async () => {
  await using relay = await aRelay();
  const hook = await relay.hook();
  using desk = await aDesk(relay.address, await relay.desk());
  await decide(relay, { whichRing: { kind: 'named', units: [] } });
  await post(hook.url, forIlse('for-ilse-1'));
  const { sentence, facts, call } = await why(relay, 'for-ilse-1');
  expect(sentence).toBe(
    'Front entrance did not ring: it was for apartment 3A, which is not among those that ring here.',
  );
  expect(facts.map(({ what }) => what)).toEqual(['authenticated', 'stored', 'not-rung']);
  expect(call).toMatchObject({ reason: 'not-rung', unit: '3A', recipient: { kind: 'resident', name: null } });
  expect(await listed(relay)).toEqual([call]);
  expect(await shownUntilFence(hook, desk)).toEqual([]);
  expect(await desk.ask('history', { since: call.receivedAt })).toMatchObject({ calls: [{ id: 'fence-0001' }] });
  const metrics = await (await fetch(`${relay.address}/metrics`)).text();
  expect(metrics).toContain('vestibule_deliveries_total{receipt="not-rung"} 1');
});

describe('of a call that does not ring', () => {
  const statusNamingIlse = { ...forIlse('for-ilse-1'), call: { ...forIlse('for-ilse-1') }, status: 'canceled' };
  async function keptOf(keepOthers: string) {
    await using relay = await aRelay();
    const hook = await relay.hook();
    await decide(relay, { whichRing: { kind: 'named', units: [] }, keepOthers });
    await post(hook.url, { ...statusNamingIlse, call: { ...forIlse('for-ilse-0') } });
    await post(hook.url, forIlse('for-ilse-1'));
    await post(hook.url, statusNamingIlse);
    const bytes = everythingKept(relay);
    const kept = {
      isNamed: names.test(bytes),
      isMasked: bytes.includes('text of'),
      isKnown: bytes.includes('for-ilse-1'),
    };
    return { kept, calls: await listed(relay), told: await why(relay, 'for-ilse-1') };
  }

  test('neither its name nor its picture’s address is kept, unless the site says otherwise', async () => {
    const { kept, calls } = await keptOf('without-names');
    expect(kept).toEqual({ isNamed: false, isMasked: true, isKnown: true });
    expect(calls).toMatchObject([{ unit: '3A', recipient: { name: null } }]);
  });

  test('everything is kept where the site wants everything', async () => {
    const { kept, calls } = await keptOf('everything');
    expect(kept).toEqual({ isNamed: true, isMasked: false, isKnown: true });
    expect(calls).toMatchObject([{ unit: '3A', recipient: { name: 'Ilse Brandt' } }]);
  });

  test('nothing is kept but that it came, where the site wants nothing', async () => {
    const { kept, calls, told } = await keptOf('nothing');
    expect(kept).toEqual({ isNamed: false, isMasked: false, isKnown: true });
    expect(calls).toEqual([]);
    expect(told.sentence).toBe('A call of which nothing is kept did not ring: it was not for the front desk.');
  });

  test('a crash does not make it ring', async () => {
    await using first = await aRelay();
    const hook = await first.hook();
    const { token } = await first.desk();
    await decide(first, { whichRing: { kind: 'named', units: [] } });
    await post(hook.url, forIlse('for-ilse-1'));
    await first.kill();
    await using second = await first.again();
    using desk = await aDesk(second.address, { token });
    expect(desk.picture.rings).toEqual([]);
    expect(await post(hook.url, forIlse('for-ilse-1'))).toBe('duplicate');
    expect(await shownUntilFence(hook, desk)).toEqual([]);
    expect(desk.picture.missed).toMatchObject([{ calls: [] }]);
  });

  test('a later delivery that shows it to be for the front desk rings, and rings on after a crash', async () => {
    await using first = await aRelay();
    const hook = await first.hook();
    const { token } = await first.desk();
    const before = await aDesk(first.address, { token });
    await decide(first, { whichRing: { kind: 'named', units: [] } });
    await post(hook.url, forIlse('for-both-1'));
    expect(await post(hook.url, attendant('for-both-1'))).toBe('accepted');
    await before.until(({ call, phase }) => call.id === 'for-both-1' && phase === 'ringing');
    before.close();
    expect((await why(first, 'for-both-1')).call.phase).toBe('ringing');
    expect(await listed(first)).toHaveLength(1);
    await first.kill();
    await using second = await first.again();
    using desk = await aDesk(second.address, { token });
    expect(desk.picture.rings).toMatchObject([{ call: { id: 'for-both-1' }, phase: 'ringing' }]);
  });
});

test('a decision is in force for the next delivery, and a call that rings already rings on', async () => {
  await using relay = await aRelay();
  const hook = await relay.hook();
  using desk = await aDesk(relay.address, await relay.desk());
  await post(hook.url, forIlse('for-ilse-1'));
  await decide(relay, { whichRing: { kind: 'named', units: ['12F'] } });
  expect(await post(hook.url, forIlse('for-ilse-1'))).toBe('duplicate');
  await post(hook.url, forIlse('for-ilse-2'));
  await decide(relay, { whichRing: { kind: 'all' } });
  await post(hook.url, forIlse('for-ilse-3'));
  expect(await shownUntilFence(hook, desk)).toEqual(['for-ilse-1', 'for-ilse-3']);
  await post(hook.url, { call: { guid: 'for-ilse-1' }, status: 'canceled' });
  expect(await desk.until(({ phase }) => phase === 'ended')).toMatchObject({ call: { id: 'for-ilse-1' } });
});
