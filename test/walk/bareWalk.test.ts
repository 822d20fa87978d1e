import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { provenDoors } from '../../scripts/provenDoors.ts';
import { aDesk } from '../harness/aDesk.ts';
import { aRelay } from '../harness/aRelay.ts';

const flat = readFileSync(join(import.meta.dirname, '../vectors/webhook-call-create.flat.json'));

test('a delivery is accepted once and rings every desk of its site', async () => {
  await using relay = await aRelay();
  const { url } = await relay.hook();
  using north = await aDesk(relay.address, await relay.desk({ name: 'North desk' }));
  using south = await aDesk(relay.address, await relay.desk({ name: 'South desk' }));

  const first = await fetch(url, { method: 'POST', body: flat });
  const second = await fetch(url, { method: 'POST', body: flat });

  expect([first.status, await first.json(), second.status, await second.json()]).toEqual([
    200,
    { status: 'accepted' },
    200,
    { status: 'duplicate' },
  ]);
  for (const desk of [north, south]) {
    const view = await desk.until(({ phase }) => phase === 'ringing');
    expect(view.call).toMatchObject({
      panel: 'North Lobby',
      unit: '12F',
      recipient: { kind: 'resident', name: 'Noor Haddad' },
    });
  }
  expect(new Set(north.views.map(({ call }) => call.id)).size).toBe(1);
});

test('one seat answers; the others see who has it', async () => {
  await using relay = await aRelay();
  const { url } = await relay.hook();
  await provenDoors(relay.operator, 'demo');
  using north = await aDesk(relay.address, await relay.desk({ name: 'North desk' }));
  using south = await aDesk(relay.address, await relay.desk({ name: 'South desk' }));
  await fetch(url, { method: 'POST', body: flat });
  const { call } = await north.until(({ phase }) => phase === 'ringing');

  expect(await north.ask('answer', { callId: call.id })).toMatchObject({ outcome: 'yours' });
  expect(await south.ask('answer', { callId: call.id })).toMatchObject({
    outcome: 'refused',
    because: 'already-claimed',
    by: { name: 'North desk' },
  });
  expect(await south.until(({ phase }) => phase === 'claimed')).toMatchObject({
    by: { name: 'North desk' },
    can: { answer: 'already-claimed', door: 'already-claimed' },
  });
});
