/** Webhooks that are lost or late: what the vendor's own list of calls makes good. */
import { expect, test } from 'vitest';
import { aBuilding } from '../harness/aBuilding.ts';
import { aDesk } from '../harness/aDesk.ts';
import { aListedBuilding } from '../harness/aListedBuilding.ts';
import { alarmKinds, timelineOf } from '../harness/told.ts';

test('a call whose webhook is lost rings late, marked, with an alarm, and can be answered; the next webhook ends the alarm', async () => {
  await using building = await aListedBuilding();
  const { relay, simulator } = building;
  using desk = await aDesk(relay.address, await relay.desk());
  await simulator.misbehave({ webhooks: { delivery: 'lost' } });
  const guid = await simulator.ring('demo');
  const view = await desk.until(({ phase }) => phase === 'ringing');
  expect(view.call).toMatchObject({ id: guid, panel: 'Front entrance', webhookMissing: true });
  expect(view.call.waitedMs).toBeGreaterThan(10_000);
  expect(await alarmKinds(relay)).toContain('webhook-missing');
  expect((await desk.until(({ can }) => can.door === true)).doors).toMatchObject([{ name: 'Front entrance' }]);
  await desk.ask('answer', { callId: view.call.id });
  expect(await desk.ask('media', { callId: view.call.id })).toMatchObject({ outcome: 'granted' });
  await desk.ask('hangUp', { callId: view.call.id });
  expect((await timelineOf(relay, guid)).sentence).toContain('was told by no webhook');

  await simulator.misbehave({});
  const next = await simulator.ring('demo');
  expect((await desk.until(({ call }) => call.id === next)).call.webhookMissing).toBe(false);
  await expect.poll(() => alarmKinds(relay)).not.toContain('webhook-missing');
});

test('a webhook that comes after its call rang joins it: one ring, and the mark goes', async () => {
  await using building = await aListedBuilding();
  const { relay, simulator } = building;
  using desk = await aDesk(relay.address, await relay.desk());
  await simulator.misbehave({ webhooks: { delivery: 'late', lateMs: 20_000 } });
  const guid = await simulator.ring('demo');
  await desk.until(({ call }) => call.id === guid && call.webhookMissing);
  await desk.until(({ call }) => call.id === guid && !call.webhookMissing);
  expect([...new Set(desk.views.map(({ call }) => call.id))]).toEqual([guid]);
});

test('each panel’s last call is in the metrics', async () => {
  await using building = await aBuilding();
  using desk = await aDesk(building.relay.address, await building.relay.desk());
  await building.simulator.ring('demo');
  await desk.until(({ call }) => call.confirmation === 'confirmed');
  const metrics = await (await fetch(`${building.relay.address}/metrics`)).text();
  expect(metrics).toMatch(/vestibule_panel_last_call_timestamp_seconds\{site="demo",panel="Front entrance"\} \d{10}/);
});
