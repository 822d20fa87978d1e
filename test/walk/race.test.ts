import { expect, test } from 'vitest';
import { CallId } from '../../protocol/call.ts';
import { aDesk } from '../harness/aDesk.ts';
import { aRelay } from '../harness/aRelay.ts';

test('story 14: two seats that answer at the same moment: exactly one has the call, 200 times', async () => {
  await using relay = await aRelay();
  const { url } = await relay.hook();
  using north = await aDesk(relay.address, await relay.desk({ name: 'North desk' }));
  using south = await aDesk(relay.address, await relay.desk({ name: 'South desk' }));
  const desks = [north, south];
  const winners: string[] = [];

  for (let round = 0; round < 200; round++) {
    const guid = `race-${round}`;
    await fetch(url, { method: 'POST', body: JSON.stringify({ guid }) });
    await Promise.all(desks.map((desk) => desk.until((view) => view.call.id === guid)));
    const callId = CallId.parse(guid);
    const replies = await Promise.all(desks.map((desk) => desk.ask('answer', { callId })));
    const won = replies.flatMap((reply, index) => (reply.outcome === 'yours' ? [index] : []));
    expect(won, guid).toHaveLength(1);
    const winner = won[0] === 0 ? 'North desk' : 'South desk';
    winners.push(winner);
    const claims = await Promise.all(
      desks.map((desk) => desk.until((view) => view.call.id === guid && view.phase === 'claimed')),
    );
    expect(claims.map(({ by }) => by?.name)).toEqual([winner, winner]);
    await desks[won[0] ?? 0]?.ask('hangUp', { callId });
  }

  expect(winners).toHaveLength(200);
});
