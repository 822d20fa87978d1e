import { expect, test } from 'vitest';
import { calledAccounts } from '../../../../server/butterflymx/calledAccounts.ts';
import { vendorCalls } from '../../../../server/butterflymx/intercom.ts';
import { restClient } from '../../../../server/butterflymx/rest.ts';
import { anAccountServer, aTenant } from '../../../harness/anAccountServer.ts';
import { demo, someAccounts } from './someAccounts.ts';

test('the guids of a site are those of every account that can be called there', async () => {
  await using server = await anAccountServer();
  const relay = await someAccounts(server);
  const accounts = [await relay.link()];
  server.me({ ...aTenant, data: { ...aTenant.data, id: '5100231' } });
  accounts.push(await relay.link());
  expect(new Set(accounts).size).toBe(2);

  const bearers = server.given().filter((token) => token.startsWith('at-'));
  const fetchLike: typeof fetch = async (_address, init) => {
    const number = bearers.indexOf(new Headers(init?.headers).get('authorization')?.replace('Bearer ', '') ?? '') + 1;
    return Response.json({ data: [{ id: number, attributes: { guid: `guid-${number}` } }] });
  };
  const ask = restClient({ accounts: relay.all.accounts, now: () => 0, fetchLike });
  const calls = vendorCalls(ask, { calledAt: calledAccounts(relay.all.linked, false) });
  expect(await calls.guids(demo)).toEqual(
    new Map([
      [1, 'guid-1'],
      [2, 'guid-2'],
    ]),
  );
  expect(await calls.guidOf(demo, 2)).toBe('guid-2');
});
