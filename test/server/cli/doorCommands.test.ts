import { expect, test } from 'vitest';
import { z } from 'zod';
import { AccessLogLine, DoorLine, SiteDoors } from '../../../protocol/door.ts';
import { operator } from '../../../protocol/operator.ts';
import { aBuilding } from '../../harness/aBuilding.ts';
import { aDesk } from '../../harness/aDesk.ts';
import { aFolder } from '../aFolder.ts';
import { vestibule } from './vestibule.ts';

const inDemo = ['--site', 'demo'];

test('doors are listed, added, mapped and removed by commands, and their log is read', async () => {
  await using building = await aBuilding();
  const run = (...line: readonly string[]) => vestibule(building.relay.dataDir, [...line, ...inDemo, '--json']);
  const added = await run('door', 'add', '--access-point', '33020', '--favourite');
  expect(DoorLine.parse(added.json)).toMatchObject({
    door: 'access-point:33020',
    name: 'Parcel room',
    favourite: true,
  });
  const refused = await run('door', 'add', '--device', '88310');
  expect([refused.code, refused.error]).toEqual([1, expect.stringContaining('opens all of: Front entrance')]);
  const accepted = await run('door', 'add', '--device', '88310', '--accept-opens-all');
  expect(DoorLine.parse(accepted.json).opensAll).toEqual([{ id: 33018, name: 'Front entrance' }]);
  const mapped = await run('door', 'map', '--panel', '40217', '--name', 'North door', '--after', 'end');
  expect(DoorLine.parse(mapped.json)).toMatchObject({ panel: 40217, provenAt: null, afterOpening: 'end' });
  expect((await run('door', 'remove', 'device:88310')).code).toBe(0);
  const { doors } = SiteDoors.parse((await run('door', 'list')).json);
  expect(doors.map(({ door }) => door).toSorted()).toEqual(['access-point:33020', 'panel:40217', 'panel:40218']);
  expect(z.array(AccessLogLine).parse((await run('access-log', 'list')).json)).toEqual([]);
});

test('the list of doors tells the number of each panel that called, and mapping another number warns and names it', async () => {
  await using building = await aBuilding();
  const { relay, simulator } = building;
  using desk = await aDesk(relay.address, await relay.desk());
  await simulator.ring('demo');
  await desk.until(({ phase }) => phase === 'ringing');
  const run = (...line: readonly string[]) => vestibule(relay.dataDir, ['door', ...line, ...inDemo]);

  expect((await run('list')).out).toMatch(
    /PANEL +NAME +LAST CALL +ITS DOOR\n40217 +Front entrance +\S+ \S+ +Front entrance\n/,
  );
  const { panels } = SiteDoors.parse((await run('list', '--json')).json);
  expect(panels.map(({ number }) => number)).toEqual([40217]);
  const right = await run('map', '--panel', '40217', '--name', 'North door');
  expect([right.code, right.error]).toEqual([0, '']);
  const wrong = await run('map', '--panel', '88310', '--name', 'North door', '--json');
  expect([wrong.code, wrong.error]).toEqual([0, expect.stringContaining('40217 Front entrance')]);
  expect(DoorLine.parse(wrong.json).panel).toBe(88310);
});

test('a panel’s door is proven by its live call: the command asks for one, opens it once, and records what was seen', async () => {
  await using building = await aBuilding();
  const { relay, simulator } = building;
  await relay.ask(operator.mapPanelDoor, { params: { site: 'demo', panel: 40_217 }, body: { name: 'North door' } });
  let hasRung = false;
  const proved = await vestibule(
    relay.dataDir,
    ['door', 'prove', ...inDemo, '--panel', '40217', '--seen', '--json'],
    {},
    (said) => {
      if (hasRung || !said.includes('Press the button')) return;
      hasRung = true;
      void simulator.ring('demo');
    },
  );
  expect(DoorLine.parse(proved.json).provenAt).toEqual(expect.any(Number));
  expect(await simulator.requests('/v3/notifications/open_door')).toHaveLength(1);
});

test('without a relay doors can be mapped, and none is opened', async () => {
  const folder = aFolder();
  const run = (...line: readonly string[]) => vestibule(folder, [...line, ...inDemo, '--json']);
  const mapped = await run('door', 'map', '--panel', '1', '--name', 'Gate');
  expect([mapped.code, mapped.error]).toEqual([0, expect.stringContaining('No panel has called yet')]);
  const proved = await run('door', 'prove', '--panel', '1', '--seen');
  expect([proved.code, proved.error]).toEqual([
    1,
    expect.stringMatching(/No panel has called yet[\s\S]*running relay/),
  ]);
});
