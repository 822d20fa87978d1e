import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { operator } from '../../protocol/operator.ts';
import { aBuilding } from '../harness/aBuilding.ts';
import { aDesk } from '../harness/aDesk.ts';
import { aRelay } from '../harness/aRelay.ts';

const ring = (url: string, guid: string) =>
  fetch(url, { method: 'POST', body: JSON.stringify({ guid, panel: { id: 1, name: 'Gate' } }) });

test('story 9: a call that rings when the relay is killed rings on when it comes back', async () => {
  await using first = await aRelay();
  const { url } = await first.hook();
  const { token } = await first.desk();
  await ring(url, 'mid-ring-1');
  await first.kill();

  await using second = await first.again();
  using desk = await aDesk(second.address, { token });

  expect(desk.picture.rings).toMatchObject([{ phase: 'ringing', call: { id: 'mid-ring-1' } }]);
});

test('a talk survives a restart: the picture has it, and its seat can hang up', async () => {
  await using building = await aBuilding();
  const first = building.relay;
  const { token } = await first.desk();
  const seat = 'seat-that-stays';
  await building.simulator.ring('demo');
  const before = await aDesk(first.address, { token, seat });
  const { call } = await before.until(({ phase }) => phase === 'ringing');
  await before.ask('answer', { callId: call.id });
  await before.ask('media', { callId: call.id });
  await before.ask('receipt', { callId: call.id, stage: 'connected', at: call.receivedAt });
  await before.until(({ phase }) => phase === 'talking');
  await first.kill();
  before.close();

  await using second = await first.again();
  using after = await aDesk(second.address, { token, seat });
  expect(after.picture.rings).toMatchObject([{ phase: 'talking', by: { seat } }]);
  expect(after.picture.epoch).not.toBe(before.picture.epoch);
  expect(await after.ask('hangUp', { callId: call.id })).toEqual({ outcome: 'done' });
  expect(await after.until(({ phase }) => phase === 'ended')).toMatchObject({ reason: 'hung-up' });
});

test('the retry of a delivery that the last run stored joins its ring and makes no second one', async () => {
  await using first = await aRelay();
  const { url } = await first.hook();
  const { token } = await first.desk();
  await ring(url, 'retried-1');
  await first.kill();
  await using second = await first.again();
  using desk = await aDesk(second.address, { token });

  expect(await (await ring(url, 'retried-1')).json()).toEqual({ status: 'duplicate' });
  await ring(url, 'fence-1');
  await desk.until(({ call }) => call.id === 'fence-1');
  expect(new Set(desk.views.map(({ call }) => call.id))).toEqual(new Set(['retried-1', 'fence-1']));
});

test('the same door press has the same answer after a restart', async () => {
  await using first = await aRelay();
  const { url } = await first.hook();
  const { token } = await first.desk();
  await first.ask(operator.changeSite, { params: { site: 'demo' }, body: { doorsUnconfirmed: 'open' } });
  await first.ask(operator.mapPanelDoor, { params: { site: 'demo', panel: 1 }, body: { name: 'Gate' } });
  await first.ask(operator.provePanelDoor, { params: { site: 'demo', panel: 1 }, body: { moved: true } });
  await ring(url, 'door-call-1');
  const before = await aDesk(first.address, { token });
  const { call } = await before.until(({ phase }) => phase === 'ringing');
  const press = { pressId: 'press-0001' as const, callId: call.id };
  const answer = await before.askRaw('openDoor', press);
  expect(answer).toEqual({ outcome: 'refused', because: 'no-account' });
  before.close();
  await first.stop();

  await using second = await first.again();
  using after = await aDesk(second.address, { token });
  expect(await after.askRaw('openDoor', press)).toEqual(answer);
});

test('a clean stop lets go of the folder and of the port', async () => {
  const first = await aRelay();
  await first.stop();
  await using second = await first.again();
  expect((await fetch(`${second.address}/readyz`)).status).toBe(200);
});

test('a relay that is told to stop the moment it says that it is ready stops as at any other time', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'vestibule-relay-'));
  const stopsWhenReady = 'const say = console.log; console.log = (line) => { say(line); process.kill(process.pid); };';
  const main = join(import.meta.dirname, '../../server/main.ts');
  const relay = spawn(process.execPath, ['--import', `data:text/javascript,${stopsWhenReady}`, main], {
    env: { PATH: process.env.PATH ?? '', VESTIBULE_PORT: '0', VESTIBULE_DATA_DIR: dataDir },
    stdio: 'ignore',
  });
  expect(await once(relay, 'exit')).toEqual([0, null]);
  rmSync(dataDir, { recursive: true, force: true });
});
