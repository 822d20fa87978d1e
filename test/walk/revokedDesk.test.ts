/** A desk that may not hold calls any more, at a vendor whose media room does not heed that the call has ended: all that the relay can do, it does. */
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Grant } from '../../protocol/replies.ts';
import { aBuilding } from '../harness/aBuilding.ts';
import { aDesk } from '../harness/aDesk.ts';
import { vestibule } from '../server/cli/vestibule.ts';

const ignoring = { api: [{ path: '/v3/notifications/call_ended', does: 'garbage' as const }] };

/** Two desks at a call, of which the north one has answered; ButterflyMX takes the word that a call has ended and does nothing. */
async function anAnsweredCall() {
  await using made = new AsyncDisposableStack();
  const { relay, simulator } = made.use(await aBuilding());
  await simulator.misbehave(ignoring);
  const northDesk = await relay.desk({ name: 'North desk' });
  const north = made.use(await aDesk(relay.address, northDesk));
  const south = made.use(await aDesk(relay.address, await relay.desk({ name: 'South desk' })));
  const guid = await simulator.ring('demo');
  const { call } = await north.until(({ phase }) => phase === 'ringing');
  await north.ask('answer', { callId: call.id });
  await south.until(({ phase }) => phase === 'claimed');
  const notices = async () =>
    (await simulator.requests('/v3/notifications/')).map(({ path }) => path.replace(/^.*\//, ''));
  const standing = made.move();
  return {
    relay,
    simulator,
    north,
    south,
    northId: northDesk.desk,
    guid,
    call,
    notices,
    type: async (...line: readonly string[]) => {
      const { code, error } = await vestibule(relay.dataDir, line);
      expect([code, error]).toEqual([0, '']);
    },
    [Symbol.asyncDispose]: () => standing.disposeAsync(),
  };
}

/** Joins the call's room with a grant, as a page does. */
async function inRoom({ address = '', token }: Grant): Promise<WebSocket> {
  const room = new WebSocket(address);
  await once(room, 'open');
  room.send(JSON.stringify({ kind: 'join', token }));
  expect(JSON.parse(String((await once(room, 'message'))[0]))).toMatchObject({ kind: 'joined' });
  return room;
}

test.each([
  ['revoked', ['revoke']],
  ['moved to another site', ['move', '--site', 'west']],
])('a desk that is %s before ButterflyMX was told that it answers: the others ring again', async (_what, line) => {
  await using scene = await anAnsweredCall();
  const { south, northId, call, notices, type } = scene;
  const [act = '', ...more] = line;
  await type('desk', act, northId, ...more);
  const again = await south.until(
    ({ call: { id }, phase, revision }) => id === call.id && phase === 'ringing' && revision > 1,
  );
  expect([again.phase, await notices()]).toEqual(['ringing', []]);
  expect(await south.ask('answer', { callId: call.id })).toMatchObject({ outcome: 'yours' });
});

test.each([
  ['revoked', ['revoke']],
  ['moved to another site', ['move', '--site', 'west']],
])(
  'a desk that is %s in its talk: ButterflyMX is told that the call has ended, the ring ends and its grant is nobody’s',
  async (_what, line) => {
    await using scene = await anAnsweredCall();
    const { relay, simulator, north, south, northId, guid, call, notices, type } = scene;
    const media = await north.ask('media', { callId: call.id });
    if (media.outcome !== 'granted') throw new Error('There was no grant.');
    const room = await inRoom(media.grant);
    await north.ask('receipt', { callId: call.id, stage: 'connected', at: call.receivedAt });
    await south.until(({ phase }) => phase === 'talking');

    const cut = new Promise((resolve) => void north.socket.once('disconnect', resolve));
    const [act = '', ...more] = line;
    await type('desk', act, northId, ...more);
    await cut;
    expect(await south.until(({ phase }) => phase === 'ended')).toMatchObject({ reason: 'desk-revoked' });
    await expect.poll(notices).toContain('call_ended');
    expect(await south.ask('answer', { callId: call.id })).toMatchObject({ outcome: 'refused' });
    expect(await south.ask('media', { callId: call.id })).toMatchObject({ outcome: 'refused' });
    expect(await simulator.status(guid)).toBe('connecting_sip');
    expect(room.readyState).toBe(WebSocket.OPEN);

    await simulator.misbehave({});
    const closed = once(room, 'close');
    await simulator.api('POST', '/v3/notifications/call_ended', { data: { attributes: { call_guid: guid } } });
    await closed;
    expect(relay.printed()).not.toContain(media.grant.token);
  },
);
