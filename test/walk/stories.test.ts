/** Calls that did not ring, as people told of them elsewhere; here each rings, or says why it did not. */
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { operator } from '../../protocol/operator.ts';
import { aStandingDesk } from '../chaos/standingDesk.ts';
import { aBuilding } from '../harness/aBuilding.ts';
import { aDesk } from '../harness/aDesk.ts';
import { aRelay, type RunningRelay } from '../harness/aRelay.ts';

const post = (url: string, body: object) => fetch(url, { method: 'POST', body: JSON.stringify(body) });
const call = (guid: string) => ({ guid, panel: { id: 1, name: 'Gate' } });
const why = async (relay: RunningRelay, guid: string) =>
  await relay.ask(operator.explainCall, { params: { id: guid } });
const kinds = async (relay: RunningRelay) =>
  z
    .array(z.object({ kind: z.string() }))
    .parse((await relay.answerTo(operator.listAlarms, {})).body)
    .map(({ kind }) => kind);
/** Waits until it is so; the test's own deadline ends it. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await wait(20);
}

test('story 2: a desk that came back twice has its rooms, and each call rings there once', async () => {
  await using relay = await aRelay();
  const { url } = await relay.hook();
  const desk = aStandingDesk(relay.address, (await relay.desk()).token);
  for (const pictures of [1, 2, 3]) {
    await until(() => desk.pictures() === pictures);
    if (pictures < 3) desk.socket.io.engine.close();
  }
  let messages = 0;
  desk.socket.on('ring', (view: { readonly phase: string }) => {
    messages += view.phase === 'ringing' ? 1 : 0;
  });
  await post(url, call('after-two-returns'));
  await until(() => desk.hasSeen('after-two-returns'));
  await post(url, call('fence-0001'));
  await until(() => desk.hasSeen('fence-0001'));
  expect(messages).toBe(2);
  desk.close();
});

test('story 6: a desk whose token was revoked is told so at once, and the site counts as not covered', async () => {
  await using relay = await aRelay();
  await relay.hook();
  const made = await relay.desk();
  const desk = aStandingDesk(relay.address, made.token);
  await until(() => desk.pictures() === 1);
  const refusals: unknown[] = [];
  desk.socket.on('connect_error', (error) => void refusals.push(error.message));
  desk.socket.on('disconnect', () => void desk.socket.connect());
  await relay.ask(operator.revokeDesk, { params: { id: made.desk } });
  await until(() => refusals.length > 0);
  expect(refusals[0]).toMatch(/not enrolled here any more/);
  desk.close();
});

test('story 7: a call while no desk runs is an alarm at once, and its timeline names the desk that was missing', async () => {
  await using relay = await aRelay();
  const { url } = await relay.hook();
  const { desk } = await relay.desk();
  await post(url, call('nobody-there'));
  await until(async () => (await kinds(relay)).includes('unheard-call'));
  const { sentence, facts } = await why(relay, 'nobody-there');
  expect(sentence).toBe('Gate rang nobody: no desk was connected; it rings now.');
  expect(facts.find(({ what }) => what === 'left-out')).toMatchObject({ desk, detail: 'not connected' });
});

test('story 8: a delivery with a wrong or revoked key rings nobody and says nothing; with the next key calls ring again', async () => {
  await using relay = await aRelay();
  const first = await relay.hook();
  using desk = await aDesk(relay.address, await relay.desk());
  await relay.ask(operator.revokeHook, { params: { id: first.id } });
  expect((await post(first.url, call('dead-url'))).status).toBe(404);
  const second = await relay.hook();
  await post(second.url, call('new-url'));
  await desk.until(({ call: { id } }) => id === 'new-url');
  expect(desk.views.map(({ call: { id } }) => id)).not.toContain('dead-url');
});

test('story 15: a rule that kept a desk quiet is in the timeline, and a late burst never rings', async () => {
  await using relay = await aRelay({ env: { VESTIBULE_RING_SECONDS: '5' } });
  const { url } = await relay.hook();
  const made = await relay.desk();
  using desk = await aDesk(relay.address, made);
  await desk.ask('able', { able: false, because: 'stepped-away' });
  await post(url, call('stepped-away'));
  await desk.until(({ call: { id } }) => id === 'stepped-away');
  const { facts } = await why(relay, 'stepped-away');
  expect(facts.find(({ what }) => what === 'left-out')).toMatchObject({
    desk: made.desk,
    detail: 'cannot be heard: stepped-away',
  });
  await desk.until(({ phase, call: { id } }) => phase === 'ended' && id === 'stepped-away');
  expect(await (await post(url, call('stepped-away'))).json()).toEqual({ status: 'duplicate' });
  await post(url, call('fence-0002'));
  await desk.until(({ call: { id } }) => id === 'fence-0002');
  const phases = desk.views.filter(({ call: { id } }) => id === 'stepped-away').map(({ phase }) => phase);
  expect(phases.lastIndexOf('ringing')).toBeLessThan(phases.indexOf('ended'));
});

test('the timeline tells a call from its first byte to its end, each step with its time and desk', async () => {
  await using building = await aBuilding({ isRegistered: false });
  const { relay, simulator } = building;
  const { url, id: hook } = await relay.hook();
  await simulator.register('demo', 'Harbor House', url);
  const made = await relay.desk();
  using desk = await aDesk(relay.address, made);
  await desk.ask('able', { able: true, because: null });
  const { desk: absent } = await relay.desk({ name: 'Back office' });
  await simulator.ring('demo');
  const { call: view } = await desk.until(({ phase }) => phase === 'ringing');
  const around = { visible: true, output: 'Speakers', volume: 1, doNotDisturb: false };
  for (const stage of ['received', 'shown', 'sounding'] as const)
    await desk.ask('receipt', { callId: view.id, stage, at: view.receivedAt, around });
  await desk.ask('answer', { callId: view.id });
  await desk.ask('media', { callId: view.id });
  await desk.ask('receipt', { callId: view.id, stage: 'connected', at: view.receivedAt });
  await desk.ask('hangUp', { callId: view.id });
  const complete = async () => (await why(relay, view.id)).facts.filter(({ what }) => what === 'sounding').length === 1;
  await until(complete);
  const { facts, sentence } = await why(relay, view.id);
  const told = facts.map(({ what, desk: by }) =>
    by === null ? what : `${what} ${by === made.desk ? 'front' : 'other'}`,
  );
  expect(told.slice(0, 2)).toEqual(['authenticated', 'stored']);
  expect(facts[0]?.detail).toContain(hook);
  for (const step of [
    'received',
    'routed',
    'left-out other',
    'sent',
    'received front',
    'shown front',
    'sounding front',
    'claimed front',
    'connected front',
    'ended front',
  ])
    expect(told).toContain(step);
  expect(facts.find(({ what }) => what === 'left-out')?.desk).toBe(absent);
  expect(facts.find(({ what }) => what === 'sounding')?.detail).toBe('to Speakers, volume 100 %');
  expect(sentence).toMatch(/^Front entrance sounded at 1 desk for \d+ s; Front desk answered and hung up\.$/);
});

test('an unheard call is an alarm that goes out and clears once a desk is heard again', async () => {
  await using relay = await aRelay();
  const { url } = await relay.hook();
  using desk = await aDesk(relay.address, await relay.desk());
  await post(url, call('silent-0001'));
  await until(async () => (await kinds(relay)).includes('unheard-call'));
  expect(desk.views.filter(({ phase }) => phase === 'ringing').length).toBeGreaterThanOrEqual(2);
  const { call: view } = await desk.until(({ phase }) => phase === 'ringing');
  await desk.ask('receipt', { callId: view.id, stage: 'sounding', at: view.receivedAt });
  await until(async () => !(await kinds(relay)).includes('unheard-call'));
});

test('a hundred duplicates at once are one ring; another body for the same guid changes nothing and is noted', async () => {
  await using relay = await aRelay();
  const { url } = await relay.hook();
  using desk = await aDesk(relay.address, await relay.desk());
  const answers = await Promise.all(
    Array.from({ length: 100 }, async () => (await post(url, call('hundredfold'))).json()),
  );
  expect(
    answers.filter((answer) => z.object({ status: z.literal('accepted') }).safeParse(answer).success),
  ).toHaveLength(1);
  await post(url, { guid: 'hundredfold', panel: { id: 2, name: 'Garage' } });
  await until(async () => (await why(relay, 'hundredfold')).facts.some(({ what }) => what === 'conflict'));
  expect(new Set(desk.views.map(({ call: { panel } }) => panel))).toEqual(new Set(['Gate']));
});

test('one seat that answers twice has it once; the second seat of its desk is told; its status before the create never rings', async () => {
  await using relay = await aRelay();
  const { url } = await relay.hook();
  const { token } = await relay.desk();
  using one = await aDesk(relay.address, { token, seat: 'seat-number-one' });
  using two = await aDesk(relay.address, { token, seat: 'seat-number-two' });
  await post(url, call('two-seats-01'));
  const { call: view } = await one.until(({ phase }) => phase === 'ringing');
  await two.until(({ phase }) => phase === 'ringing');
  const asked = { callId: view.id };
  expect([await one.ask('answer', asked), await one.ask('answer', asked)]).toMatchObject([
    { outcome: 'yours' },
    { outcome: 'yours' },
  ]);
  expect(await two.ask('answer', asked)).toMatchObject({ outcome: 'refused', because: 'claimed-by-same-desk' });

  await post(url, { call: { guid: 'overtaken-01' }, status: 'canceled' });
  await post(url, call('overtaken-01'));
  await one.until(({ call: { id }, phase }) => id === 'overtaken-01' && phase === 'ended');
});

test('a backup of a running relay can be restored: hooks, desks and past calls are there', async () => {
  await using relay = await aRelay();
  const { url } = await relay.hook();
  const { token } = await relay.desk();
  await post(url, call('kept-call-01'));
  const file = `${relay.dataDir}/copy.db`;
  expect(await relay.answerTo(operator.makeBackup, { body: { file } })).toEqual({ status: 200, body: { file } });
  await post(url, call('after-backup'));
  await relay.stop();
  const { renameSync, rmSync } = await import('node:fs');
  for (const ending of ['', '-wal', '-shm']) rmSync(`${relay.dataDir}/journal.db${ending}`, { force: true });
  renameSync(file, `${relay.dataDir}/journal.db`);

  await using restored = await relay.again();
  using desk = await aDesk(restored.address, { token });
  /** The copy may be of the instant before the ring's own step: it is then taken up, and shown a moment after the picture. */
  await desk.until(({ phase, call: { id } }) => phase === 'ringing' && id === 'kept-call-01');
  expect(desk.views.map(({ call: { id } }) => id)).not.toContain('after-backup');
  expect((await restored.answerTo(operator.explainCall, { params: { id: 'after-backup' } })).status).toBe(404);
  expect((await post(url, call('rings-again'))).status).toBe(200);
});
