/** What a relay still knows once its journal was damaged on the disk, set aside, and begun anew. */
import { closeSync, openSync, readdirSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { CallId } from '../../protocol/call.ts';
import { operator } from '../../protocol/operator.ts';
import { aBuilding } from '../harness/aBuilding.ts';
import { aDesk } from '../harness/aDesk.ts';
import type { RunningRelay } from '../harness/aRelay.ts';
import { linkAccount } from '../harness/linkAccount.ts';

/** Everything behind the journal's first pages becomes noise, also what a stop left in the write-ahead log because another thread was reading. */
function damageJournal({ dataDir }: RunningRelay): void {
  const path = join(dataDir, 'journal.db');
  const database = new DatabaseSync(path);
  database.exec('pragma wal_checkpoint(truncate)');
  database.close();
  const file = openSync(path, 'r+');
  const from = 8_192;
  writeSync(file, new Uint8Array(statSync(path).size - from).fill(0xa5), 0, undefined, from);
  closeSync(file);
}
const setAside = ({ dataDir }: RunningRelay) => readdirSync(dataDir).some((name) => name.startsWith('damaged-'));
const accountsOf = async (relay: RunningRelay) => await relay.ask(operator.listAccounts, {});

test('a linked account outlives a damaged journal: a call rings and its media is granted in that account’s name', async () => {
  await using building = await aBuilding({ env: { VESTIBULE_BUTTERFLYMX_TOKEN: '' } });
  const { relay: first, simulator } = building;
  const { token } = await first.desk();
  const account = await linkAccount(first, 'front-desk', 'called');
  const before = await accountsOf(first);
  await first.stop();
  damageJournal(first);
  await using relay = await first.again();
  expect([setAside(relay), await accountsOf(relay)]).toEqual([true, before]);

  using desk = await aDesk(relay.address, { token });
  const callId = CallId.parse(await simulator.ring('demo', 'Front desk'));
  await desk.until(({ call }) => call.id === callId);
  expect(await desk.ask('answer', { callId })).toMatchObject({ outcome: 'yours' });
  expect(await desk.ask('media', { callId })).toMatchObject({ outcome: 'granted' });
  expect(before).toMatchObject([{ account, state: 'linked' }]);
});

test('the tokens that are kept are the newest: after a renewal and a damaged journal the next renewal goes well', async () => {
  await using building = await aBuilding({ env: { VESTIBULE_BUTTERFLYMX_TOKEN: '' } });
  const { relay: first, simulator } = building;
  const { token } = await first.desk();
  await linkAccount(first, 'front-desk', 'called');
  const answered = async (relay: RunningRelay) => {
    await simulator.expireTokens();
    using desk = await aDesk(relay.address, { token });
    const callId = CallId.parse(await simulator.ring('demo', 'Front desk'));
    await desk.until(({ call }) => call.id === callId);
    await desk.ask('answer', { callId });
    return (await desk.ask('media', { callId })).outcome;
  };
  const before = await answered(first);
  await first.stop();
  damageJournal(first);
  await using relay = await first.again();
  expect([before, await answered(relay), (await accountsOf(relay)).map(({ state }) => state)]).toEqual([
    'granted',
    'granted',
    ['linked'],
  ]);
});

test('a forgotten account stays forgotten, and where all calls ring they ring on', async () => {
  await using building = await aBuilding();
  const { relay: first, simulator } = building;
  const { token } = await first.desk();
  const forgotten = await linkAccount(first, 'administrator', 'administrator');
  const kept = await linkAccount(first, 'front-desk', 'called');
  await first.ask(operator.forgetAccount, { params: { account: forgotten } });
  await first.ask(operator.changeSite, { params: { site: 'demo' }, body: { whichRing: { kind: 'all' } } });
  await first.stop();
  damageJournal(first);
  await using relay = await first.again();
  using desk = await aDesk(relay.address, { token });
  const callId = await simulator.ring('demo', '3A');
  const { phase } = await desk.until(({ call }) => call.id === callId);
  expect([phase, (await accountsOf(relay)).map(({ account }) => account)]).toEqual(['ringing', [kept]]);
});
