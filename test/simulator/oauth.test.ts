import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { aSimulator, type RunningSimulator } from '../harness/aSimulator.ts';
import { agree } from '../harness/signIn.ts';
import { differences, vector } from '../harness/vector.ts';

let simulator: RunningSimulator;
beforeAll(async () => {
  simulator = await aSimulator({ VESTIBULE_SIMULATOR_CLIENT_SECRET: 'the-secret' });
});
afterAll(() => simulator.stop());

const outOfBand = 'urn:ietf:wg:oauth:2.0:oob';
const verifier = 'v'.repeat(64);
const challenge = createHash('sha256').update(verifier).digest('base64url');
const asked = { client_id: 'vestibule', redirect_uri: outOfBand, response_type: 'code' };
const withPkce = { ...asked, code_challenge: challenge, code_challenge_method: 'S256' };
const codeFor = (who: string, fields: Readonly<Record<string, string>> = withPkce) =>
  agree(simulator.address, { ...fields, who });
const token = async (fields: Readonly<Record<string, string>>) => {
  const response = await fetch(`${simulator.address}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: 'vestibule', redirect_uri: outOfBand, ...fields }),
  });
  return { status: response.status, body: await response.json() };
};
const exchange = (code: string, more: Readonly<Record<string, string>> = { code_verifier: verifier }) =>
  token({ grant_type: 'authorization_code', code, ...more });
const refresh = (refresh_token: string) => token({ grant_type: 'refresh_token', refresh_token });

test('the sign-in page has one button for each person, and keeps what the program asked', async () => {
  const page = await fetch(
    `${simulator.address}/oauth/authorize?${new URLSearchParams({ ...withPkce, state: 'a"b' })}`,
  );
  const html = await page.text();
  expect([...html.matchAll(/name="who" value="([\w-]+)"/g)].map(([, who]) => who)).toEqual([
    'administrator',
    'front-desk',
    'resident',
  ]);
  expect(html).toContain('value="a&#34;b"');
});

test('an address that asks wrongly is told which part', async () => {
  const page = await fetch(`${simulator.address}/oauth/authorize?client_id=x&redirect_uri=${outOfBand}`);
  expect([page.status, await page.text()]).toEqual([400, expect.stringContaining('response_type')]);
});

test('a redirect brings code and state, and keeps the program’s own query', async () => {
  const response = await fetch(`${simulator.address}/oauth/authorize`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({
      ...withPkce,
      redirect_uri: 'http://127.0.0.1:9/back?x=1',
      state: 's',
      who: 'resident',
    }),
  });
  const target = new URL(response.headers.get('location') ?? '');
  expect([response.status, target.searchParams.get('state'), target.searchParams.get('x')]).toEqual([302, 's', '1']);
  expect(target.searchParams.get('code')).toMatch(/^\S{16,}$/);
});

test('code and verifier give tokens of the vendor’s shape', async () => {
  const { status, body } = await exchange(await codeFor('front-desk'));
  expect([status, differences(vector('api-oauth-token.response'), body)]).toEqual([200, []]);
});

test('a code is good once, and only with its verifier', async () => {
  const code = await codeFor('front-desk');
  expect((await exchange(await codeFor('front-desk'), { code_verifier: 'w'.repeat(64) })).status).toBe(400);
  expect([(await exchange(code)).status, (await exchange(code)).status]).toEqual([200, 400]);
});

test('without PKCE a secret is wanted, and a wrong one is refused', async () => {
  const statuses = [
    await exchange(await codeFor('resident', asked), {}),
    await exchange(await codeFor('resident', asked), { client_secret: 'the-secret' }),
    await exchange(await codeFor('resident', asked), { client_secret: 'another' }),
  ];
  expect(statuses.map(({ status }) => status)).toEqual([400, 200, 401]);
  expect(differences(vector('api-oauth-token.error-invalid-client'), statuses[2]?.body)).toEqual([]);
  expect(statuses[2]?.body.error).toBe('invalid_client');
});

test('a refresh token rotates, and a used one is refused as invalid_grant', async () => {
  const first = await simulator.signIn('front-desk');
  const second = await refresh(first.refresh_token);
  expect(differences(vector('api-oauth-refresh.response-rotated'), second.body)).toEqual([]);
  expect(second.body.refresh_token).not.toBe(first.refresh_token);
  const again = await refresh(first.refresh_token);
  expect([again.status, again.body.error]).toEqual([400, 'invalid_grant']);
  expect(differences(vector('api-oauth-token.error-invalid-grant'), again.body)).toEqual([]);
});

test('the token endpoint takes JSON too, as the official program sends its refreshes', async () => {
  const { refresh_token } = await simulator.signIn('front-desk');
  const body = { grant_type: 'refresh_token', client_id: 'vestibule', refresh_token };
  expect((await simulator.api('POST', '/oauth/token', body)).status).toBe(200);
});

test('an old access token is answered 401 in the vendor’s spelling, and a refreshed one is good', async () => {
  const { access_token, refresh_token } = await simulator.signIn('administrator');
  await simulator.expireTokens();
  const answer = await simulator.api('GET', '/v4/tenants', undefined, access_token);
  expect([answer.status, answer.body]).toEqual([401, vector('api-error.401')]);
  const { body } = await refresh(refresh_token);
  const renewed = z.object({ access_token: z.string() }).parse(body).access_token;
  expect((await simulator.api('GET', '/v4/tenants', undefined, renewed)).status).toBe(200);
});

const revoke = async (fields: Readonly<Record<string, string>>) => {
  const response = await fetch(`${simulator.address}/oauth/revoke`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: 'vestibule', ...fields }),
  });
  return response.status;
};
const isGood = async (token: string) => (await simulator.api('GET', '/v3/me', undefined, token)).status === 200;

test.each(['refresh_token', 'access_token'] as const)(
  'revoking the %s takes all that came of its sign-in with it',
  async (kind) => {
    const other = await simulator.signIn('front-desk');
    const mine = await simulator.signIn('front-desk');
    expect(await revoke({ token: mine[kind], token_type_hint: kind })).toBe(200);
    expect([
      await isGood(mine.access_token),
      (await refresh(mine.refresh_token)).status,
      await isGood(other.access_token),
      (await refresh(other.refresh_token)).status,
    ]).toEqual([false, 400, true, 200]);
  },
);

test('nothing is revoked for a client that is wrong or another, and a token that is unknown is no fault', async () => {
  const { access_token: token } = await simulator.signIn('front-desk');
  const statuses = [
    await revoke({ token, client_secret: 'another' }),
    await revoke({ token, client_id: 'another-client' }),
    await revoke({ token: 'never-given' }),
    await revoke({}),
  ];
  expect([statuses, await isGood(token)]).toEqual([[401, 200, 200, 400], true]);
});

test('what was taken back cannot be refreshed', async () => {
  const { refresh_token } = await simulator.signIn('administrator');
  await simulator.revokeTokens();
  expect((await refresh(refresh_token)).status).toBe(400);
});

test('a person’s region is told', async () => {
  const answer = await simulator.api('GET', '/api/mobile/regions');
  expect(answer.body).toEqual(vector('api-oauth-regions.response'));
});
