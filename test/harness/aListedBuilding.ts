import { setTimeout as wait } from 'node:timers/promises';
import { aBuilding, type Building } from './aBuilding.ts';

const harborHouse = 61_200;

/** A building whose number the relay knows, with its list read at least once. */
export async function aListedBuilding(): Promise<Building> {
  const building = await aBuilding();
  await building.relay.operator('PUT', '/api/sites/demo/settings', { buildingId: harborHouse });
  while ((await building.simulator.requests(`/v4/buildings/${harborHouse}/calls`)).length === 0) await wait(50);
  return building;
}
