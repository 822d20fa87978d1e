/** Which calls ring, and which can be answered, once the front desk's account is linked. */
import { expect, test } from 'vitest';
import { CallId, PressId } from '../../protocol/call.ts';
import { aBuilding } from '../ground/aBuilding.ts';
import { aDesk } from '../ground/aDesk.ts';
import { linkAccount } from '../ground/linkAccount.ts';

test('an administrator’s account changes nothing; the front desk’s keeps residents’ calls from its desks', async () => {
  await using building = await aBuilding();
  const { relay, simulator } = building;
  using desk = await aDesk(relay.address, await relay.desk());
  await linkAccount(relay, 'administrator', 'administrator');
  const before = await simulator.ring('demo', '12F');
  await desk.until(({ call }) => call.id === before);
  const notes: unknown[] = [];
  desk.socket.on('notes', (told) => void notes.push(told));
  await linkAccount(relay, 'front-desk', 'called');

  const kept = await simulator.ring('demo', '3A');
  const ours = await simulator.ring('demo', 'Front desk');
  const attendants = await simulator.ring('demo');
  await desk.until(({ call }) => call.id === ours);
  await desk.until(({ call }) => call.id === attendants);
  expect(desk.views.map(({ call }) => call.id)).not.toContain(kept);
  expect(notes.at(-1)).toMatchObject({ site: 'demo', residentsRing: false });
  expect((await relay.operator('GET', `/api/calls/${kept}/timeline`)).body).toMatchObject({
    sentence: 'Front entrance did not ring: it was for apartment 3A, and this site rings for the front desk only.',
  });
});

test('a call that only a resident’s account can answer rings where all do, and each act on it is refused with that word', async () => {
  await using building = await aBuilding();
  const { relay, simulator } = building;
  using desk = await aDesk(relay.address, await relay.desk());
  await linkAccount(relay, 'front-desk', 'called');
  await relay.operator('PUT', '/api/sites/demo/settings', { whichRing: { kind: 'all' } });
  const callId = CallId.parse(await simulator.ring('demo', '3A'));
  const { can } = await desk.until(({ call }) => call.id === callId);
  expect(can).toEqual({ answer: 'not-our-account', end: 'not-our-account', door: 'not-our-account' });
  const refused = { outcome: 'refused', because: 'not-our-account' };
  expect([
    await desk.ask('answer', { callId }),
    await desk.ask('end', { callId }),
    await desk.ask('openDoor', { callId, pressId: PressId.parse('press-0001') }),
  ]).toEqual([refused, refused, refused]);
  expect(await desk.ask('silence', { callId })).toEqual({ outcome: 'done' });

  const ours = CallId.parse(await simulator.ring('demo', 'Front desk'));
  expect(await desk.until(({ call }) => call.id === ours)).toMatchObject({ can: { answer: true, end: true } });
});
