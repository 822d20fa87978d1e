import { expect, test } from 'vitest';
import { CallId, PressId } from '../../protocol/call.ts';
import { aDesk } from '../harness/aDesk.ts';
import { aRelay } from '../harness/aRelay.ts';

test('a desk of another site sees nothing of a call, and every question about it is answered as for an unknown one', async () => {
  await using relay = await aRelay();
  const { url } = await relay.hook('east');
  await relay.hook('west');
  using east = await aDesk(relay.address, await relay.desk({ sites: ['east'] }));
  using west = await aDesk(relay.address, await relay.desk({ sites: ['west'] }));
  await fetch(url, { method: 'POST', body: JSON.stringify({ guid: 'east-call-1' }) });
  await east.until(({ call }) => call.id === 'east-call-1');

  const ask = async (callId: CallId) => [
    await west.ask('answer', { callId }),
    await west.ask('media', { callId }),
    await west.ask('silence', { callId }),
    await west.ask('end', { callId }),
    await west.ask('hangUp', { callId }),
    await west.ask('openDoor', { callId, pressId: PressId.parse(`press-${callId}`) }),
  ];
  const foreign = await ask(CallId.parse('east-call-1'));

  expect(foreign).toEqual(await ask(CallId.parse('no-such-call')));
  expect(foreign).toEqual(foreign.map(() => ({ outcome: 'refused', because: 'unknown-call' })));
  expect(west.views).toEqual([]);
  expect(await east.until(({ call }) => call.id === 'east-call-1')).toMatchObject({ phase: 'ringing', revision: 1 });
});

test('the same guid at two sites is two calls', async () => {
  await using relay = await aRelay();
  const [east, west] = [await relay.hook('east'), await relay.hook('west')];
  using eastDesk = await aDesk(relay.address, await relay.desk({ sites: ['east'] }));
  using westDesk = await aDesk(relay.address, await relay.desk({ sites: ['west'] }));
  const body = JSON.stringify({ guid: 'one-guid-1' });
  await fetch(east.url, { method: 'POST', body });
  await fetch(west.url, { method: 'POST', body });
  await eastDesk.until(({ phase }) => phase === 'ringing');
  await westDesk.until(({ phase }) => phase === 'ringing');
  await fetch(east.url, { method: 'POST', body: JSON.stringify({ call: { guid: 'one-guid-1' }, status: 'canceled' }) });

  await eastDesk.until(({ phase }) => phase === 'ended');
  expect(westDesk.views.at(-1)?.phase).toBe('ringing');
});
