/** No status webhook comes: what the vendor says when it is asked stops the ring, and our own acts do not. */
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { PressId } from '../../protocol/call.ts';
import { operator } from '../../protocol/operator.ts';
import { provenDoors } from '../../scripts/provenDoors.ts';
import { aDesk } from '../harness/aDesk.ts';
import { aRelay, type RunningRelay } from '../harness/aRelay.ts';
import { aSimulator, type RunningSimulator } from '../harness/aSimulator.ts';

/** A relay and a simulator whose deliveries go nowhere; the test delivers each call's creation itself. */
async function aSilentBuilding() {
  const simulator = await aSimulator();
  const env = {
    VESTIBULE_BUTTERFLYMX_API_URL: simulator.address,
    VESTIBULE_BUTTERFLYMX_TOKEN: simulator.bearer,
    VESTIBULE_SNAPSHOT_ORIGINS: simulator.address,
  };
  const relay = await aRelay({ env });
  const { url } = await relay.hook();
  await provenDoors(relay.operator, 'demo');
  await simulator.register('demo', 'Harbor House', 'http://127.0.0.1:9/nobody');
  return {
    relay,
    simulator,
    ring: async () => {
      const guid = await simulator.ring('demo');
      await fetch(url, {
        method: 'POST',
        body: JSON.stringify({ guid, panel: { id: 40217, name: 'Front entrance' } }),
      });
      return guid;
    },
    [Symbol.asyncDispose]: async () => {
      await relay[Symbol.asyncDispose]();
      await simulator.stop();
    },
  };
}

/** Another client of the same account. */
const elsewhere = ({ address, bearer }: RunningSimulator, notice: string, guid: string) =>
  fetch(`${address}/v3/notifications/${notice}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    body: JSON.stringify({ data: { attributes: { call_guid: guid } } }),
  });

async function untilNoted(relay: RunningRelay, guid: string, status: string): Promise<void> {
  for (;;) {
    const { facts } = await relay.ask(operator.explainCall, { params: { id: guid } });
    if (facts.some(({ what, detail }) => what === 'vendor-status' && detail === status)) return;
    await wait(100);
  }
}

test.each([
  ['is_active', 'answered-elsewhere'],
  ['open_door', 'door-opened'],
  ['call_ended', 'rejected'],
])('%s of another client ends the ring as %s', async (notice, reason) => {
  await using building = await aSilentBuilding();
  using desk = await aDesk(building.relay.address, await building.relay.desk());
  const guid = await building.ring();
  await desk.until(({ phase }) => phase === 'ringing');
  await elsewhere(building.simulator, notice, guid);
  expect(await desk.until(({ phase }) => phase === 'ended')).toMatchObject({ reason });
});

test('our own answer and our own door end nothing', async () => {
  await using building = await aSilentBuilding();
  const { relay } = building;
  await provenDoors(relay.operator, 'demo');
  using desk = await aDesk(relay.address, await relay.desk());
  const guid = await building.ring();
  const { call } = await desk.until(({ phase }) => phase === 'ringing');
  await desk.ask('answer', { callId: call.id });
  await desk.ask('media', { callId: call.id });
  await desk.ask('receipt', { callId: call.id, stage: 'connected', at: call.receivedAt });
  await untilNoted(relay, guid, 'connecting_sip');
  await desk.ask('openDoor', { pressId: PressId.parse('press-0001'), callId: call.id });
  await untilNoted(relay, guid, 'opened_door');
  expect(desk.views.findLast(({ call: { id } }) => id === call.id)).toMatchObject({ phase: 'talking' });
});

test('a ring that a restart took up again is watched again', async () => {
  await using building = await aSilentBuilding();
  const guid = await building.ring();
  await building.relay.kill();
  await elsewhere(building.simulator, 'is_active', guid);
  await using second = await building.relay.again();
  /** It may be over before any desk is back. */
  await expect
    .poll(async () => (await second.ask(operator.listCalls, { query: {} })).map(({ id, reason }) => [id, reason]))
    .toEqual([[guid, 'answered-elsewhere']]);
});

test('a picture that no delivery names comes with the answer about its call', async () => {
  await using building = await aSilentBuilding();
  const desk = await aDesk(building.relay.address, await building.relay.desk());
  const guid = await building.ring();
  const { call } = await desk.until((view) => view.call.id === guid && view.call.snapshot !== null);
  expect(call.snapshot).not.toBeNull();
  desk.close();
});
