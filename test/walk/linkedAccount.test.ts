/** Which calls ring, and which can be answered, once the front desk's account is linked. */
import { expect, test } from 'vitest';
import { CallId, PressId } from '../../protocol/call.ts';
import { operator } from '../../protocol/operator.ts';
import { Picture } from '../../protocol/picture.ts';
import { aBuilding } from '../harness/aBuilding.ts';
import { aDesk, type ConnectedDesk } from '../harness/aDesk.ts';
import { linkAccount } from '../harness/linkAccount.ts';

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
  expect((await relay.answerTo(operator.explainCall, { params: { id: kept } })).body).toMatchObject({
    sentence: 'Front entrance did not ring: it was for apartment 3A, and this site rings for the front desk only.',
  });
});

test('a call that only a resident’s account can answer rings where all do, and each act on it is refused with that word', async () => {
  await using building = await aBuilding();
  const { relay, simulator } = building;
  using desk = await aDesk(relay.address, await relay.desk());
  await linkAccount(relay, 'front-desk', 'called');
  await relay.ask(operator.changeSite, { params: { site: 'demo' }, body: { whichRing: { kind: 'all' } } });
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

/** Every picture that the desk gets from now on: how many, and what the newest says that it can do about its first ring. */
function picturesOf(desk: ConnectedDesk) {
  const pictures: Picture[] = [];
  const waiting: (() => void)[] = [];
  desk.socket.on('picture', (sent: unknown) => {
    pictures.push(Picture.parse(sent));
    for (const go of waiting.splice(0)) go();
  });
  return {
    count: () => pictures.length,
    next: async () => {
      const known = pictures.length;
      while (pictures.length === known) await new Promise<void>((resolve) => void waiting.push(resolve));
      return pictures.at(-1)?.rings[0]?.can;
    },
  };
}

test('a card that rings says at once that it can be answered no more, and again when it can, as accounts come and go', async () => {
  await using building = await aBuilding();
  const { relay, simulator } = building;
  using desk = await aDesk(relay.address, await relay.desk());
  await relay.ask(operator.changeSite, { params: { site: 'demo' }, body: { whichRing: { kind: 'all' } } });
  const callId = CallId.parse(await simulator.ring('demo', '3A'));
  const { can } = await desk.until(({ call }) => call.id === callId);
  const pictures = picturesOf(desk);

  const linkedPicture = pictures.next();
  const account = await linkAccount(relay, 'front-desk', 'called');
  const whileLinked = await linkedPicture;
  const forgottenPicture = pictures.next();
  await relay.ask(operator.forgetAccount, { params: { account } });
  expect([can.answer, whileLinked?.answer, (await forgottenPicture)?.answer]).toEqual([true, 'not-our-account', true]);
  expect(await desk.ask('answer', { callId })).toMatchObject({ outcome: 'yours' });
});

test('an account that changes nothing for the calls that ring sends desks no new picture', async () => {
  await using building = await aBuilding();
  const { relay, simulator } = building;
  using desk = await aDesk(relay.address, await relay.desk());
  const callId = CallId.parse(await simulator.ring('demo', 'Front desk'));
  await desk.until(({ call }) => call.id === callId);
  const pictures = picturesOf(desk);
  const account = await linkAccount(relay, 'front-desk', 'called');
  await relay.ask(operator.forgetAccount, { params: { account } });
  await desk.ask('silence', { callId });
  expect(pictures.count()).toBe(0);
});

test('a call that was claimed before its recipient was known goes back to ringing when it proves to be another’s', async () => {
  await using building = await aBuilding({ isRegistered: false });
  const { relay } = building;
  const { url } = await relay.hook();
  using desk = await aDesk(relay.address, await relay.desk());
  await linkAccount(relay, 'front-desk', 'called');
  await relay.ask(operator.changeSite, { params: { site: 'demo' }, body: { whichRing: { kind: 'all' } } });
  const callId = CallId.parse('claimed-early-1');
  const post = (told: object) =>
    fetch(url, {
      method: 'POST',
      body: JSON.stringify({ guid: callId, panel: { id: 40217, name: 'Front entrance' }, ...told }),
    });
  await post({});
  await desk.until(({ call }) => call.id === callId);
  expect(await desk.ask('answer', { callId })).toMatchObject({ outcome: 'yours' });

  await post({ user: { id: 5100232 }, unit: { id: 2203346, label: '3A' } });
  await desk.until(({ call, phase }) => call.unit === '3A' && phase === 'claimed');
  expect(await desk.ask('media', { callId })).toEqual({ outcome: 'refused', because: 'not-our-account' });
  const { phase, can } = await desk.until((view) => view.phase === 'ringing' && view.call.unit === '3A');
  expect([phase, can.answer]).toEqual(['ringing', 'not-our-account']);
  const asked = await building.simulator.requests('/v3/');
  expect(asked.filter(({ path }) => /token|notifications/.test(path))).toEqual([]);
});
