/** Calls that ButterflyMX knows nothing of, by the building's own hook, beside a visitor's: they ring, and nothing opens or ends by them. */
import { expect, test } from 'vitest';
import { PressId } from '../../protocol/call.ts';
import { operator } from '../../protocol/operator.ts';
import { aBuilding } from '../harness/aBuilding.ts';
import { aDesk } from '../harness/aDesk.ts';
import { aFalseCall } from '../harness/aFalseCall.ts';
import type { RunningRelay } from '../harness/aRelay.ts';
import { linkAccount } from '../harness/linkAccount.ts';

const alarmsOf = async (relay: RunningRelay) => (await relay.ask(operator.listAlarms, {})).map(({ kind }) => kind);

test('a false call at a proven panel opens no door, and a visitor’s own call there does', async () => {
  await using building = await aBuilding();
  const { relay, simulator } = building;
  using desk = await aDesk(relay.address, await relay.desk());
  const falseOne = await aFalseCall((await relay.hook()).url);
  const told = await desk.until(({ call }) => call.id === falseOne);
  const press = (name: string, callId: typeof told.call.id) =>
    desk.ask('openDoor', { pressId: PressId.parse(`press-${name}`), callId });
  expect(await press('for-the-thief', told.call.id)).toMatchObject({ outcome: 'refused', because: 'not-confirmed' });
  expect(await simulator.requests('/v3/notifications/open_door')).toEqual([]);

  const guid = await simulator.ring('demo');
  const real = await desk.until(({ call }) => call.id === guid && call.confirmation === 'confirmed');
  expect(await press('for-the-visitor', real.call.id)).toMatchObject({ outcome: 'accepted' });
});

test('only a call that names a unit of ours can be not known, with its alarm; another cannot be checked, without one', async () => {
  await using building = await aBuilding();
  const { relay } = building;
  await linkAccount(relay, 'front-desk', 'called');
  const { url } = await relay.hook();
  using desk = await aDesk(relay.address, await relay.desk());
  const nameless = await aFalseCall(url);
  await desk.until(({ call }) => call.id === nameless && call.confirmation === 'cannot-be-checked');
  expect(await alarmsOf(relay)).not.toContain('call-not-known');
  const ours = await aFalseCall(url, 'Front desk');
  await desk.until(({ call }) => call.id === ours && call.confirmation === 'not-known');
  expect(await alarmsOf(relay)).toContain('call-not-known');
});

test('a visitor whom a webhook says to have left rings on, once ButterflyMX denies it', async () => {
  await using building = await aBuilding();
  const { relay, simulator } = building;
  const { url } = await relay.hook();
  using desk = await aDesk(relay.address, await relay.desk());
  const guid = await simulator.ring('demo');
  await desk.until(({ call }) => call.id === guid && call.confirmation === 'confirmed');
  await fetch(url, { method: 'POST', body: JSON.stringify({ call: { guid }, status: 'canceled' }) });
  await aFalseCall(url);
  const left = await desk.until(({ call, phase }) => call.id === guid && phase === 'ended');
  const after = await desk.until(
    ({ call, phase, revision }) => call.id === guid && phase === 'ringing' && revision > left.revision,
  );
  expect(await desk.ask('answer', { callId: after.call.id })).toMatchObject({ outcome: 'yours' });
});
