import { describe, expect, it } from 'vitest';
import { addressesOf } from '../../../../server/butterflymx/accounts/regions.ts';
import { manualClock } from '../../../fakes/manualClock.ts';
import { anAccountServer, aTenant } from '../../../harness/anAccountServer.ts';
import { demo, someAccounts } from './someAccounts.ts';

const asked = { sites: [demo], role: 'called', client: 'a-client', redirect: false } as const;

async function begun(links: Awaited<ReturnType<typeof someAccounts>>['links'], change: object = {}) {
  const link = await links.begin({ ...asked, sites: [...asked.sites], ...change });
  if (!link.ok) throw new Error(link.error.message);
  return link.value;
}

describe('a link', () => {
  it('asks with PKCE, a state and a login, out of band, and keeps what proves it to itself', async () => {
    await using server = await anAccountServer();
    const { links } = await someAccounts(server);
    const { url, state } = await begun(links);
    const { code_challenge, ...query } = Object.fromEntries(new URL(url).searchParams);
    expect([code_challenge?.length, query]).toEqual([
      43,
      {
        response_type: 'code',
        client_id: 'a-client',
        redirect_uri: 'urn:ietf:wg:oauth:2.0:oob',
        scope: 'openid profile',
        state,
        code_challenge_method: 'S256',
        prompt: 'login',
      },
    ]);
  });

  it('works once', async () => {
    await using server = await anAccountServer();
    const { links } = await someAccounts(server);
    const { url, state } = await begun(links);
    await links.finish(state, server.allow(url));
    const again = await links.finish(state, server.allow(url));
    expect(again.ok ? null : again.error.word).toBe('link-gone');
  });

  it('is used up by a wrong code, and says so to whoever waits', async () => {
    await using server = await anAccountServer();
    const { links } = await someAccounts(server);
    const { url, state } = await begun(links);
    const wrong = await links.finish(state, 'mistyped');
    const again = await links.finish(state, server.allow(url));
    expect([wrong.ok ? null : wrong.error.word, again.ok, (await links.outcome(state)).outcome]).toEqual([
      'code-refused',
      false,
      'failed',
    ]);
  });

  it('that nobody ended is gone after ten minutes, and its code is good for nothing', async () => {
    await using server = await anAccountServer();
    const clock = manualClock();
    const { links, all } = await someAccounts(server, { clock });
    const [late, inTime] = [await begun(links), await begun(links)];
    clock.pass(599_999);
    const before = [
      (await links.outcome(late.state)).outcome,
      (await links.finish(inTime.state, server.allow(inTime.url))).ok,
    ];
    clock.pass(1);
    const after = await links.finish(late.state, server.allow(late.url));
    expect([
      before,
      (await links.outcome(late.state)).outcome,
      after.ok ? null : after.error.word,
      all.held().length,
    ]).toEqual([['waiting', true], 'gone', 'link-gone', 1]);
    expect(server.given()).toHaveLength(2);
  });

  it('can be ended by another process than the one that began it', async () => {
    await using server = await anAccountServer();
    const one = await someAccounts(server);
    const { url, state } = await begun(one.links);
    const { links, all } = await someAccounts(server, { journal: one.journal });
    const before = await links.finish(state, server.allow(url));
    expect([before.ok, all.linked.ofSite(demo).length, (await one.links.outcome(state)).outcome]).toEqual([
      true,
      1,
      'linked',
    ]);
  });

  it('with a region that nobody named asks the vendor in which one the person is', async () => {
    await using server = await anAccountServer();
    const { all, link } = await someAccounts(server);
    await link();
    expect(all.held()[0]?.row.region).toBe('production-eu');
  });
});

describe('a linked account', () => {
  it('tells which tenants it is', async () => {
    await using server = await anAccountServer();
    const { all, link } = await someAccounts(server);
    await link();
    expect(all.linked.ofSite(demo)[0]?.tenants).toEqual([
      { id: 7340020, buildingId: 61200, unitId: 2203340, unit: 'Front desk' },
    ]);
  });

  it.each([
    ['garbage', 'no object'],
    ['nothing in it', {}],
    [
      'odd tenants',
      { data: { id: 5 }, included: [null, 7, { id: 'x', type: 'tenants' }, { id: '9', type: 'tenants' }] },
    ],
  ])('is linked all the same when the API tells %s', async (_what, body) => {
    await using server = await anAccountServer();
    server.me(body);
    const { all, link } = await someAccounts(server);
    await link();
    expect(all.linked.ofSite(demo)[0]?.state).toBe('linked');
  });

  it('that is linked again keeps its name and is no longer refused', async () => {
    await using server = await anAccountServer();
    const { all, link, ask } = await someAccounts(server);
    const first = await link();
    server.expireTokens();
    server.onRefresh({ does: 'status', status: 401 });
    await ask();
    const before = all.linked.ofSite(demo).map(({ state }) => state);
    const second = await link();
    const works = (await ask()).ok;
    expect([second, before, all.linked.ofSite(demo).map(({ state }) => state), works]).toEqual([
      first,
      ['refused'],
      ['linked'],
      true,
    ]);
  });

  it('speaks for the role that it was linked for, the environment for the other', async () => {
    await using server = await anAccountServer();
    const { all, link } = await someAccounts(server, { token: 'of-the-environment' });
    const account = await link('called');
    const speakers = await Promise.all(
      (['called', 'administrator'] as const).map((role) => all.accounts.bearer({ site: demo, role }, soon())),
    );
    expect(speakers.map((bearer) => (bearer.ok ? bearer.value.account : null))).toEqual([account, 'environment']);
  });

  it('speaks for a call that was to it, by unit or by a user that a set-up call showed', async () => {
    await using server = await anAccountServer();
    const { all, link } = await someAccounts(server);
    const desk = await link();
    server.me({ ...aTenant, data: { id: '5100231' }, included: [] });
    const other = await link();
    await all.linked.learnUser(other, demo, 5100231);
    const speaker = async (to: { readonly userId: number | null; readonly unitId: number | null }) => {
      const call = { site: demo, guid: 'g', panelId: null, ...to };
      const bearer = await all.accounts.bearer({ site: demo, role: 'called', call }, soon());
      return bearer.ok ? bearer.value.account : null;
    };
    expect([
      await speaker({ userId: 5100231, unitId: null }),
      await speaker({ userId: null, unitId: 2203340 }),
      await speaker({ userId: null, unitId: null }),
    ]).toEqual([other, desk, desk]);
  });

  it('that is forgotten speaks no more', async () => {
    await using server = await anAccountServer();
    const { all, link, ask } = await someAccounts(server);
    await all.forget(await link());
    const answer = await ask();
    expect([all.linked.ofSite(demo), answer.ok ? null : answer.error.kind]).toEqual([[], 'no-account']);
  });
});

describe('an account that is forgotten', () => {
  it('has both its tokens taken back at the vendor, once', async () => {
    await using server = await anAccountServer();
    const { all, link } = await someAccounts(server);
    const forgotten = await all.forget(await link());
    const [access, refresh] = server.given();
    expect([forgotten?.isRevoked, [...server.revoked()].sort()]).toEqual([
      true,
      [
        [access, 'access_token'],
        [refresh, 'refresh_token'],
      ].sort(),
    ]);
  });

  it.each([404, 503])('is forgotten when the vendor answers %i to that, and asked no second time', async (status) => {
    await using server = await anAccountServer();
    server.onRevoke(status);
    const { all, link } = await someAccounts(server);
    const forgotten = await all.forget(await link());
    expect([forgotten?.isRevoked, server.revoked().length, all.held()]).toEqual([false, 2, []]);
  });

  it('is gone from disk before the vendor answers at all', async () => {
    await using server = await anAccountServer();
    server.onRevoke('hang');
    const { all, link, journal } = await someAccounts(server);
    const account = await link();
    const outcome = all.forget(account);
    while (server.revoked().length < 2) await new Promise((resolve) => setImmediate(resolve));
    const left = (await someAccounts(server, { journal })).all.held();
    expect([left, (await outcome)?.isRevoked]).toEqual([[], false]);
  });

  it('in the middle of a renewal gives back the tokens that come of it', async () => {
    await using server = await anAccountServer();
    const { all, link, ask } = await someAccounts(server);
    const account = await link();
    server.expireTokens();
    const letGo = Promise.withResolvers<void>();
    const began = Promise.withResolvers<void>();
    server.onRefresh({
      does: 'answer',
      before: () => {
        began.resolve();
        return letGo.promise;
      },
    });
    const asking = ask();
    await began.promise;
    await all.forget(account);
    letGo.resolve();
    await asking;
    await all.settled(soon());
    expect(server.revoked().map(([token]) => token)).toEqual(expect.arrayContaining([...server.given()]));
  });
});

it('settings that name other addresses count for every region', () => {
  const simulator = { apiUrl: 'http://127.0.0.1:4200', accountsUrl: 'http://127.0.0.1:4200' };
  const usual = { apiUrl: 'https://api.butterflymx.com', accountsUrl: 'https://accounts.butterflymx.com' };
  expect([addressesOf('sandbox', simulator), addressesOf('production-eu', usual)]).toEqual([
    simulator,
    { apiUrl: 'https://eu.api.butterflymx.com', accountsUrl: 'https://accounts.butterflymx.com' },
  ]);
});

const soon = () => AbortSignal.timeout(5_000);
