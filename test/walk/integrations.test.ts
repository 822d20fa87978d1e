import { expect, test } from 'vitest';
import { IntegrationDone, IntegrationLine } from '../../protocol/integration.ts';
import { operator } from '../../protocol/operator.ts';
import { aDesk } from '../harness/aDesk.ts';
import { aRelay, type RunningRelay } from '../harness/aRelay.ts';
import { aSimulator, type RunningSimulator } from '../harness/aSimulator.ts';
import { vestibule } from '../server/cli/vestibule.ts';

const ofBuilding = '/v4/buildings/61200/integrations';
const rotations = 3;

async function both() {
  const simulator = await aSimulator();
  const relay = await aRelay({
    env: {
      VESTIBULE_BUTTERFLYMX_API_URL: simulator.address,
      VESTIBULE_BUTTERFLYMX_TOKEN: simulator.bearer,
      VESTIBULE_SNAPSHOT_ORIGINS: simulator.address,
    },
  });
  const end = async () => {
    await relay[Symbol.asyncDispose]();
    await simulator.stop();
  };
  return { simulator, relay, [Symbol.asyncDispose]: end };
}

/** Runs a command with `--json` as an operator would, beside the relay. */
const command = async (relay: RunningRelay, ...line: readonly string[]) => {
  const printed = await vestibule(relay.dataDir, [...line, '--json']);
  if (printed.code !== 0) throw new Error(printed.error);
  return printed.json;
};
const register = async (relay: RunningRelay) =>
  IntegrationDone.parse(await command(relay, 'integration', 'create', '--site', 'demo', '--building', '61200'));
const alarmsOf = async (relay: RunningRelay) =>
  (await relay.ask(operator.listAlarms, {})).map(({ kind }) => kind).filter((kind) => kind === 'integration-gone');
const hooksOf = async (relay: RunningRelay) => await relay.ask(operator.listHooks, {});
const urlAt = async (simulator: RunningSimulator) => (await simulator.integrations())[0]?.configuration.url ?? '';

test('a building is registered, listed, shown, changed and deleted by commands, and its calls ring meanwhile', async () => {
  await using ground = await both();
  const { relay, simulator } = ground;
  const { integration, did, refused } = await register(relay);
  expect([did, refused, integration.state]).toEqual(['registered', [], 'in-order']);
  using desk = await aDesk(relay.address, await relay.desk());
  const guid = await simulator.ring('demo');
  await desk.until(({ call }) => call.id === guid);

  const { id } = integration;
  expect(await command(relay, 'integration', 'create', '--site', 'demo')).toMatchObject({ did: 'reused' });
  expect(await command(relay, 'integration', 'list', '--site', 'demo')).toMatchObject({ id, hook: { inForce: true } });
  await command(relay, 'integration', 'update', id, '--bind', 'call:create', '--bind', 'door_release:create');
  const shown = IntegrationLine.parse(await command(relay, 'integration', 'show', id));
  expect(shown.bindings).toEqual([
    { resource: 'call', actions: ['create'] },
    { resource: 'door_release', actions: ['create'] },
  ]);

  const url = await urlAt(simulator);
  expect(await command(relay, 'integration', 'delete', id)).toEqual({ id, deleted: true });
  expect(await simulator.integrations()).toEqual([]);
  expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(404);
});

test('a tenant is registered too, and what cannot be is refused in words', async () => {
  await using ground = await both();
  const { relay } = ground;
  const line = [
    'integration',
    'create',
    '--site',
    'demo',
    '--tenant',
    '7340020',
    '--bind',
    'call:create,status_update',
  ];
  expect(await command(relay, ...line)).toMatchObject({ did: 'registered', integration: { scope: 'tenant' } });
  const wrong = await vestibule(relay.dataDir, ['integration', 'create', '--site', 'demo', '--building', '1']);
  expect([wrong.code, wrong.error]).toEqual([
    1,
    'ButterflyMX refused: “base: Resource not found”. Check the number 1: the linked account must be that of a Building Admin.\n',
  ]);
  const misused = await vestibule(relay.dataDir, [
    'integration',
    'create',
    '--site',
    'demo',
    '--building',
    '61200',
    '--bind',
    'weather:create',
  ]);
  expect(misused.code).toBe(2);
});

test('no delivery is lost or refused, and every call rings once, while keys are replaced', async () => {
  await using ground = await both();
  const { relay, simulator } = ground;
  const { integration } = await register(relay);
  using desk = await aDesk(relay.address, await relay.desk());
  const placed: string[] = [];
  let rotating = true;
  const visitors = (async () => {
    while (rotating) {
      const guid = await simulator.ring('demo');
      placed.push(guid);
      await desk.until(({ call }) => call.id === guid);
      await simulator.setStatus(guid, 'canceled');
      await desk.until(({ call, phase }) => call.id === guid && phase === 'ended');
    }
  })();
  const used = new Set([await urlAt(simulator)]);
  for (let round = 0; round < rotations; round += 1) {
    await command(relay, 'integration', 'rotate', integration.id);
    used.add(await urlAt(simulator));
  }
  rotating = false;
  await visitors;

  const rang = desk.views.filter(({ revision }) => revision === 1).map(({ call }) => call.id);
  expect(used.size).toBe(rotations + 1);
  expect([placed.length > rotations, rang.toSorted()]).toEqual([true, placed.toSorted()]);
  const metrics = await (await fetch(`${relay.address}/metrics`)).text();
  expect(metrics).not.toMatch(/deliveries_total\{receipt="(unreadable|not-stored|duplicate)"\} [1-9]/);
});

test('a relay that is killed while a key is replaced takes calls by either, and settles it at its start', async () => {
  await using ground = await both();
  const { relay, simulator } = ground;
  const { integration } = await register(relay);
  const first = await urlAt(simulator);
  await simulator.misbehave({ api: [{ path: ofBuilding, method: 'PUT', does: 'drop' }] });
  const rotated = await vestibule(relay.dataDir, ['integration', 'rotate', integration.id]);
  expect([rotated.code, rotated.error]).toEqual([1, expect.stringContaining('both stay good')]);
  const second = await urlAt(simulator);
  expect(second).not.toBe(first);
  await relay.kill();

  await using next = await relay.again();
  using desk = await aDesk(next.address, await next.desk());
  for (const [place, url] of [first, second].entries()) {
    const answer = await fetch(url, { method: 'POST', body: JSON.stringify({ guid: `by-key-${place}` }) });
    expect(answer.status).toBe(200);
    await desk.until(({ call }) => call.id === `by-key-${place}`);
  }
  const line = IntegrationLine.parse(await command(next, 'integration', 'list', '--site', 'demo'));
  expect([line.state, line.rotationCutShort, line.oldKeyUntil]).toEqual(['in-order', false, expect.any(Number)]);
});

test('a relay that is killed before the vendor answered keeps both keys, and tells that the rotation was cut short', async () => {
  await using ground = await both();
  const { relay, simulator } = ground;
  const { integration } = await register(relay);
  const first = await urlAt(simulator);
  await simulator.misbehave({ api: [{ path: ofBuilding, method: 'PUT', does: 'hang' }] });
  const cut = vestibule(relay.dataDir, ['integration', 'rotate', integration.id]);
  await expect.poll(async () => (await hooksOf(relay)).length).toBe(2);
  await relay.kill();
  expect((await cut).code).toBe(1);
  await simulator.misbehave({});

  await using next = await relay.again();
  expect((await fetch(first, { method: 'POST', body: JSON.stringify({ guid: 'by-the-old-key' }) })).status).toBe(200);
  expect((await hooksOf(next)).map(({ revokedAt }) => revokedAt)).toEqual([null, null]);
  expect(next.printed()).toContain('a rotation was cut short');
  const shown = await vestibule(next.dataDir, ['integration', 'show', integration.id]);
  expect(shown.out).toContain('A rotation was cut short: both keys are good.');
  expect(await command(next, 'integration', 'rotate', integration.id)).toMatchObject({
    integration: { rotationCutShort: false },
  });
});

test('a registration that is gone when the relay starts is an alarm until it is made again', async () => {
  await using ground = await both();
  const { relay, simulator } = ground;
  const { integration } = await register(relay);
  expect((await simulator.api('DELETE', `${ofBuilding}/${integration.id}`)).status).toBe(204);
  await relay.stop();
  await using next = await relay.again();
  await expect.poll(() => alarmsOf(next)).toEqual(['integration-gone']);
  await register(next);
  expect(await alarmsOf(next)).toEqual([]);
});
