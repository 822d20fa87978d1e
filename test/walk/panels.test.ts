import { expect, test } from 'vitest';
import { z } from 'zod';
import { CallLine } from '../../protocol/admin.ts';
import { SiteDoors } from '../../protocol/door.ts';
import { aBuilding } from '../harness/aBuilding.ts';
import { aDesk } from '../harness/aDesk.ts';

test('a panel that called is listed with the number by which its door is mapped, which is not that of ButterflyMX’s device', async () => {
  await using building = await aBuilding();
  const { relay, simulator } = building;
  using desk = await aDesk(relay.address, await relay.desk());
  const listed = async () => SiteDoors.parse((await relay.operator('GET', '/api/sites/demo/doors')).body);
  expect((await listed()).panels).toEqual([]);

  await simulator.ring('demo');
  const { call } = await desk.until(({ phase }) => phase === 'ringing');
  await relay.operator('DELETE', '/api/sites/demo/doors/panel:40217');
  const its = { number: 40217, name: 'Front entrance', vendorName: 'Front entrance', lastCallAt: call.receivedAt };
  expect((await listed()).panels).toEqual([{ ...its, door: null, provenAt: null }]);
  expect((await listed()).devices.map(({ id }) => id)).not.toContain(40217);

  await relay.operator('PUT', '/api/sites/demo/panels/40217/door', { name: 'North door' });
  expect((await listed()).panels).toEqual([{ ...its, door: 'North door', provenAt: null }]);
  await relay.operator('PUT', '/api/sites/demo/panels/40217/door/proof', { moved: true });
  const proven = await relay.operator('GET', '/api/sites/demo/panels');
  expect(proven.body).toEqual([{ ...its, door: 'North door', provenAt: expect.any(Number) }]);
});

test('an own name of a panel is in the ring, the history and the notes of its next call, and ButterflyMX’s again when it is taken back', async () => {
  await using building = await aBuilding();
  const { relay, simulator } = building;
  const made = await relay.desk();
  using desk = await aDesk(relay.address, made);
  await relay.operator('PUT', '/api/sites/demo/panels/40217', { name: 'Loading bay' });
  const guid = await simulator.ring('demo');
  const { call } = await desk.until(({ phase }) => phase === 'ringing');
  expect([call.id, call.panel]).toEqual([guid, 'Loading bay']);
  const [told] = z.array(CallLine).parse((await relay.operator('GET', '/api/calls?site=demo')).body);
  expect(told?.panel).toBe('Loading bay');
  /** A panel is learnt from ButterflyMX's word about a call, not from its webhook. */
  await desk.until(({ call: { confirmation } }) => confirmation === 'confirmed');
  using later = await aDesk(relay.address, made);
  expect(later.picture.notes.flatMap(({ panels }) => panels.map(({ name }) => name))).toEqual(['Loading bay']);
  const line = { number: 40217, name: 'Loading bay', vendorName: 'Front entrance' };
  expect((await relay.operator('GET', '/api/sites/demo/panels')).body).toMatchObject([line]);

  await relay.operator('PUT', '/api/sites/demo/panels/40217', { name: null });
  const next = await simulator.ring('demo');
  expect((await desk.until(({ call: { id } }) => id === next)).call.panel).toBe('Front entrance');
});
