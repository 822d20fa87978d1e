/** The buildings, their devices and their doors, with v4's numbers. */

export type Building = { readonly id: number; readonly name: string; readonly timezone: string };

/** Kinds are the vendor's words (OpenAPI's list of device types). */
export type Device = {
  readonly id: number;
  readonly buildingId: number;
  readonly name: string;
  readonly type: 'panel' | 'front_desk_station' | 'keypad';
  readonly serial: string;
};

/** One door. A device may open several. */
export type AccessPoint = {
  readonly id: number;
  readonly buildingId: number;
  readonly name: string;
  readonly deviceId: number;
};

/** Where the one demonstration takes place. */
export const harborHouse: Building = { id: 61200, name: 'Harbor House', timezone: 'America/New_York' };

/** The second has no panel: it is there so that an administrator has more than one building. */
export const buildings: readonly Building[] = [
  harborHouse,
  { id: 61201, name: 'Elm Court', timezone: 'America/New_York' },
];

const at = { buildingId: harborHouse.id };

export const devices: readonly Device[] = [
  { ...at, id: 88310, name: 'Front entrance', type: 'panel', serial: 'SN-SIM-001' },
  { ...at, id: 88311, name: 'Concierge Desk', type: 'front_desk_station', serial: 'FD-SIM-001' },
  { ...at, id: 88312, name: 'Garage', type: 'panel', serial: 'SN-SIM-002' },
  { ...at, id: 88313, name: 'Parcel room', type: 'keypad', serial: 'SN-SIM-003' },
];

export const accessPoints: readonly AccessPoint[] = [
  { ...at, id: 33018, name: 'Front entrance', deviceId: 88310 },
  { ...at, id: 33019, name: 'Garage gate', deviceId: 88312 },
  { ...at, id: 33020, name: 'Parcel room', deviceId: 88313 },
];

/** All doors that a device opens. */
export const doorsOf = (deviceId: number) => accessPoints.filter((door) => door.deviceId === deviceId);
