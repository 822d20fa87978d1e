import type { z } from 'zod';
import type { SiteId } from '../../protocol/call.ts';
import type { AccessPoint, DoorLine, NewDoor, VendorDevice } from '../../protocol/door.ts';
import { err, ok, type Result } from '../../protocol/result.ts';
import { accessPointDoorId, deviceDoorId } from './siteDoors.ts';

/** What the vendor lists at a site, or a sentence why it cannot be read. */
export type VendorLists = (
  site: SiteId,
) => Promise<
  Result<{ readonly accessPoints: readonly AccessPoint[]; readonly devices: readonly VendorDevice[] }, string>
>;

/** Why a door is not added, in a word for scripts and a sentence for people. */
export type NotAdded = {
  readonly because: 'one-of-two' | 'unknown-door' | 'opens-all' | 'not-listed';
  readonly message: string;
};

type Wanted = z.infer<typeof NewDoor>;

/** The door as it would be kept: by one access point, or by a whole device once *opens all of: …* was accepted. */
export async function addDoor(site: SiteId, wanted: Wanted, lists: VendorLists): Promise<Result<DoorLine, NotAdded>> {
  const { accessPoint, device } = wanted;
  if ((accessPoint === undefined) === (device === undefined))
    return refuse('one-of-two', 'Name an access point or a device, and not both.');
  const listed = await lists(site);
  const common = { site, panel: null, provenAt: null, afterOpening: 'stay', favourite: wanted.favourite } as const;
  if (accessPoint !== undefined) {
    const point = listed.ok ? listed.value.accessPoints.find(({ id }) => id === accessPoint) : undefined;
    if (listed.ok && point === undefined)
      return refuse('unknown-door', `ButterflyMX lists no access point ${accessPoint} at this site.`);
    const name = wanted.name ?? point?.name;
    if (name === undefined) return refuse('not-listed', `Give it a name: ${listed.ok ? '' : listed.error}`);
    return ok({ ...common, door: accessPointDoorId(accessPoint), name, accessPoint, device: null, opensAll: null });
  }
  if (device === undefined) return refuse('one-of-two', 'Name an access point or a device.');
  if (!listed.ok) return refuse('not-listed', `What it opens cannot be told: ${listed.error}`);
  const known = listed.value.devices.find(({ id }) => id === device);
  const opensAll = listed.value.accessPoints
    .filter(({ devices }) => devices.includes(device))
    .map(({ id, name }) => ({ id, name }));
  if (known === undefined) return refuse('unknown-door', `ButterflyMX lists no device ${device} at this site.`);
  const names =
    opensAll.length === 0
      ? 'everything on it, which ButterflyMX does not list'
      : opensAll.map(({ name }) => name).join(', ');
  if (!wanted.acceptOpensAll)
    return refuse(
      'opens-all',
      `Device ${device} (${known.name}) opens all of: ${names}. Add it with --accept-opens-all to accept that.`,
    );
  const name = wanted.name ?? known.name;
  return ok({ ...common, door: deviceDoorId(device), name, accessPoint: null, device, opensAll });
}

const refuse = (because: NotAdded['because'], message: string) => err({ because, message });
