import { describe, expect, it } from 'vitest';
import { watchAccounts } from '../../../../server/butterflymx/accounts/accountAlarms.ts';
import { manualClock } from '../../../fakes/manualClock.ts';
import { anAccountServer } from '../../../harness/anAccountServer.ts';
import { demo, someAccounts, soon } from './someAccounts.ts';

const guarded = '/v4/buildings/61200/integrations';

/** A linked account, and the alarms that stand at its site. */
async function aLinkedAccount(server: Awaited<ReturnType<typeof anAccountServer>>) {
  const accounts = await someAccounts(server);
  const standing = new Set<string>();
  const account = await accounts.link('both');
  watchAccounts(
    accounts.all.linked,
    { raise: ({ kind }) => void standing.add(kind), clear: ({ kind }) => void standing.delete(kind) },
    [demo],
  );
  return { ...accounts, account, alarms: () => [...standing] };
}

describe('an account that is renewed and yet refused', () => {
  it('with 401 is an alarm after the request was repeated once, until the API says yes to anything', async () => {
    await using server = await anAccountServer();
    const { ask, alarms } = await aLinkedAccount(server);
    server.refuse(401);
    await ask();
    const during = [server.refreshes(), alarms()];
    server.refuse(null);
    await ask('administrator', guarded);
    expect([during, alarms()]).toEqual([[1, ['account-turned-away']], []]);
  });

  it('with 403 to what is its own is an alarm the second time, and no yes to anything else ends it', async () => {
    await using server = await anAccountServer();
    const { ask, all, account, alarms } = await aLinkedAccount(server);
    const seen: (readonly string[])[] = [];
    const look = () => void seen.push(alarms());
    server.refuse(403, '/v3/me');
    await ask();
    look();
    await all.askWhoIs(account, soon());
    look();
    await ask('administrator', guarded);
    look();
    server.refuse(null);
    await ask();
    look();
    expect(seen).toEqual([[], ['account-turned-away'], ['account-turned-away'], []]);
  });

  it('is none when what is refused may be another role’s to ask', async () => {
    await using server = await anAccountServer();
    const { ask, alarms, all } = await aLinkedAccount(server);
    server.refuse(403);
    for (const path of [guarded, '/v4/calls', '/v3/me/calls/a-guid/status']) await ask('called', path);
    expect([alarms(), all.linked.ofSite(demo).map(({ state }) => state)]).toEqual([[], ['linked', 'linked']]);
  });

  it('is none when nobody knows, because the OAuth server did not answer', async () => {
    await using server = await anAccountServer();
    const { ask, alarms } = await aLinkedAccount(server);
    server.refuse(401);
    server.onRefresh({ does: 'status', status: 503 });
    await ask();
    expect(alarms()).toEqual(['account-not-renewed']);
  });

  it('is mended by a new link, and says which account meanwhile', async () => {
    await using server = await anAccountServer();
    const { ask, all, link, account, alarms } = await aLinkedAccount(server);
    server.refuse(401);
    await ask();
    const before = all.held().map(({ row, state }) => [row.id, state]);
    server.refuse(null);
    await link();
    expect([before, alarms()]).toEqual([[[account, 'turned-away']], []]);
  });

  it('is not renewed again by each request, but once in five minutes', async () => {
    await using server = await anAccountServer();
    const clock = manualClock();
    const { link, ask } = await someAccounts(server, { clock });
    await link();
    server.refuse(401);
    const refreshes = [];
    for (const ms of [0, 10_000, 60_000, 240_000]) {
      clock.pass(ms);
      await ask();
      refreshes.push(server.refreshes());
    }
    expect(refreshes).toEqual([1, 1, 1, 2]);
  });

  it('lets another account of the site speak', async () => {
    await using server = await anAccountServer();
    const { all, link, ask, account } = await aLinkedAccount(server);
    server.refuse(401);
    await ask();
    server.refuse(null);
    server.me({ data: { id: '5100231' }, included: [] });
    const other = await link('called');
    const bearer = await all.accounts.bearer({ site: demo, role: 'called' }, soon());
    expect([account !== other, bearer.ok && bearer.value.account]).toEqual([true, other]);
  });
});
