import { expect, test } from 'vitest';
import { operator } from '../../protocol/operator.ts';
import { aBuilding } from '../harness/aBuilding.ts';
import { aDesk } from '../harness/aDesk.ts';

test('a panel that called is listed with the number by which its door is mapped, which is not that of ButterflyMX’s device', async () => {
  await using building = await aBuilding();
  const { relay, simulator } = building;
  using desk = await aDesk(relay.address, await relay.desk());
  const listed = async () => await relay.ask(operator.listDoors, { params: { site: 'demo' } });
  expect((await listed()).panels).toEqual([]);

  await simulator.ring('demo');
  const { call } = await desk.until(({ phase }) => phase === 'ringing');
  await relay.ask(operator.removeDoor, { params: { site: 'demo', door: 'panel:40217' } });
  const its = { number: 40217, name: 'Front entrance', vendorName: 'Front entrance', lastCallAt: call.receivedAt };
  expect((await listed()).panels).toEqual([{ ...its, door: null, provenAt: null }]);
  expect((await listed()).devices.map(({ id }) => id)).not.toContain(40217);

  await relay.ask(operator.mapPanelDoor, { params: { site: 'demo', panel: 40_217 }, body: { name: 'North door' } });
  expect((await listed()).panels).toEqual([{ ...its, door: 'North door', provenAt: null }]);
  await relay.ask(operator.provePanelDoor, { params: { site: 'demo', panel: 40_217 }, body: { moved: true } });
  const proven = await relay.answerTo(operator.listPanels, { params: { site: 'demo' } });
  expect(proven.body).toEqual([{ ...its, door: 'North door', provenAt: expect.any(Number) }]);
});

test('an own name of a panel is in the ring, the history and the notes of its next call, and ButterflyMX’s again when it is taken back', async () => {
  await using building = await aBuilding();
  const { relay, simulator } = building;
  const made = await relay.desk();
  using desk = await aDesk(relay.address, made);
  await relay.ask(operator.namePanel, { params: { site: 'demo', panel: 40_217 }, body: { name: 'Loading bay' } });
  const guid = await simulator.ring('demo');
  const { call } = await desk.until(({ phase }) => phase === 'ringing');
  expect([call.id, call.panel]).toEqual([guid, 'Loading bay']);
  const [told] = await relay.ask(operator.listCalls, { query: { site: 'demo' } });
  expect(told?.panel).toBe('Loading bay');
  /** A panel is learnt from ButterflyMX's word about a call, not from its webhook. */
  await desk.until(({ call: { confirmation } }) => confirmation === 'confirmed');
  using later = await aDesk(relay.address, made);
  expect(later.picture.notes.flatMap(({ panels }) => panels.map(({ name }) => name))).toEqual(['Loading bay']);
  const line = { number: 40217, name: 'Loading bay', vendorName: 'Front entrance' };
  expect((await relay.answerTo(operator.listPanels, { params: { site: 'demo' } })).body).toMatchObject([line]);

  await relay.ask(operator.namePanel, { params: { site: 'demo', panel: 40_217 }, body: { name: null } });
  const next = await simulator.ring('demo');
  expect((await desk.until(({ call: { id } }) => id === next)).call.panel).toBe('Front entrance');
});
