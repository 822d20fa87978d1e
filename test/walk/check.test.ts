import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { EpochMs } from '../../protocol/call.ts';
import { PressReport } from '../../protocol/check.ts';
import { operator } from '../../protocol/operator.ts';
import { aBuilding, type Building } from '../harness/aBuilding.ts';
import { aDesk } from '../harness/aDesk.ts';
import { vestibule } from '../server/cli/vestibule.ts';

const check = (building: Building, ...words: readonly string[]) =>
  vestibule(building.relay.dataDir, ['check', '--site', 'demo', ...words]);

/** The command, once it waits for the press. */
async function checkThatWaits(building: Building, ...words: readonly string[]) {
  const waits = Promise.withResolvers<void>();
  const sounded = Promise.withResolvers<void>();
  const ended = vestibule(building.relay.dataDir, ['check', '--site', 'demo', ...words], {}, (text) => {
    if (text.includes('Now press')) waits.resolve();
    if (text.includes('Did you hear it there?')) sounded.resolve();
  });
  await waits.promise;
  return { ended, sounded: sounded.promise };
}

async function aDeskThatCanBeHeard(building: Building) {
  const { token } = await building.relay.desk();
  const desk = await aDesk(building.relay.address, { token });
  await desk.ask('able', { able: true, because: null });
  return desk;
}

async function pressUntil(building: Building, since: EpochMs, phase: PressReport['phase']): Promise<PressReport> {
  for (;;) {
    const { body } = await building.relay.answerTo(operator.followPress, {
      params: { site: 'demo' },
      query: { since },
    });
    const press = PressReport.parse(body);
    if (press.phase === phase) return press;
  }
}

/** ButterflyMX's list tells whole seconds: a call of the second in which the check began would seem older than the check. */
const nextSecond = () => wait(1_000 - (Date.now() % 1_000));

test('without a desk that can be heard the check ends with 1 and says what to do next', async () => {
  await using building = await aBuilding();
  const checked = await check(building);
  expect([checked.code, checked.error]).toEqual([1, expect.stringMatching(/✗ {2}Make a desk: vestibule desk invite/)]);
});

test('a press that a desk takes ends the check with 0, and says so', async () => {
  await using building = await aBuilding();
  using desk = await aDeskThatCanBeHeard(building);
  const { ended } = await checkThatWaits(building, '--json');
  const guid = await building.simulator.ring('demo');
  await desk.ask('answer', { callId: (await desk.until(({ call }) => call.id === guid)).call.id });
  const { code, json, error } = await ended;
  expect([code, json, error]).toEqual([
    0,
    expect.objectContaining({ press: expect.objectContaining({ phase: 'heard', panel: 'Front entrance' }) }),
    expect.stringContaining('Now press the button on the panel. Waiting'),
  ]);
});

test('a call that no webhook brought ends the check with 1, though a desk answered it', async () => {
  await using building = await aBuilding();
  using desk = await aDeskThatCanBeHeard(building);
  await building.relay.ask(operator.changeSite, { params: { site: 'demo' }, body: { buildingId: 61_200 } });
  while ((await building.simulator.requests('/v4/buildings/61200/calls')).length === 0) await wait(50);
  await building.simulator.misbehave({ webhooks: { delivery: 'lost' } });
  const { ended } = await checkThatWaits(building);
  await nextSecond();
  const guid = await building.simulator.ring('demo');
  await desk.ask('answer', { callId: (await desk.until(({ call }) => call.id === guid)).call.id });
  const { code, error } = await ended;
  expect([code, error]).toEqual([1, expect.stringContaining('its webhook did not arrive')]);
});

test('where nobody can type, a call that sounds is waited for until a desk answers it', async () => {
  await using building = await aBuilding();
  using desk = await aDeskThatCanBeHeard(building);
  const { ended, sounded } = await checkThatWaits(building);
  const guid = await building.simulator.ring('demo');
  const { call } = await desk.until(({ call: { id } }) => id === guid);
  await desk.ask('receipt', { callId: call.id, stage: 'sounding', at: call.receivedAt });
  await sounded;
  await desk.ask('answer', { callId: call.id });
  expect((await ended).code).toBe(0);
});

test('a desk that says it sounds is not enough where nobody says that they heard it', async () => {
  await using building = await aBuilding();
  using desk = await aDeskThatCanBeHeard(building);
  const { at } = await building.relay.ask(operator.checkSite, { params: { site: 'demo' } });
  const { ended } = await checkThatWaits(building);
  const guid = await building.simulator.ring('demo');
  const { call } = await desk.until(({ call: { id } }) => id === guid);
  await desk.ask('receipt', { callId: call.id, stage: 'sounding', at: call.receivedAt });
  expect((await pressUntil(building, EpochMs.parse(at), 'sounded')).text).toContain('Did you hear it there?');
  await building.simulator.setStatus(guid, 'canceled');
  const { code } = await ended;
  expect(code).toBe(1);
});

test('without a running relay the check says to start it', async () => {
  await using building = await aBuilding();
  await building.relay.stop();
  const { code, error } = await check(building);
  expect([code, error]).toEqual([1, expect.stringContaining('The relay does not run. Start it')]);
});
