/** Webhooks that are lost or late: what the vendor's own list of calls makes good. */
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { CallLine, Timeline } from '../../protocol/admin.ts';
import { CallId } from '../../protocol/call.ts';
import { aBuilding } from '../harness/aBuilding.ts';
import { aDesk, type ConnectedDesk } from '../harness/aDesk.ts';
import type { RunningRelay } from '../harness/aRelay.ts';
import type { RunningSimulator } from '../harness/aSimulator.ts';
import { linkAccount } from '../harness/linkAccount.ts';

const harborHouse = 61_200;
/** A building whose number the relay knows, with its list read at least once. */
async function aListedBuilding() {
  const building = await aBuilding();
  await building.relay.operator('PUT', '/api/sites/demo/settings', { buildingId: harborHouse });
  await untilListed(building.simulator);
  return building;
}
const untilListed = async (simulator: RunningSimulator) => {
  while ((await simulator.requests(`/v4/buildings/${harborHouse}/calls`)).length === 0) await wait(50);
};
const kinds = async (relay: RunningRelay) =>
  z
    .array(z.object({ kind: z.string() }))
    .parse((await relay.operator('GET', '/api/alarms')).body)
    .map(({ kind }) => kind);
const ids = (desk: ConnectedDesk) => [...new Set(desk.views.map(({ call }) => call.id))];
const why = async (relay: RunningRelay, guid: string) =>
  Timeline.parse((await relay.operator('GET', `/api/calls/${guid}/timeline`)).body);

test('a call whose webhook is lost rings late, marked, with an alarm, and can be answered; the next webhook ends the alarm', async () => {
  await using building = await aListedBuilding();
  const { relay, simulator } = building;
  using desk = await aDesk(relay.address, await relay.desk());
  await simulator.misbehave({ webhooks: { delivery: 'lost' } });
  const guid = await simulator.ring('demo');
  const view = await desk.until(({ phase }) => phase === 'ringing');
  expect(view.call).toMatchObject({ id: guid, panel: 'Front entrance', webhookMissing: true });
  expect(view.call.waitedMs).toBeGreaterThan(10_000);
  expect(await kinds(relay)).toContain('webhook-missing');
  expect((await desk.until(({ can }) => can.door === true)).doors).toMatchObject([{ name: 'Front entrance' }]);
  await desk.ask('answer', { callId: view.call.id });
  expect(await desk.ask('media', { callId: view.call.id })).toMatchObject({ outcome: 'granted' });
  await desk.ask('hangUp', { callId: view.call.id });
  expect((await why(relay, guid)).sentence).toContain('was told by no webhook');

  await simulator.misbehave({});
  const next = await simulator.ring('demo');
  expect((await desk.until(({ call }) => call.id === next)).call.webhookMissing).toBe(false);
  await expect.poll(() => kinds(relay), { timeout: 20_000 }).not.toContain('webhook-missing');
});

test('a webhook that comes after its call rang joins it: one ring, and the mark goes', async () => {
  await using building = await aListedBuilding();
  const { relay, simulator } = building;
  using desk = await aDesk(relay.address, await relay.desk());
  await simulator.misbehave({ webhooks: { delivery: 'late', lateMs: 20_000 } });
  const guid = await simulator.ring('demo');
  await desk.until(({ call }) => call.id === guid && call.webhookMissing);
  await desk.until(({ call }) => call.id === guid && !call.webhookMissing);
  expect(ids(desk)).toEqual([guid]);
});

test('calls of a time when the relay was down are history that did not ring, and those of which webhooks told are not told twice', async () => {
  await using building = await aListedBuilding();
  const { relay, simulator } = building;
  const { token } = await relay.desk();
  const before = await aDesk(relay.address, { token });
  const told = await simulator.ring('demo');
  await before.until(({ call }) => call.id === told);
  await simulator.setStatus(told, 'canceled');
  await before.until(({ phase }) => phase === 'ended');
  before.close();
  await relay.stop();
  await simulator.misbehave({ webhooks: { delivery: 'lost' } });
  const lost = await simulator.ring('demo', '12F');
  await simulator.setStatus(lost, 'canceled');

  await using again = await relay.again();
  using desk = await aDesk(again.address, { token });
  const missed = await desk.untilMissed(({ calls }) => calls.some(({ id }) => id === lost));
  expect(missed.calls.find(({ id }) => id === lost)).toMatchObject({
    webhookMissing: true,
    rangMs: 0,
    reason: 'visitor-left',
  });
  expect(missed.calls.filter(({ id }) => id === CallId.parse(told))).toHaveLength(1);
  expect(desk.views.filter(({ call, phase }) => call.id === lost && phase === 'ringing')).toEqual([]);
  expect((await why(again, lost)).sentence).toContain('did not ring: no webhook told of it');
  expect(await kinds(again)).not.toContain('webhook-missing');
});

test.each([['without-names', 1] as const, ['nothing', 0] as const])(
  'a call that did not ring and of which a webhook told is not told again after a crash, where a site keeps %s',
  async (keepOthers, isKept) => {
    await using building = await aListedBuilding();
    const { relay, simulator } = building;
    const { token } = await relay.desk();
    await linkAccount(relay, 'administrator', 'administrator');
    await linkAccount(relay, 'front-desk', 'called');
    await relay.operator('PUT', '/api/sites/demo/settings', { keepOthers });
    const others = await simulator.ring('demo', '3A');
    await expect.poll(async () => (await why(relay, others)).call).toMatchObject({ reason: 'not-rung' });
    await relay.kill();
    await simulator.misbehave({ webhooks: { delivery: 'lost' } });
    const lost = await simulator.ring('demo');

    await using again = await relay.again();
    using desk = await aDesk(again.address, { token });
    await desk.until(({ call }) => call.id === lost);
    expect(ids(desk)).toEqual([lost]);
    const listed = z.array(CallLine).parse((await again.operator('GET', '/api/calls?site=demo')).body);
    expect(listed.map(({ id }) => id).sort()).toEqual([lost, ...(isKept ? [others] : [])].sort());
    expect(again.printed().match(/a call had no webhook/g)).toHaveLength(1);
  },
);

test('each panel’s last call is in the metrics', async () => {
  await using building = await aBuilding();
  using desk = await aDesk(building.relay.address, await building.relay.desk());
  await building.simulator.ring('demo');
  await desk.until(({ call }) => call.confirmation === 'confirmed');
  const metrics = await (await fetch(`${building.relay.address}/metrics`)).text();
  expect(metrics).toMatch(/vestibule_panel_last_call_timestamp_seconds\{site="demo",panel="Front entrance"\} \d{10}/);
});
