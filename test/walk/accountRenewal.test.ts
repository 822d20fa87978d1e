import { describe, expect, it } from 'vitest';
import { AccountLine } from '../../protocol/account.ts';
import { operator } from '../../protocol/operator.ts';
import { Picture } from '../../protocol/picture.ts';
import { aDesk } from '../harness/aDesk.ts';
import { type AccountServer, anAccountServer } from '../harness/anAccountServer.ts';
import { aRelay, type RunningRelay } from '../harness/aRelay.ts';

const aRelayOf = (server: AccountServer) =>
  aRelay({
    env: { VESTIBULE_BUTTERFLYMX_API_URL: server.address, VESTIBULE_BUTTERFLYMX_ACCOUNTS_URL: server.address },
  });

async function link(relay: RunningRelay, server: AccountServer): Promise<AccountLine> {
  const asked = { sites: ['demo'], role: 'called', client: 'a-client' };
  const { state, url } = await relay.ask(operator.beginLink, { body: asked });
  const finished = await relay.answerTo(operator.finishLink, { params: { state }, body: { code: server.allow(url) } });
  return AccountLine.parse(finished.body);
}
const alarmsOf = async (relay: RunningRelay) =>
  (await relay.ask(operator.listAlarms, {})).map(({ kind }) => kind).filter((kind) => kind.startsWith('account-'));
const stateOf = async (relay: RunningRelay, account: string) =>
  (await relay.ask(operator.showAccount, { params: { account } })).state;
/** Asks until it is so; the test's own deadline ends it. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setImmediate(resolve));
}
/** The relay renews, the server takes the old token and gives a new one, and the relay is dead before it hears of it. */
async function killInRenewal(relay: RunningRelay, server: AccountServer): Promise<void> {
  server.expireTokens();
  const { url } = await relay.hook();
  const rotated = new Promise<void>((resolve) => {
    server.onRefresh({
      does: 'answer',
      before: async () => {
        await relay.kill();
        resolve();
      },
    });
  });
  await fetch(url, { method: 'POST', body: JSON.stringify({ guid: 'call-0001', call_type: 'front_desk' }) });
  await rotated;
}
/** The next refresh waits here until the test lets it go on. */
function aGate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

describe('a relay that is killed between a refresh and the disk', () => {
  it('tells at its next start that the account is uncertain, and clears it when the next renewal goes well', async () => {
    await using server = await anAccountServer();
    await using first = await aRelayOf(server);
    const { account } = await link(first, server);
    await killInRenewal(first, server);
    const gate = aGate();
    server.onRefresh({ does: 'answer', forgiving: true, before: () => gate.opened });
    await using relay = await first.again();
    const found = [await stateOf(relay, account), await alarmsOf(relay)];
    gate.open();
    await until(async () => (await stateOf(relay, account)) === 'linked');
    expect([found, await alarmsOf(relay)]).toEqual([['uncertain', ['account-uncertain']], []]);
  });

  it('asks for a new link when the next renewal is refused; calls ring, and the new link mends it', async () => {
    await using server = await anAccountServer();
    await using first = await aRelayOf(server);
    const { account } = await link(first, server);
    const hook = await first.hook();
    const { token } = await first.desk();
    await killInRenewal(first, server);
    server.onRefresh({ does: 'answer' });
    await using relay = await first.again();
    await until(async () => (await stateOf(relay, account)) === 'refused');
    const alarms = await alarmsOf(relay);
    using desk = await aDesk(relay.address, { token });
    await fetch(hook.url, { method: 'POST', body: JSON.stringify({ guid: 'call-0002', call_type: 'front_desk' }) });
    const { phase } = await desk.until(({ call }) => call.id === 'call-0002');
    const mended = await link(relay, server);
    expect([alarms, phase, mended.account, mended.state, await alarmsOf(relay)]).toEqual([
      ['account-refused'],
      'ringing',
      account,
      'linked',
      [],
    ]);
  });
});

it('a card that rings says that it can be answered no more when its account is refused, and again once it is linked anew', async () => {
  await using server = await anAccountServer();
  await using relay = await aRelayOf(server);
  await link(relay, server);
  const hook = await relay.hook();
  using desk = await aDesk(relay.address, { token: (await relay.desk()).token });
  await fetch(hook.url, { method: 'POST', body: JSON.stringify({ guid: 'call-0006', call_type: 'front_desk' }) });
  const { can } = await desk.until(({ call }) => call.id === 'call-0006');
  const nextPicture = () =>
    new Promise<unknown>((resolve) =>
      desk.socket.once('picture', (sent: unknown) => {
        const [ring] = Picture.parse(sent).rings;
        resolve([ring?.phase, ring?.can.answer]);
      }),
    );
  const refused = nextPicture();
  server.expireTokens();
  server.onRefresh({ does: 'status', status: 400 });
  const whileRefused = await refused;
  const mended = nextPicture();
  await link(relay, server);
  expect([can.answer, whileRefused, await mended]).toEqual([true, ['ringing', 'account-refused'], ['ringing', true]]);
});

it('an account that is renewed and yet refused is an alarm before a call needs it, and none any more once ButterflyMX answers it', async () => {
  await using server = await anAccountServer();
  await using first = await aRelayOf(server);
  const { account } = await link(first, server);
  const hook = await first.hook();
  await first.stop();
  server.refuse(401);
  await using relay = await first.again();
  await until(async () => (await stateOf(relay, account)) === 'turned-away');
  const alarms = await alarmsOf(relay);
  server.refuse(null);
  await fetch(hook.url, { method: 'POST', body: JSON.stringify({ guid: 'call-0005', call_type: 'front_desk' }) });
  await until(async () => (await stateOf(relay, account)) === 'linked');
  expect([alarms, await alarmsOf(relay)]).toEqual([['account-turned-away'], []]);
});

it('a call rings while the OAuth server hangs', async () => {
  await using server = await anAccountServer();
  await using relay = await aRelayOf(server);
  await link(relay, server);
  const hook = await relay.hook();
  using desk = await aDesk(relay.address, { token: (await relay.desk()).token });
  const ring = (guid: string) =>
    fetch(hook.url, { method: 'POST', body: JSON.stringify({ guid, call_type: 'front_desk' }) });
  const gate = aGate();
  server.expireTokens();
  server.onRefresh({ does: 'answer', before: () => gate.opened });
  await ring('call-0003');
  await until(async () => server.refreshes() === 1);
  await ring('call-0004');
  const { phase } = await desk.until(({ call }) => call.id === 'call-0004');
  gate.open();
  expect([phase, server.refreshes()]).toEqual(['ringing', 1]);
});
