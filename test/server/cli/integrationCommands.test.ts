/** What an operator is told of registrations when ButterflyMX does not say how they stand. */
import { expect, test } from 'vitest';
import { IntegrationDone, IntegrationLine } from '../../../protocol/integration.ts';
import { aBuilding } from '../../harness/aBuilding.ts';
import { vestibule } from './vestibule.ts';

const ofBuilding = '/v4/buildings/61200/integrations';

test('list, show and check do not say that all is well where ButterflyMX fails to answer for it', async () => {
  await using building = await aBuilding({ isRegistered: false });
  const { relay, simulator } = building;
  const run = (...line: readonly string[]) => vestibule(relay.dataDir, [...line, '--site', 'demo']);
  const created = await run('integration', 'create', '--building', '61200', '--json');
  const { id } = IntegrationDone.parse(created.json).integration;
  await simulator.misbehave({ api: [{ path: ofBuilding, does: '500' }] });
  const words = expect.stringContaining('What stands above may be only what was seen before.');
  const listed = await run('integration', 'list', '--json');
  expect([listed.code, listed.error, IntegrationLine.parse(listed.json).id]).toEqual([1, words, id]);
  const shown = await run('integration', 'show', id);
  expect([shown.code, shown.error, shown.out]).toEqual([1, words, expect.stringContaining(`Integration: ${id}`)]);
  expect((await run('check')).error).toContain('The registration could not be looked at: ButterflyMX');

  await simulator.misbehave({});
  expect((await run('integration', 'list')).code).toBe(0);
});

test('another program’s entry for a tenant is shown where the tenant is named, and only there', async () => {
  await using building = await aBuilding({ isRegistered: false });
  const { relay, simulator } = building;
  const attributes = {
    integrator: 'webhook',
    configuration: { url: 'https://other.example/in', method: 'post' },
    bindings: [{ resource_type: 'call', actions: ['create'] }],
  };
  const place = '/v4/tenants/7340021/integrations';
  const made = await simulator.api('POST', place, { data: { type: 'integrations', attributes } });
  expect(made.status).toBeLessThan(300);
  const run = (...line: readonly string[]) =>
    vestibule(relay.dataDir, ['integration', ...line, '--site', 'demo', '--json']);
  const { id } = IntegrationLine.parse((await run('list', '--tenant', '7340021')).json);
  expect((await run('show', id, '--tenant', '7340021')).json).toMatchObject({ id, state: 'foreign', target: 7340021 });
  const unnamed = await run('show', id);
  expect([unnamed.code, unnamed.error]).toEqual([1, expect.stringContaining('add --building N or --tenant N')]);
});
