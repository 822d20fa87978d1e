/** The end of the ring window: the vendor's word decides whether the visitor still waits. */
import { expect, test } from 'vitest';
import { operator } from '../../protocol/operator.ts';
import { aBuilding, type Building } from '../harness/aBuilding.ts';
import { aDesk } from '../harness/aDesk.ts';

const windowMs = 5_000;
const aShortWindow = () => aBuilding({ env: { VESTIBULE_RING_SECONDS: String(windowMs / 1_000) } });
const factsOf = async ({ relay }: Building, guid: string) => {
  const { facts } = await relay.ask(operator.explainCall, { params: { id: guid } });
  return facts.map(({ what, detail }) => `${what} ${detail}`);
};

test('a visitor who still waits at the end of the window rings on at every desk, and can be answered', async () => {
  await using building = await aShortWindow();
  const { relay, simulator } = building;
  using desk = await aDesk(relay.address, await relay.desk());
  const guid = await simulator.ring('demo');
  const { call } = await desk.until(({ phase }) => phase === 'ringing');
  const goesOn = await desk.until(({ call: { id, waitedMs } }) => id === guid && waitedMs >= windowMs);
  await expect.poll(() => factsOf(building, guid)).toContain('rings-on initializing');
  expect(goesOn).toMatchObject({ phase: 'ringing', can: { answer: true } });
  expect(desk.views.filter(({ phase }) => phase === 'ended')).toEqual([]);

  expect(await desk.ask('answer', { callId: call.id })).toMatchObject({ outcome: 'yours' });
  expect(await desk.ask('media', { callId: call.id })).toMatchObject({ outcome: 'granted' });
});

test('a visitor who leaves while it rings on ends it', async () => {
  await using building = await aShortWindow();
  const { relay, simulator } = building;
  using desk = await aDesk(relay.address, await relay.desk());
  const guid = await simulator.ring('demo');
  await expect.poll(() => factsOf(building, guid)).toContain('rings-on initializing');
  await simulator.setStatus(guid, 'canceled', { webhook: false });
  expect(await desk.until(({ phase }) => phase === 'ended')).toMatchObject({ reason: 'visitor-left' });
});

test('a vendor that hangs at that question lets the ring time out', async () => {
  await using building = await aShortWindow();
  const { relay, simulator } = building;
  using desk = await aDesk(relay.address, await relay.desk());
  const guid = await simulator.ring('demo');
  await desk.until(({ phase }) => phase === 'ringing');
  await simulator.misbehave({ api: [{ path: `/v3/me/calls/${guid}/status`, does: 'hang' }] });
  expect(await desk.until(({ phase }) => phase === 'ended')).toMatchObject({ reason: 'timed-out' });
  expect((await factsOf(building, guid)).filter((fact) => fact.startsWith('rings-on'))).toEqual([]);
});
