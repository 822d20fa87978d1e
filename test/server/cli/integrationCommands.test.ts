/** What an operator is told of registrations when ButterflyMX does not say how they stand. */
import { expect, test } from 'vitest';
import { IntegrationDone, IntegrationLine } from '../../../protocol/integration.ts';
import { aBuilding } from '../../ground/aBuilding.ts';
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
