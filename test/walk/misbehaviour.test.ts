/** Each way in which the simulated vendor goes wrong, and what a real desk sees of it. `docs/simulator.md` has the same as a table. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { RingView } from '../../protocol/ring.ts';
import { ApiFault, DeliveryFault, DeliveryShape } from '../../simulator/faults/misbehaviour.ts';
import { aBuilding, type Building } from '../harness/aBuilding.ts';
import { aDesk, type ConnectedDesk } from '../harness/aDesk.ts';

let building: Building;
let desk: ConnectedDesk;
beforeAll(async () => {
  building = await aBuilding();
  desk = await aDesk(building.relay.address, await building.relay.desk());
});
afterEach(() => building.simulator.misbehave({}));
afterAll(async () => {
  desk.close();
  await building[Symbol.asyncDispose]();
});

/** A visitor presses the button; the first view of that call which satisfies the test, whatever the call is named by. */
async function aVisitor(isIt: (view: RingView) => boolean = ({ phase }) => phase === 'ringing') {
  const known = new Set(desk.views.map(({ call }) => call.id));
  const guid = await building.simulator.ring('demo', '12F');
  const view = await desk.until((one) => !known.has(one.call.id) && isIt(one));
  return { guid, callId: view.call.id, view };
}
const leave = async ({ guid, callId }: { readonly guid: string; readonly callId: string }) => {
  await building.simulator.setStatus(guid, 'canceled');
  return desk.until(({ call, phase }) => call.id === callId && phase === 'ended');
};
const after = ({ callId, revision }: { readonly callId: string; readonly revision: number }, phase: string) =>
  desk.until((view) => view.call.id === callId && view.revision > revision && view.phase === phase);

/** The status of a ring is asked for every 1.5 s, and a vendor that hangs is given up after 2. */
const patience = { timeout: 15_000 };

const refusals = [
  ['500', 'vendor-refused'],
  ['429', 'vendor-refused'],
  ['401', 'vendor-refused'],
  ['garbage', 'vendor-refused'],
  ['hang', 'vendor-slow'],
  ['drop', 'vendor-slow'],
] as const;

describe('an answer, while the API gives the media token with', () => {
  test.each(refusals)(
    '%s: the desk is told %s, the call rings again, and a second try talks',
    async (does, because) => {
      const { callId, guid } = await aVisitor();
      await building.simulator.misbehave({
        api: [{ path: `/v3/me/calls/${guid}/token`, does, retryAfterSeconds: 600 }],
      });
      expect(await desk.ask('answer', { callId })).toMatchObject({ outcome: 'yours' });
      const claimed = await desk.until(({ call, phase }) => call.id === callId && phase === 'claimed');
      expect(await desk.ask('media', { callId })).toEqual({ outcome: 'refused', because });
      expect(await after({ callId, revision: claimed.revision }, 'ringing')).toMatchObject({ can: { answer: true } });
      expect(await building.simulator.status(guid)).toBe('initializing');

      await building.simulator.misbehave({});
      expect(await desk.ask('answer', { callId })).toMatchObject({ outcome: 'yours' });
      expect(await desk.ask('media', { callId })).toMatchObject({ outcome: 'granted' });
      await desk.ask('hangUp', { callId });
    },
  );

  test('slow, within its four seconds: the desk waits and talks', async () => {
    const { callId } = await aVisitor();
    await building.simulator.misbehave({ api: [{ path: '/v3/me/calls', does: 'slow', slowMs: 500 }] });
    await desk.ask('answer', { callId });
    expect(await desk.ask('media', { callId })).toMatchObject({ outcome: 'granted' });
    await desk.ask('hangUp', { callId });
  });

  test('each fault that the simulator knows', () => {
    expect([...refusals.map(([does]) => does), 'slow'].sort()).toEqual([...ApiFault.options].sort());
  });
});

describe('a ring, while every question to the API meets', () => {
  test.each(ApiFault.options)('%s: it comes at once, rings on, and the webhook of its end stops it', async (does) => {
    await building.simulator.misbehave({ api: [{ path: '/v', does, slowMs: 10_000, retryAfterSeconds: 2 }] });
    const visitor = await aVisitor();
    expect(visitor.view.call).toMatchObject({ panel: 'Front entrance', unit: '12F', webhookMissing: false });
    await expect
      .poll(() => building.simulator.requests(`/v3/me/calls/${visitor.guid}/status`), patience)
      .not.toEqual([]);
    expect(desk.views.findLast(({ call }) => call.id === visitor.callId)).toMatchObject({ phase: 'ringing' });
    expect(await leave(visitor)).toMatchObject({ reason: 'visitor-left' });
  });
});

describe('a picture that the vendor gives with', () => {
  test.each(['500', 'garbage', 'hang'] as const)('%s: the call rings without one', async (does) => {
    await building.simulator.misbehave({ api: [{ path: '/cache', does }] });
    const visitor = await aVisitor();
    expect(visitor.view.call).toMatchObject({ unit: '12F', snapshot: null });
    expect(await leave(visitor)).toMatchObject({ call: { snapshot: null }, reason: 'visitor-left' });
  });
});

const ringsOf = (callId: string) => desk.views.filter(({ call, revision }) => call.id === callId && revision === 1);

describe('webhooks that come', () => {
  test('normal: the call rings once, and ends with the vendor’s word', async () => {
    const visitor = await aVisitor();
    expect(ringsOf(visitor.callId)).toHaveLength(1);
    expect(await leave(visitor)).toMatchObject({ reason: 'visitor-left' });
  });

  test('doubled: the call rings once, and nothing rings again after its end', async () => {
    await building.simulator.misbehave({ webhooks: { delivery: 'doubled' } });
    const visitor = await aVisitor();
    expect(await leave(visitor)).toMatchObject({ reason: 'visitor-left' });
    const next = await aVisitor();
    expect([ringsOf(visitor.callId), ringsOf(next.callId)].map(({ length }) => length)).toEqual([1, 1]);
    expect(desk.views.findLast(({ call }) => call.id === visitor.callId)?.phase).toBe('ended');
    await leave(next);
  });

  test('late: the call rings when its webhook is there, unmarked, and can be answered', async () => {
    await building.simulator.misbehave({ webhooks: { delivery: 'late', lateMs: 2_000 } });
    const visitor = await aVisitor();
    expect(visitor.view).toMatchObject({ can: { answer: true }, call: { webhookMissing: false } });
    await building.simulator.misbehave({});
    expect(await leave(visitor)).toMatchObject({ reason: 'visitor-left' });
  });

  test('out of order: a call whose end overtook it ends as it comes', async () => {
    await building.simulator.misbehave({ webhooks: { delivery: 'out-of-order' } });
    const guid = await building.simulator.ring('demo', '12F');
    await building.simulator.setStatus(guid, 'canceled');
    const ended = await desk.until(({ call, phase }) => call.id === guid && phase === 'ended');
    expect(ended).toMatchObject({ reason: 'visitor-left' });
    expect(desk.views.filter(({ call, phase }) => call.id === guid && phase === 'ringing')).toEqual([]);
  });

  test('in each manner that the simulator knows, of which “lost” is in reconcile.test.ts', () => {
    const here = ['normal', 'doubled', 'late', 'out-of-order'];
    expect([...here, 'lost'].sort()).toEqual([...DeliveryFault.options].sort());
  });
});

/** What the card shows at first; the name of a resident is nowhere but in the flat shape. */
const shown = {
  flat: { panel: 'Front entrance', unit: '12F', recipient: { kind: 'resident', name: 'Noor Haddad' } },
  envelope: { panel: 'Front entrance', unit: null, recipient: { kind: 'resident', name: null } },
  'envelope-with-guid': { panel: 'Front entrance', unit: null, recipient: { kind: 'resident', name: null } },
  'number-only': { panel: 'Unnamed panel', unit: null },
} as const;

describe('a call and its end in the shape', () => {
  test.each(DeliveryShape.options)('%s: it rings with what is known, can be answered, and ends', async (shape) => {
    await building.simulator.misbehave({ webhooks: { shape } });
    const first = await aVisitor();
    expect(first.view.call).toMatchObject(shown[shape]);
    await desk.until(({ call, can }) => call.id === first.callId && can.answer === true);
    expect(await desk.ask('answer', { callId: first.callId })).toMatchObject({ outcome: 'yours' });
    expect(await desk.ask('media', { callId: first.callId })).toMatchObject({ outcome: 'granted' });
    await desk.ask('hangUp', { callId: first.callId });

    expect(await leave(await aVisitor())).toMatchObject({ reason: 'visitor-left' });
  });
});
