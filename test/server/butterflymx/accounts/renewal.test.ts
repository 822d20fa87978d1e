import { describe, expect, it } from 'vitest';
import { watchAccounts } from '../../../../server/butterflymx/accounts/accountAlarms.ts';
import { manualClock } from '../../../fakes/manualClock.ts';
import { anAccountServer } from '../../../harness/anAccountServer.ts';
import { demo, someAccounts, soon } from './someAccounts.ts';

const ten = <T>(ask: () => Promise<T>) => Promise.all(Array.from({ length: 10 }, ask));
const wellIn = (answers: readonly { readonly ok: boolean }[]) => answers.filter(({ ok }) => ok).length;

describe('a token that is refused', () => {
  it('is renewed once, however many requests met the refusal', async () => {
    await using server = await anAccountServer();
    const { link, ask } = await someAccounts(server);
    await link();
    server.expireTokens();
    expect([wellIn(await ten(() => ask())), server.refreshes()]).toEqual([10, 1]);
  });

  it('is renewed once by two processes of one journal, and both go on with the new one', async () => {
    await using server = await anAccountServer();
    const one = await someAccounts(server);
    await one.link();
    const other = await someAccounts(server, { journal: one.journal });
    server.expireTokens();
    const answers = await Promise.all([ten(() => one.ask()), ten(() => other.ask())]);
    expect([wellIn(answers.flat()), server.refreshes()]).toEqual([20, 1]);
  });

  it('is not renewed again when the new one is refused too', async () => {
    await using server = await anAccountServer();
    const { link, ask } = await someAccounts(server);
    await link();
    server.expireTokens();
    await ask();
    server.expireTokens();
    const answer = await ask();
    expect([answer.ok ? null : answer.error.status, server.refreshes()]).toEqual([401, 1]);
  });

  it('that cannot be renewed any more makes the account refused, for good', async () => {
    await using server = await anAccountServer();
    const { link, ask, all, journal } = await someAccounts(server);
    await link();
    server.expireTokens();
    server.onRefresh({ does: 'status', status: 400 });
    await ask();
    await ask();
    const again = await someAccounts(server, { journal });
    const states = [all, again.all].map(({ linked }) => linked.ofSite(demo).map(({ state }) => state));
    expect([states, server.refreshes()]).toEqual([[['refused'], ['refused']], 1]);
  });
});

describe('a renewal without a known end', () => {
  it('leaves the account uncertain, and the next one that goes well clears it', async () => {
    await using server = await anAccountServer();
    const { link, ask, all } = await someAccounts(server);
    await link();
    server.expireTokens();
    server.onRefresh({ does: 'status', status: 500 });
    await ask();
    const before = all.linked.ofSite(demo).map(({ state }) => state);
    server.onRefresh({ does: 'answer' });
    await ask();
    expect([before, all.linked.ofSite(demo).map(({ state }) => state)]).toEqual([['uncertain'], ['linked']]);
  });

  it.each([
    ['400 with a page', { status: 400, says: '<h1>Bad request</h1>' }],
    ['401 with a page', { status: 401, says: '<h1>Sign in to the proxy</h1>' }],
    ['400 with another word of OAuth', { status: 400, says: { error: 'temporarily_unavailable' } }],
    ['400 with a word that is no text', { status: 400, says: { error: ['invalid_grant'] } }],
    ['403 of a proxy, even with a word', { status: 403, says: { error: 'invalid_grant' } }],
    ['404', { status: 404 }],
    ['429', { status: 429 }],
    ['503', { status: 503 }],
  ])('%s ends nothing: it is told as not renewed, and the next renewal that goes well ends that', async (_what, no) => {
    await using server = await anAccountServer();
    const { link, ask, all } = await someAccounts(server);
    const told = () => all.linked.ofSite(demo).map(({ state, isNotRenewed }) => [state, isNotRenewed]);
    const alarms = new Set<string>();
    watchAccounts(
      all.linked,
      { raise: ({ kind }) => void alarms.add(kind), clear: ({ kind }) => void alarms.delete(kind) },
      [demo],
    );
    await link();
    server.expireTokens();
    server.onRefresh({ does: 'status', ...no });
    await ask();
    expect([told(), [...alarms]]).toEqual([[['linked', true]], ['account-not-renewed']]);
    server.onRefresh({ does: 'answer' });
    expect((await ask()).ok).toBe(true);
    expect([told(), [...alarms]]).toEqual([[['linked', false]], []]);
  });

  it.each(['invalid_grant', 'invalid_client', 'unauthorized_client'])(
    'with the word %s ends the account',
    async (error) => {
      await using server = await anAccountServer();
      const { link, ask, all } = await someAccounts(server);
      await link();
      server.expireTokens();
      server.onRefresh({ does: 'status', status: error === 'invalid_client' ? 401 : 400, says: { error } });
      await ask();
      expect(all.linked.ofSite(demo).map(({ state }) => state)).toEqual(['refused']);
    },
  );

  it('is not tried again before the OAuth server wants to be asked, not even for a call', async () => {
    await using server = await anAccountServer();
    const clock = manualClock(Date.now());
    const { link, ask } = await someAccounts(server, { clock });
    await link();
    server.expireTokens();
    server.onRefresh({ does: 'status', status: 429, headers: { 'retry-after': '20' } });
    await ask();
    server.onRefresh({ does: 'answer' });
    clock.pass(19_000);
    expect([(await ask()).ok, server.refreshes()]).toEqual([false, 1]);
    clock.pass(1_000);
    expect([(await ask()).ok, server.refreshes()]).toEqual([true, 2]);
  });

  it('that surely was not done leaves the account as it was', async () => {
    await using server = await anAccountServer();
    const { link, ask, all } = await someAccounts(server);
    await link();
    server.expireTokens();
    server.onRefresh({ does: 'status', status: 429 });
    await ask();
    expect(all.linked.ofSite(demo).map(({ state }) => state)).toEqual(['linked']);
  });

  it('holds up nobody beyond his own deadline', async () => {
    await using server = await anAccountServer();
    const { link, all } = await someAccounts(server);
    const account = await link();
    const held = all.held()[0]?.secrets?.accessToken ?? '';
    const letGo = Promise.withResolvers<void>();
    server.onRefresh({ does: 'answer', before: () => letGo.promise });
    const stale = { account, apiUrl: server.address, token: held };
    const renewed = await all.accounts.renewed(stale, AbortSignal.timeout(50));
    letGo.resolve();
    await all.settled(soon());
    expect(renewed).toEqual({ ok: false, error: 'slow' });
  });
});

describe('a token that will soon end', () => {
  it('is renewed before a call needs it', async () => {
    await using server = await anAccountServer({ seconds: 1 });
    const { link, all } = await someAccounts(server);
    await link();
    const before = all.held()[0]?.row.generation ?? 0;
    const changed = new Promise<void>((resolve) => {
      all.linked.onChange(() => {
        if ((all.held()[0]?.row.generation ?? 0) > before) resolve();
      });
    });
    await ripen(all.held()[0]?.row.expiresAt ?? 0);
    all.keepFresh();
    await changed;
    expect(server.refreshes()).toBe(1);
  });
});

/** Until the clock says that the token has ended. */
const ripen = (at: number) =>
  new Promise<void>((resolve) => {
    const look = () => (Date.now() >= at ? resolve() : setImmediate(look));
    look();
  });

it('both new tokens are on disk before either is used', async () => {
  await using server = await anAccountServer();
  const { link, ask, journal } = await someAccounts(server);
  await link();
  server.expireTokens();
  await ask();
  const stored = (await someAccounts(server, { journal })).all.held()[0]?.secrets;
  expect([stored?.accessToken, stored?.refreshToken]).toEqual(server.given().slice(-2));
});
