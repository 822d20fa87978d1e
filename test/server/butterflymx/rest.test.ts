import { expect, test } from 'vitest';
import { environmentAccount } from '../../../server/butterflymx/account.ts';
import { restClient, type VendorRequest } from '../../../server/butterflymx/rest.ts';
import { site } from '../../builders/ring.ts';
import { manualClock } from '../../fakes/manualClock.ts';
import { aVendor } from './aVendor.ts';

test.each([
  [401, 'refused'],
  [403, 'refused'],
  [404, 'gone'],
  [422, 'refused'],
  [429, 'refused'],
  [500, 'unwell'],
  [503, 'unwell'],
] as const)(
  'an answer of %i is told as %s: a no stays a no, a fault of the vendor’s own passes',
  async (status, kind) => {
    const { address } = await aVendor(() => ({ status, body: { errors: [] } }));
    const accounts = environmentAccount({ apiUrl: address, token: 'x' });
    const ask = restClient({ accounts, now: () => 0 });
    const asked = {
      site,
      as: 'called',
      method: 'GET',
      path: '/v3/me/calls',
      deadline: AbortSignal.timeout(5_000),
    } as const;
    expect(await ask(asked)).toEqual({ ok: false, error: { kind, status, says: null } });
  },
);

/** The client over a vendor whose every answer is this no, and a clock that the test moves. */
async function aRelayToldToWait(retryAfter: string) {
  const { address, heard } = await aVendor(() => ({ status: 429, headers: { 'retry-after': retryAfter } }));
  const clock = manualClock();
  const accounts = environmentAccount({ apiUrl: address, token: 'x' });
  const ask = restClient({ accounts, now: () => clock.moment().mono });
  const about = { site, as: 'called', deadline: AbortSignal.timeout(5_000) } as const;
  const get = (path: string, more: Partial<VendorRequest> = {}) => ask({ ...about, method: 'GET', path, ...more });
  const post = (path: string) => ask({ ...about, method: 'POST', path, body: {} });
  return { clock, get, post, heard: () => heard.map(({ method, path }) => `${method} ${path}`) };
}
const status = (guid: string) => `/v3/me/calls/${guid}/status`;

test('a question of which ButterflyMX wants no more for a while is not sent before its time, whatever call it is about', async () => {
  const { clock, get, heard } = await aRelayToldToWait('20');
  expect(await get(status('a1'))).toMatchObject({ error: { kind: 'refused', status: 429, retryAfterMs: 20_000 } });
  clock.pass(5_000);
  expect(await get(status('b2'))).toMatchObject({ error: { kind: 'refused', status: 429, retryAfterMs: 15_000 } });
  expect(await get('/v4/buildings/1/calls?page=1')).toMatchObject({ ok: false });
  expect(await get('/v4/buildings/1/calls?page=2')).toMatchObject({ ok: false });
  expect(heard()).toEqual([`GET ${status('a1')}`, 'GET /v4/buildings/1/calls?page=1']);
  clock.pass(15_000);
  await get(status('b2'));
  expect(heard()).toHaveLength(3);
});

test('whoever pressed a button is not made to wait: an answer’s own question, a token and a door are asked once', async () => {
  const { get, post, heard } = await aRelayToldToWait('20');
  await get(status('a1'));
  await get(status('a1'), { isUrgent: true });
  await post('/v3/me/calls/a1/token');
  await post('/v4/door_release_requests');
  await post('/v4/door_release_requests');
  expect(heard()).toHaveLength(5);
});
