import { expect, test } from 'vitest';
import { CallId, EpochMs, PressId } from '../../protocol/call.ts';
import { operator } from '../../protocol/operator.ts';
import { Picture } from '../../protocol/picture.ts';
import { aBuilding, type Building } from '../harness/aBuilding.ts';
import { aDesk, type ConnectedDesk } from '../harness/aDesk.ts';
import { aRelay } from '../harness/aRelay.ts';

const callsOf = async ({ relay }: Building) =>
  (await relay.ask(operator.listCalls, { query: { site: 'demo' } })).length;
const historyOf = async (desk: ConnectedDesk) => {
  const reply = await desk.ask('history', { since: EpochMs.parse(0) });
  return reply.outcome === 'history' ? reply.calls.length : -1;
};

/** One answered call, from the button to the door, and its end. */
async function answeredCall(desk: ConnectedDesk, building: Building): Promise<CallId> {
  const guid = await building.simulator.ring('demo', '12F');
  const { call } = await desk.until(({ phase, call: { id } }) => phase === 'ringing' && id === guid);
  await desk.ask('answer', { callId: call.id });
  await desk.ask('media', { callId: call.id });
  await desk.ask('receipt', { callId: call.id, stage: 'connected', at: call.receivedAt });
  await desk.until(({ phase, call: { id } }) => phase === 'talking' && id === guid);
  return call.id;
}

test('what just happened is told step by step as the vendor saw it, each with its section, and without a secret', async () => {
  await using building = await aBuilding();
  using desk = await aDesk(building.relay.address, await building.relay.desk());
  const callId = await answeredCall(desk, building);
  const isAccepted = async () => {
    const asked = await desk.ask('steps', { callId });
    return asked.outcome === 'steps' && asked.steps.some(({ section }) => section.includes('5 call_accepted'));
  };
  await expect.poll(isAccepted).toBe(true);
  await desk.ask('hangUp', { callId });
  const sectionsNow = async () => {
    const asked = await desk.ask('steps', { callId });
    return asked.outcome === 'steps' ? asked.steps.map(({ section }) => section) : [];
  };
  await expect.poll(sectionsNow).toContain('Webhooks › call status_update');

  const reply = await desk.ask('steps', { callId });
  if (reply.outcome !== 'steps') throw new Error('the steps are told');
  const sections = reply.steps.map(({ section }) => section);
  const workflow = sections.filter((section) => /create|[1-5] /.test(section));
  expect([...new Set(workflow)]).toEqual([
    'Webhooks › call create',
    'Call workflow › 1 status',
    'Call workflow › 2 token',
    'Call workflow › 3 is_active',
    'Call workflow › 4 join the room',
    'Call workflow › 5 call_accepted',
  ]);
  expect(reply.steps.find(({ direction }) => direction === 'media')?.what).toBe(
    'Here: WebRTC. Real calls: Twilio Video connect(token)',
  );
  expect(reply.steps[0]).toMatchObject({ direction: 'in', what: 'POST /hooks/••••••', status: 200, times: 1 });
  const told = JSON.stringify(reply);
  expect(told).not.toContain(building.simulator.bearer);
  expect(told).not.toMatch(/@example/);
  expect(reply.steps.find(({ section }) => section.includes('2 token'))?.answer).toContain('"simulator": "••••••"');
});

test('a door that is opened after its call is a step of it, and so is the log that ButterflyMX delivers of it', async () => {
  await using building = await aBuilding({ bindings: ['call', 'access_log'] });
  using desk = await aDesk(building.relay.address, await building.relay.desk());
  const callId = await answeredCall(desk, building);
  await desk.ask('hangUp', { callId });
  await desk.until(({ phase }) => phase === 'ended');
  const late = await desk.ask('openDoor', { pressId: PressId.parse('press-late'), callId });
  expect(late).toMatchObject({ outcome: expect.stringMatching(/accepted|confirmed/) });
  const sections = async () => {
    const reply = await desk.ask('steps', { callId });
    return reply.outcome === 'steps' ? reply.steps.map(({ section }) => section) : [];
  };
  await expect.poll(sections).toContain('Webhooks › access_log create');
  expect(await sections()).toContain('Door release › door_release_requests');
});

test('a foreign call has no steps, and neither has any call where the vendor is real', async () => {
  await using building = await aBuilding();
  using desk = await aDesk(building.relay.address, await building.relay.desk({ sites: ['elsewhere'] }));
  const guid = CallId.parse(await building.simulator.ring('demo'));
  expect(await desk.ask('steps', { callId: guid })).toEqual({ outcome: 'refused', because: 'unknown-call' });

  await using real = await aRelay({ env: { VESTIBULE_BUTTERFLYMX_API_URL: 'https://api.butterflymx.invalid' } });
  using its = await aDesk(real.address, await real.desk());
  expect(await its.ask('steps', { callId: guid })).toEqual({ outcome: 'refused', because: 'not-simulated' });
  expect(await its.ask('startOver', {})).toEqual({ outcome: 'refused', because: 'not-simulated' });
  expect((await real.answerTo(operator.startOver, {})).status).toBe(404);
});

test('start over ends a talk and a ring, empties history, missed calls and steps, and keeps the desk enrolled', async () => {
  await using building = await aBuilding();
  const { relay, simulator } = building;
  const made = await relay.desk();
  using desk = await aDesk(relay.address, made);
  const before = CallId.parse(await simulator.ring('demo'));
  await desk.until(({ phase }) => phase === 'ringing');
  await simulator.setStatus(before, 'canceled');
  await desk.untilMissed(({ calls }) => calls.length === 1);
  const talking = await answeredCall(desk, building);
  const ringing = await simulator.ring('demo');
  await desk.until(({ call, phase }) => call.id === ringing && phase === 'ringing');

  using other = await aDesk(relay.address, await relay.desk({ name: 'Another desk' }));
  expect(other.picture.clearedUntil).toBeNull();
  const anew = new Promise<unknown>((resolve) => void other.socket.once('picture', resolve));
  expect(await desk.ask('startOver', {})).toEqual({ outcome: 'done' });
  expect(await anew).toMatchObject({ rings: [], missed: [{ site: 'demo', calls: [] }] });
  expect(Picture.parse(await anew).clearedUntil).toBeGreaterThanOrEqual(
    Math.max(...desk.views.map(({ call }) => call.receivedAt)),
  );
  expect([await callsOf(building), await historyOf(desk)]).toEqual([0, 0]);
  expect(await desk.ask('steps', { callId: talking })).toEqual({ outcome: 'refused', because: 'unknown-call' });
  expect(await simulator.status(ringing)).toBe('canceled');

  const next = await answeredCall(desk, building);
  expect(await callsOf(building)).toBe(1);
  await desk.ask('hangUp', { callId: next });
  expect((await relay.answerTo(operator.listAlarms, {})).body).not.toContainEqual(
    expect.objectContaining({ kind: 'journal-cannot-write' }),
  );
  using again = await aDesk(relay.address, made);
  expect(again.picture.desk.id).toBe(made.desk);
});

test('start over leaves no panel on the idle screen, and no alarm that a call gave rise to', async () => {
  await using building = await aBuilding();
  const { relay, simulator } = building;
  using desk = await aDesk(relay.address, await relay.desk());
  const kinds = async () => (await relay.ask(operator.listAlarms, {})).map(({ kind }) => kind);
  const hook = await relay.hook('demo');
  await fetch(hook.url, { method: 'POST', body: '{"nothing": "known"}' });
  await simulator.ring('demo');
  await expect.poll(kinds).toContain('unheard-call');
  expect(await kinds()).toContain('delivery-not-understood');

  const anew = new Promise<unknown>((resolve) => void desk.socket.once('picture', resolve));
  await desk.ask('startOver', {});
  const { notes } = Picture.parse(await anew);
  expect(notes.flatMap(({ panels }) => panels)).toEqual([]);
  expect((await relay.answerTo(operator.listPanels, { params: { site: 'demo' } })).body).toEqual([]);
  expect(await kinds()).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/unheard-call|delivery-not-understood/)]),
  );
});

test('where no simulator answers, nothing is deleted', async () => {
  await using building = await aBuilding();
  using desk = await aDesk(building.relay.address, await building.relay.desk());
  await building.simulator.ring('demo');
  await desk.until(({ phase }) => phase === 'ringing');
  await building.simulator.stop();
  expect((await building.relay.answerTo(operator.startOver, {})).status).toBe(404);
  expect(await callsOf(building)).toBe(1);
});
