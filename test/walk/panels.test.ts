import { expect, test } from 'vitest';
import { SiteDoors } from '../../protocol/door.ts';
import { aBuilding } from '../ground/aBuilding.ts';
import { aDesk } from '../ground/aDesk.ts';

test('a panel that called is listed with the number by which its door is mapped, which is not that of ButterflyMX’s device', async () => {
  await using building = await aBuilding();
  const { relay, simulator } = building;
  using desk = await aDesk(relay.address, await relay.desk());
  const listed = async () => SiteDoors.parse((await relay.operator('GET', '/api/sites/demo/doors')).body);
  expect((await listed()).panels).toEqual([]);

  await simulator.ring('demo');
  const { call } = await desk.until(({ phase }) => phase === 'ringing');
  await relay.operator('DELETE', '/api/sites/demo/doors/panel:40217');
  const its = { number: 40217, name: 'Front entrance', lastCallAt: call.receivedAt };
  expect((await listed()).panels).toEqual([{ ...its, door: null, provenAt: null }]);
  expect((await listed()).devices.map(({ id }) => id)).not.toContain(40217);

  await relay.operator('PUT', '/api/sites/demo/panels/40217/door', { name: 'North door' });
  expect((await listed()).panels).toEqual([{ ...its, door: 'North door', provenAt: null }]);
  await relay.operator('PUT', '/api/sites/demo/panels/40217/door/proof', { moved: true });
  const proven = await relay.operator('GET', '/api/sites/demo/panels');
  expect(proven.body).toEqual([{ ...its, door: 'North door', provenAt: expect.any(Number) }]);
});
