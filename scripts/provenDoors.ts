/** Asks the operator's API of a relay: the demo over HTTP, a test over the socket file. */
type Ask = (method: 'PUT' | 'POST', path: string, body: unknown) => Promise<unknown>;

/** The simulated building's number, and the tenant of its front desk, in whose name doors are released. */
const numbers = { buildingId: 61_200, releaseTenantId: 7_340_020 } as const;
const panels = [
  { panel: 40_217, name: 'Front entrance', accessPoint: 33_018 },
  { panel: 40_218, name: 'Garage', accessPoint: 33_019 },
] as const;

/** Maps the simulated panels' own doors and says that they were seen to move: nobody stands before a simulated door. */
export async function provenDoors(ask: Ask, site: string): Promise<void> {
  await ask('PUT', `/api/sites/${site}/settings`, numbers);
  for (const { panel, name, accessPoint } of panels) {
    await ask('PUT', `/api/sites/${site}/panels/${panel}/door`, { name, accessPoint });
    await ask('PUT', `/api/sites/${site}/panels/${panel}/door/proof`, { moved: true });
  }
}
