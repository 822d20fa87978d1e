import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { SiteId } from '../../../protocol/call.ts';
import { exchangeCode, regionOf } from '../../../server/butterflymx/accounts/oauth.ts';
import { revoke } from '../../../server/butterflymx/accounts/revoke.ts';
import { fetchOverTls, NotSentInClear } from '../../../server/butterflymx/fetchOverTls.ts';
import { restClient } from '../../../server/butterflymx/rest.ts';

test.each([
  'http://api.invalid/v3',
  'http://127.0.0.1.invalid/',
  'http://[::ffff:127.0.0.1]:9/',
  'ftp://localhost.invalid/',
])('a secret is not sent in clear: %s', async (address) => {
  await expect(fetchOverTls(address)).rejects.toThrow(NotSentInClear);
  await expect(fetchOverTls(new URL(address))).rejects.toThrow(NotSentInClear);
  await expect(fetchOverTls(new Request(address.replace('ftp', 'http')))).rejects.toThrow(NotSentInClear);
});

/** Somebody who counts what comes, at this machine's own name and at one that is as good as a network's. */
async function aListener() {
  let came = 0;
  const server = createServer((_request, response) => {
    came += 1;
    response.end('{}');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const close = async () => {
    server.closeAllConnections();
    server.close();
  };
  return {
    own: `http://127.0.0.1:${port}`,
    network: `http://[::ffff:127.0.0.1]:${port}`,
    came: () => came,
    [Symbol.asyncDispose]: close,
  };
}

test('it is sent to this machine itself', async () => {
  await using listener = await aListener();
  expect([(await fetchOverTls(listener.own)).status, listener.came()]).toEqual([200, 1]);
});

test('whoever carries one takes this way: the API, the token endpoint, the regions, and the end of a token', async () => {
  await using listener = await aListener();
  const client = { accountsUrl: listener.network, clientId: 'a-client', clientSecret: 'a-secret' };
  const deadline = AbortSignal.timeout(5_000);
  const bearer = { account: 'a', apiUrl: listener.network, token: 'a-token' };
  const ask = restClient({
    accounts: {
      bearer: async () => ({ ok: true, value: bearer }),
      renewed: async () => ({ ok: false, error: 'refused' }),
    },
    now: () => 0,
  });
  const request = { site: SiteId.parse('demo'), as: 'called', method: 'GET', path: '/v3/me', deadline } as const;
  const told = [
    await ask(request),
    await exchangeCode(client, { code: 'c', verifier: 'v', redirectUri: 'r' }, deadline),
    await regionOf(listener.network, 'a-token', deadline),
    await revoke(client, { accessToken: 'a', refreshToken: 'r' }),
  ];
  expect([told, listener.came()]).toEqual([
    [
      { ok: false, error: expect.objectContaining({ kind: 'slow', status: null }) },
      { ok: false, error: expect.objectContaining({ kind: 'unavailable' }) },
      'na',
      false,
    ],
    0,
  ]);
});
