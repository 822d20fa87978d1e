/** The vendor's webhook guide, section by section, walked by a relay as a process and the commands that an operator types. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { operator } from '../../protocol/operator.ts';
import { aBuilding, type Building } from '../harness/aBuilding.ts';
import { aDesk, type ConnectedDesk } from '../harness/aDesk.ts';
import { vestibule } from '../server/cli/vestibule.ts';
import { aSlowRoad } from './aSlowRoad.ts';

const Line = z.object({ id: z.string(), scope: z.enum(['building', 'tenant']), target: z.number(), state: z.string() });
const [buildingId, frontDeskTenant] = ['61200', '7340020'];

let building: Building;
let desk: ConnectedDesk;
beforeAll(async () => {
  building = await aBuilding({ isRegistered: false });
  const { token } = await building.relay.desk();
  desk = await aDesk(building.relay.address, { token });
});
afterAll(async () => {
  desk.close();
  await building[Symbol.asyncDispose]();
});

const command = async (...words: readonly string[]) => {
  const { code, json, error } = await vestibule(building.relay.dataDir, [...words, '--json']);
  expect([code, error]).toEqual([0, error]);
  return json;
};
const Made = z.object({ integration: Line });
const registered = async (...words: readonly string[]) =>
  Made.parse(await command('integration', 'create', '--site', 'demo', ...words)).integration;
const ringsOf = (guid: string) => desk.views.filter(({ call, revision }) => call.id === guid && revision === 1).length;
const ring = async (to?: string) => {
  const guid = await building.simulator.ring('demo', to);
  await desk.until(({ call, phase }) => call.id === guid && phase === 'ringing');
  return guid;
};
/** How many deliveries the relay has answered so. */
async function answered(receipt: string): Promise<number> {
  const text = await (await fetch(`${building.relay.address}/metrics`)).text();
  return Number(new RegExp(`vestibule_deliveries_total\\{receipt="${receipt}"\\} (\\d+)`).exec(text)?.[1] ?? 0);
}
const until = (test: () => Promise<boolean>) => expect.poll(test, { interval: 100 }).toBe(true);

/** A resident opens a door by the vendor’s own app; only the building’s registration is told. */
async function releaseDoor(): Promise<void> {
  const request = { door_release_request: { tenant_id: 7_340_021, access_point_id: 33_018 } };
  expect((await building.simulator.api('POST', '/v4/door_release_requests', request)).status).toBe(201);
}
const Logged = z.object({ accessPoint: z.number() });
const doorsLogged = async () =>
  z
    .array(Logged)
    .parse([await command('access-log', 'list', '--site', 'demo')].flat())
    .map(({ accessPoint }) => accessPoint);

describe('Register a webhook for a building', () => {
  test('the vendor has one registration of it, for calls and door logs', async () => {
    const made = await registered('--building', buildingId);
    expect(made).toMatchObject({ scope: 'building', target: 61_200 });
    const [entry, ...others] = await building.simulator.integrations();
    expect([others, entry?.bindings.map(({ resource_type, actions }) => `${resource_type} ${actions}`).sort()]).toEqual(
      [[], ['access_log create', 'call create,status_update']],
    );
  });

  test('call.create is received, and a desk rings', async () => {
    const guid = await ring();
    expect(ringsOf(guid)).toBe(1);
    await building.simulator.setStatus(guid, 'canceled');
    await desk.until(({ call, phase }) => call.id === guid && phase === 'ended');
  });

  test('access_log.create is received, and rings nobody', async () => {
    const before = await answered('accepted');
    const calls = () => new Set(desk.views.map(({ call }) => call.id)).size;
    const shown = calls();
    await releaseDoor();
    await until(async () => (await answered('accepted')) > before);
    expect(await doorsLogged()).toContain(33_018);
    expect(calls()).toBe(shown);
  });
});

describe('Register a webhook for a tenant', () => {
  test('by it alone a call to that tenant rings', async () => {
    await using own = await aBuilding({ isRegistered: false });
    const made = ['integration', 'create', '--site', 'demo', '--tenant', frontDeskTenant];
    expect((await vestibule(own.relay.dataDir, made)).code).toBe(0);
    expect(await own.simulator.integrations()).toEqual([]);
    using its = await aDesk(own.relay.address, await own.relay.desk());
    const guid = await own.simulator.ring('demo', 'Front desk');
    expect((await its.until(({ call }) => call.id === guid)).call.webhookMissing).toBe(false);
  });

  test('a call that both registrations bring rings once', async () => {
    const made = await registered('--tenant', frontDeskTenant);
    expect(made).toMatchObject({ scope: 'tenant', target: 7_340_020 });
    const before = await answered('duplicate');
    const guid = await ring('Front desk');
    await until(async () => (await answered('duplicate')) > before);
    expect(ringsOf(guid)).toBe(1);
    await building.simulator.setStatus(guid, 'canceled');
  });
});

describe('List, update and delete', () => {
  const list = async (...words: readonly string[]) =>
    z.array(Line).parse([await command('integration', 'list', '--site', 'demo', ...words)].flat());

  test('both are listed as in order', async () => {
    const lines = [...(await list('--building', buildingId)), ...(await list('--tenant', frontDeskTenant))];
    expect(new Set(lines.map(({ scope, state }) => `${scope} ${state}`))).toEqual(
      new Set(['building in-order', 'tenant in-order']),
    );
  });

  test('an update changes what is delivered', async () => {
    const [line] = await list('--building', buildingId);
    await command('integration', 'update', line?.id ?? '', '--site', 'demo', '--bind', 'call:create');
    const [entry] = await building.simulator.integrations();
    expect(entry?.bindings).toMatchObject([{ resource_type: 'call', actions: ['create'] }]);
    const before = await answered('accepted');
    await releaseDoor();
    await ring();
    expect(await answered('accepted')).toBe(before + 1);
  });

  test('a deleted registration is gone at the vendor, and its key at the relay', async () => {
    const lines = await list('--tenant', frontDeskTenant);
    const tenants = lines.find(({ scope }) => scope === 'tenant');
    const [entry] = await building.simulator.integrations(`/v4/tenants/${frontDeskTenant}/integrations`);
    const deliver = () => fetch(entry?.configuration.url ?? '', { method: 'POST', body: JSON.stringify({ id: 1 }) });
    expect((await deliver()).status).toBe(200);
    await command('integration', 'delete', tenants?.id ?? '', '--site', 'demo');
    expect((await list('--tenant', frontDeskTenant)).filter(({ scope }) => scope === 'tenant')).toEqual([]);
    expect((await deliver()).status).toBe(404);
  });
});

describe('Deliveries that come twice, late or not at all', () => {
  test('a delivery that comes twice rings once', async () => {
    await building.simulator.misbehave({ webhooks: { delivery: 'doubled' } });
    const before = await answered('duplicate');
    const guid = await ring();
    await until(async () => (await answered('duplicate')) > before);
    expect(ringsOf(guid)).toBe(1);
    await building.simulator.misbehave({});
    await building.simulator.setStatus(guid, 'canceled');
  });

  test('an answer that comes too late brings the delivery again: it is a duplicate, and the call rings once', async () => {
    await using own = await aBuilding({ isRegistered: false });
    const { url } = await own.relay.hook();
    await using road = await aSlowRoad(url);
    await own.simulator.register('demo', 'Harbor House', road.address);
    using its = await aDesk(own.relay.address, await own.relay.desk());
    const guid = await own.simulator.ring('demo');
    await its.until(({ call, phase }) => call.id === guid && phase === 'ringing');
    await until(async () => road.answers.length > 1);
    expect(road.answers.slice(0, 2)).toEqual(['accepted', 'duplicate']);
    expect(its.views.filter(({ call, revision }) => call.id === guid && revision === 1)).toHaveLength(1);
  });

  test('the answer waits for nothing of the vendor: with an API that hangs, the delivery is answered and rings', async () => {
    await building.simulator.misbehave({ api: [{ path: '/v3', does: 'hang' }] });
    const guid = await ring();
    expect(ringsOf(guid)).toBe(1);
    await building.simulator.misbehave({});
    await building.simulator.setStatus(guid, 'canceled');
  });

  test('a delivery that never comes is noticed in the list of calls, rings, and is told as an alarm', async () => {
    await building.simulator.misbehave({ webhooks: { delivery: 'lost' } });
    const guid = await building.simulator.ring('demo');
    const view = await desk.until(({ call }) => call.id === guid && call.webhookMissing);
    const { body } = await building.relay.answerTo(operator.listAlarms, {});
    expect([view.phase, body]).toEqual([
      'ringing',
      expect.arrayContaining([expect.objectContaining({ kind: 'webhook-missing', site: 'demo' })]),
    ]);
  });
});
