import { expect, test } from 'vitest';
import { SiteId } from '../../../protocol/call.ts';
import type { Accounts } from '../../../server/butterflymx/account.ts';
import { calledAccounts } from '../../../server/butterflymx/calledAccounts.ts';
import { vendorCalls } from '../../../server/butterflymx/intercom.ts';
import { restClient } from '../../../server/butterflymx/rest.ts';
import type { LinkedAccount } from '../../../server/ring/linked.ts';
import type { VendorCall } from '../../../server/ring/ports.ts';
import { vector } from '../../harness/vector.ts';
import { aVendor, type Said } from './aVendor.ts';

const site = SiteId.parse('demo');
const call: VendorCall = { site, guid: 'guid-1', panelId: null, userId: null, unitId: 2_203_340 };
const soon = () => AbortSignal.timeout(5_000);

const anAccount = (account: string, told: Partial<LinkedAccount> = {}): LinkedAccount => ({
  account,
  role: 'called',
  label: null,
  state: 'linked',
  canSpeak: true,
  tenants: [],
  userIds: [],
  ...told,
});
const ofTheUnit = [{ id: 1, buildingId: 61_200, unitId: 2_203_340, unit: 'Front desk' }];

const gone: Said = { status: 404, body: { errors: [] } };
const known: Said = { status: 200, body: vector('api-v3-call-status.response-initializing') };

/** A relay with these accounts, over a vendor that answers each of them as the test says. */
async function aRelay(
  linked: readonly LinkedAccount[],
  answers: Readonly<Record<string, Said>>,
  { hasToken = false }: { readonly hasToken?: boolean } = {},
) {
  const { address, heard } = await aVendor(({ path }) => answers[path.split('/')[1] ?? ''] ?? gone);
  const accounts: Accounts = {
    bearer: async ({ account = 'any' }) => ({
      ok: true,
      value: { account, apiUrl: `${address}/${account}`, token: 'at-example-1' },
    }),
    renewed: async () => ({ ok: false, error: 'refused' }),
  };
  const calledAt = calledAccounts({ ofSite: () => linked }, hasToken);
  const calls = vendorCalls(restClient({ accounts, now: () => 0 }), { calledAt });
  return { calls, asked: () => heard.map(({ path }) => path.split('/')[1]) };
}

test('the account that was called is asked alone when it knows the call', async () => {
  const { calls, asked } = await aRelay([anAccount('a'), anAccount('b', { tenants: ofTheUnit })], { b: known });
  expect(await calls.confirm(call, soon())).toEqual({
    kind: 'known',
    account: 'b',
    status: {
      status: 'initializing',
      panelId: 40_217,
      panelName: 'North Lobby',
      provider: 'twilio',
      pictureUrl: 'https://snapshots.example.com/cache/3f9d2c7a.jpeg',
    },
  });
  expect(asked()).toEqual(['b']);
});

test('another called account that knows the call confirms it', async () => {
  const { calls } = await aRelay([anAccount('a'), anAccount('b')], { b: known });
  expect(await calls.confirm(call, soon())).toMatchObject({ kind: 'known', account: 'b' });
});

test('a call is not found only when every called account answered that it does not know it', async () => {
  const all = await aRelay([anAccount('a'), anAccount('b'), anAccount('c', { role: 'administrator' })], {});
  expect(await all.calls.confirm(call, soon())).toEqual({ kind: 'not-found', asked: 2 });
  expect(all.asked()).toEqual(['a', 'b']);
});

test.each([
  ['refuses', { status: 403 }, 'refused'],
  ['has a fault of its own', { status: 500 }, 'unwell'],
  ['answers in no known shape', { status: 200, body: { data: {} } }, 'unreadable'],
] as const)('an account that %s leaves it open whether the call is known', async (_how, said, because) => {
  const { calls } = await aRelay([anAccount('a'), anAccount('b')], { b: said });
  expect(await calls.confirm(call, soon())).toEqual({ kind: 'no-answer', because });
});

test('an account that hangs leaves it open at the deadline', async () => {
  const { calls } = await aRelay([anAccount('a')], { a: 'hang' });
  const deadline = new AbortController();
  const confirmed = calls.confirm(call, deadline.signal);
  deadline.abort();
  expect(await confirmed).toEqual({ kind: 'no-answer', because: 'slow' });
});

test('an account that cannot speak any more leaves it open, for the call may have been its own', async () => {
  const { calls, asked } = await aRelay([anAccount('a'), anAccount('b', { state: 'refused', canSpeak: false })], {});
  expect(await calls.confirm(call, soon())).toEqual({ kind: 'no-answer', because: 'no-account' });
  expect(asked()).toEqual(['a']);
});

test('where no account can be called nobody is asked', async () => {
  const { calls, asked } = await aRelay([anAccount('a', { role: 'administrator' })], { a: known });
  expect(await calls.confirm(call, soon())).toEqual({ kind: 'nobody-to-ask' });
  expect([calls.calledAt(site), asked()]).toEqual([[], []]);
});

test('the environment’s token is the one called account of a site that has linked none', async () => {
  const { calls } = await aRelay([], { environment: known }, { hasToken: true });
  expect(calls.calledAt(site)).toEqual(['environment']);
  expect(await calls.confirm(call, soon())).toMatchObject({ kind: 'known', account: 'environment' });
});

test('the newest calls tell a failure of any account from an empty list', async () => {
  const empty: Said = { status: 200, body: { data: [] } };
  const one: Said = { status: 200, body: { data: [{ id: '7', attributes: { guid: 'guid-7' } }] } };
  const both = await aRelay([anAccount('a'), anAccount('b')], { a: empty, b: one });
  expect(await both.calls.newest(site)).toEqual({ ok: true, value: [{ number: 7, guid: 'guid-7' }] });
  const half = await aRelay([anAccount('a'), anAccount('b')], { a: empty, b: { status: 500 } });
  expect(await half.calls.newest(site)).toEqual({ ok: false, error: 'unwell' });
  const mute = await aRelay([anAccount('a'), anAccount('b', { canSpeak: false })], { a: empty });
  expect(await mute.calls.newest(site)).toEqual({ ok: false, error: 'no-account' });
});

test('a press confirms its call though ButterflyMX asked us to wait, and the watch does not ask before', async () => {
  const tooMany: Said = { status: 429, headers: { 'retry-after': '30' } };
  const { calls, asked } = await aRelay([anAccount('a')], { a: tooMany });
  for (let time = 0; time < 3; time++) await calls.watchConfirm(call, soon());
  expect(asked()).toHaveLength(1);
  expect(await calls.watchConfirm(call, soon())).toEqual({ kind: 'no-answer', because: 'refused' });
  await calls.confirm(call, soon());
  expect(asked()).toHaveLength(2);
});
