import type { AccessLogs, EntryMethod } from './accessLogs.ts';
import { type AccessPoint, doorsOf } from './buildings.ts';
import { imageOf } from './callShapes.ts';
import type { Calls, SimulatedCall } from './calls.ts';
import { panels, type Tenant } from './directory.ts';
import { tenantOf } from './people.ts';

/** Moves the doors: each release is logged, and seen by the visitor who stands before one. */
export type Doors = {
  /** Outside a call. The panel is not told: it goes on dialling (live account). */
  readonly release: (doors: readonly AccessPoint[], tenant: Tenant, how: EntryMethod) => void;
  /** From a call: its panel's doors open, and the panel is told. */
  readonly openFrom: (call: SimulatedCall) => void;
};

export type DoorParts = { readonly calls: Calls; readonly accessLogs: AccessLogs; readonly imageOrigin: () => string };

export function makeDoors({ calls, accessLogs, imageOrigin }: DoorParts): Doors {
  function showTo(door: AccessPoint): void {
    const panel = panels.find(({ deviceId }) => deviceId === door.deviceId);
    for (const call of calls.list())
      if (!call.over && call.panel.id === panel?.id) calls.change(call.guid, { doorOpened: call.doorOpened + 1 });
  }
  return {
    release: (doors, tenant, how) => {
      for (const door of doors) {
        accessLogs.add({ door, tenant, how });
        showTo(door);
      }
    },
    openFrom: (call) => {
      calls.change(call.guid, { status: 'opened_door', active: true, doorOpened: call.doorOpened + 1 });
      for (const door of doorsOf(call.panel.deviceId))
        accessLogs.add({
          door,
          tenant: tenantOf(call.party),
          how: 'App call',
          imageUrl: imageOf(call, imageOrigin()),
        });
    },
  };
}
