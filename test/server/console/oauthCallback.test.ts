import { expect, test } from 'vitest';
import { callbackPath, oauthCallback } from '../../../server/console/oauthCallback.ts';
import { makeHttp } from '../../../server/http/server.ts';
import { makeLog } from '../../../server/log.ts';
import { manualClock } from '../../fakes/manualClock.ts';
import { type AccountServer, anAccountServer } from '../../harness/anAccountServer.ts';
import { demo, someAccounts } from '../butterflymx/accounts/someAccounts.ts';

/** The page to which ButterflyMX sends people back, over real HTTP routing and real links. */
async function aCallback(server: AccountServer, trustProxy: readonly string[] = []) {
  const clock = manualClock();
  const { links, all } = await someAccounts(server, { clock });
  const app = makeHttp({ trustProxy }, makeLog('silent'));
  await oauthCallback(app, { links, now: () => clock.moment().mono });
  return {
    clock,
    all,
    begin: async () => {
      const begun = await links.begin({ sites: [demo], role: 'called', client: 'a-client', redirect: true });
      if (!begun.ok) throw new Error(begun.error.message);
      return { state: begun.value.state, code: server.allow(begun.value.url) };
    },
    outcome: links.outcome,
    come: (query: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) =>
      app.inject({ method: 'GET', url: `${callbackPath}?${new URLSearchParams(query)}`, headers }),
  };
}
const guess = { state: 'guessed', code: 'guessed' };

test('who comes back with what was begun has linked the account, and sees nothing of what came', async () => {
  await using server = await anAccountServer();
  const { begin, come } = await aCallback(server);
  const link = await begin();
  const page = await come(link);
  expect([page.statusCode, page.headers['cache-control'], page.body.includes('The account is linked')]).toEqual([
    200,
    'no-store',
    true,
  ]);
  expect([page.body.includes(link.state), page.body.includes(link.code)]).toEqual([false, false]);
});

test('who said no at ButterflyMX is told so, and whoever waits hears it', async () => {
  await using server = await anAccountServer();
  const { begin, come, outcome } = await aCallback(server);
  const { state } = await begin();
  const page = await come({ state, error: 'access_denied' });
  expect([page.statusCode, (await outcome(state)).outcome]).toEqual([400, 'failed']);
});

test('a link that was begun more than ten minutes ago is refused with what to do', async () => {
  await using server = await anAccountServer();
  const { begin, come, clock, all } = await aCallback(server);
  const link = await begin();
  clock.pass(600_000);
  const page = await come(link);
  expect([page.statusCode, all.held()]).toEqual([409, []]);
  expect(page.body).toContain('Run vestibule connect again');
});

test('the right one is linked however many wrong ones came before it from there', async () => {
  await using server = await anAccountServer();
  const { begin, come } = await aCallback(server);
  const link = await begin();
  for (let tries = 0; tries < 50; tries += 1) await come(guess);
  expect((await come(link)).statusCode).toBe(200);
});

test('who guesses on is told so in words, and a link that is begun now works at once', async () => {
  await using server = await anAccountServer();
  const { begin, come, clock } = await aCallback(server);
  const tried = [];
  for (let tries = 0; tries < 20; tries += 1) tried.push((await come(guess)).statusCode);
  clock.pass(100_000);
  const told = await come(guess);
  expect([new Set(tried), told.statusCode, told.headers['retry-after']]).toEqual([new Set([409]), 429, '500']);
  expect([told.headers['content-type'], told.body]).toEqual([
    'text/html; charset=utf-8',
    expect.stringContaining('vestibule connect again: its link works at once'),
  ]);
  expect((await come(await begin())).statusCode).toBe(200);
});

test('who says no with a made-up state is a guesser too, and ends nobody’s link', async () => {
  await using server = await anAccountServer();
  const { begin, come, outcome } = await aCallback(server);
  const { state } = await begin();
  for (let tries = 0; tries < 20; tries += 1) await come({ state: 'guessed', error: 'access_denied' });
  const told = await come({ state: 'guessed', error: 'access_denied' });
  expect([told.statusCode, (await outcome(state)).outcome]).toEqual([429, 'waiting']);
});

test('who guesses behind a proxy of ours does not make the others wait', async () => {
  await using server = await anAccountServer();
  const { begin, come } = await aCallback(server, ['127.0.0.1']);
  const link = await begin();
  for (let tries = 0; tries < 21; tries += 1) await come(guess, { 'x-forwarded-for': '203.0.113.7' });
  const other = { 'x-forwarded-for': '203.0.113.8' };
  expect([(await come(guess, other)).statusCode, (await come(link, other)).statusCode]).toEqual([409, 200]);
});
