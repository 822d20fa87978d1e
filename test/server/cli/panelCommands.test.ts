import { expect, test } from 'vitest';
import { z } from 'zod';
import { PanelLine } from '../../../protocol/door.ts';
import { aBuilding } from '../../harness/aBuilding.ts';
import { aDesk } from '../../harness/aDesk.ts';
import { vestibule } from './vestibule.ts';

test('panels are listed, named and forgotten by commands, and a name outlives the relay', async () => {
  await using building = await aBuilding();
  const { relay, simulator } = building;
  const made = await relay.desk();
  const run = (...line: readonly string[]) => vestibule(relay.dataDir, ['panel', ...line, '--site', 'demo']);
  {
    using desk = await aDesk(relay.address, made);
    expect((await run('list')).out).toContain('No panel has called yet');
    expect((await run('name', '--panel', '40217', '--name', 'Loading bay')).code).toBe(0);
    await simulator.ring('demo');
    const { call } = await desk.until(({ call: { confirmation } }) => confirmation === 'confirmed');
    expect(call.panel).toBe('Loading bay');
  }
  expect((await run('list')).out).toMatch(/40217 +Loading bay \(at ButterflyMX: Front entrance\)/);
  const unknown = await run('forget', '99999');
  expect([unknown.code, unknown.error]).toEqual([1, expect.stringContaining('No such panel')]);
  await relay.stop();

  const [kept] = z.array(PanelLine).parse([(await run('list', '--json')).json]);
  expect(kept).toMatchObject({ number: 40217, name: 'Loading bay', vendorName: 'Front entrance' });
  expect((await run('forget', '40217')).code).toBe(0);
  expect((await run('list', '--json')).json).toEqual([]);
}, 60_000);
