import { expect, test } from 'vitest';
import { CallId, SiteId } from '../../../protocol/call.ts';
import type { Exchange } from '../../../server/butterflymx/rest.ts';
import { vendorSteps } from '../../../server/demo/vendorSteps.ts';
import { DoorLog } from '../../../server/doors/doorLog.ts';
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
const aDelivery = (
  body: object,
  { status, ...told }: { guid: string | null; vendorId: number | null; status: string },
) => ({
  site,
  raw: new TextEncoder().encode(JSON.stringify(body)),
  reading: { kind: 'status' as const, facts: { ...aRingCall(), ...told }, imageUrl: null, status },
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

const aDoorLog = (entry: number) => ({
  site,
  raw: new TextEncoder().encode(JSON.stringify({ id: entry })),
  reading: { kind: 'door' as const, vendorId: entry, log: DoorLog.parse({ id: entry }) },
  receipt: 'accepted' as const,
  tookMs: 2,
});

test('a door’s log is a step of the call that it is tied to, whether it was tied before it was answered or after, and of no other', () => {
  const steps = vendorSteps(manualClock());
  const one = CallId.parse('one');
  steps.takenIn(aDoorLog(1));
  expect(steps.of(site, about('one'))).toEqual([]);
  steps.tied(site, 1, one);
  steps.tied(site, 2, one);
  steps.tied(site, 3, CallId.parse('id:7'));
  for (const entry of [2, 3, 4]) steps.takenIn(aDoorLog(entry));
  const logsOf = (guid: string, vendorId: number | null) =>
    steps.of(site, about(guid, vendorId)).map(({ section, request }) => [section, request?.replaceAll(/\s/g, '')]);
  const log = (entry: number) => ['Webhooks › access_log create', `{"id":${entry}}`];
  expect(logsOf('one', null)).toEqual([log(1), log(2)]);
  expect(logsOf('two', 7)).toEqual([log(3)]);
  steps.clear();
  steps.takenIn(aDoorLog(2));
  expect(logsOf('one', null)).toEqual([]);
});

test('a door’s release is a step of the call from which it was asked', () => {
  const steps = vendorSteps(manualClock());
  const request = {
    site,
    as: 'called' as const,
    method: 'POST' as const,
    path: '/v4/door_release_requests',
    deadline: AbortSignal.timeout(1_000),
  };
  for (const askedFrom of [CallId.parse('one'), null])
    steps.exchanged(anExchange('', { request: { ...request, askedFrom } }));
  expect(steps.of(site, about('one')).map(({ section, times }) => [section, times])).toEqual([
    ['Door release › door_release_requests', 1],
  ]);
});
