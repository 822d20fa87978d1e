import { setTimeout as wait } from 'node:timers/promises';
import { operator } from '../../protocol/operator.ts';
import { aBuilding, type Building } from './aBuilding.ts';

const harborHouse = 61_200;

/** A building whose number the relay knows, with its list read at least once. */
export async function aListedBuilding(): Promise<Building> {
  const building = await aBuilding();
  await building.relay.ask(operator.changeSite, { params: { site: 'demo' }, body: { buildingId: harborHouse } });
  while ((await building.simulator.requests(`/v4/buildings/${harborHouse}/calls`)).length === 0) await wait(50);
  return building;
}
