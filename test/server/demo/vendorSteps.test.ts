import { expect, test } from 'vitest';
import { SiteId } from '../../../protocol/call.ts';
import { vendorSteps } from '../../../server/demo/vendorSteps.ts';
import type { Exchange } from '../../../server/intercom/rest.ts';
import { aRingCall } from '../../builders/ring.ts';
import { manualClock } from '../../fakes/manualClock.ts';

const site = SiteId.parse('demo');
const about = (guid: string, vendorId: number | null = null) => ({ guid, vendorId });

const anExchange = (guid: string, changes: Partial<Exchange> = {}, path = `/v3/me/calls/${guid}/status`): Exchange => ({
  request: {
    site,
    as: 'called',
    call: { ...aRingCall(), guid },
    method: 'GET',
    path,
    deadline: AbortSignal.timeout(1_000),
  },
  account: 'environment',
  status: 200,
  answer: '{"data":{}}',
  tookMs: 4,
  ...changes,
});
const aDelivery = (body: object, reading: { guid: string | null; vendorId: number | null; status: string }) => ({
  site,
  raw: new TextEncoder().encode(JSON.stringify(body)),
  reading: { kind: 'status' as const, ...reading },
  receipt: 'accepted' as const,
  tookMs: 2,
});

test('the same question with the same answer, asked in a row, is one step that says how often', () => {
  const steps = vendorSteps(manualClock());
  for (let times = 0; times < 3; times++) steps.exchanged(anExchange('one'));
  steps.exchanged(anExchange('one', { answer: '{"data":{"status":"canceled"}}' }));
  expect(steps.of(site, about('one')).map(({ times }) => times)).toEqual([3, 1]);
});

test('at most 50 calls of 100 steps are kept, the newest', () => {
  const steps = vendorSteps(manualClock());
  for (let call = 0; call < 51; call++) steps.exchanged(anExchange(`call-${call}`));
  expect([0, 1, 50].map((call) => steps.of(site, about(`call-${call}`)).length)).toEqual([0, 1, 1]);
  for (let step = 0; step < 150; step++) steps.exchanged(anExchange('call-50', { answer: String(step) }));
  const kept = steps.of(site, about('call-50'));
  expect([kept.length, kept.at(-1)?.answer]).toEqual([100, '149']);
});

test('a body is kept cut, and no call of another site is told of it', () => {
  const steps = vendorSteps(manualClock());
  steps.exchanged(anExchange('one', { answer: 'x'.repeat(100_000) }));
  expect(steps.of(site, about('one'))[0]?.answer).toHaveLength(2_049);
  expect(steps.of(SiteId.parse('other'), about('one'))).toEqual([]);
});

test('a delivery is found by either of its words, and what came under one joins what came under the other', () => {
  const clock = manualClock();
  const steps = vendorSteps(clock);
  steps.takenIn(aDelivery({ id: 7 }, { guid: null, vendorId: 7, status: 'initializing' }));
  steps.takenIn(aDelivery({ guid: 'one', id: 7 }, { guid: 'one', vendorId: 7, status: 'canceled' }));
  clock.pass(10);
  steps.exchanged(anExchange('one'));
  expect(steps.of(site, about('one')).map(({ direction }) => direction)).toEqual(['in', 'in', 'out']);
  expect(steps.of(site, about('one', 7))).toHaveLength(3);
});
