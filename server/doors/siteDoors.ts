/** The doors that an operator mapped, in memory: a call and a picture wait for no disk to know them. */
import { type Door, DoorId, type EpochMs, type Site, type SiteDoor, type SiteId } from '../../protocol/call.ts';
import type { DoorLine } from '../../protocol/door.ts';

/** Where mapped doors are kept. `save` and `remove` are durable when they resolve. */
export type SiteDoorStore = {
  readonly load: () => Promise<readonly DoorLine[]>;
  readonly save: (door: DoorLine) => Promise<void>;
  readonly remove: (site: SiteId, door: DoorId) => Promise<void>;
};

export type MappedDoors = {
  readonly of: (site: SiteId) => readonly DoorLine[];
  readonly find: (site: SiteId, door: DoorId) => DoorLine | null;
  /** The own door of the panel with this v3 number, proven or not. */
  readonly ofPanel: (site: SiteId, panel: number | null) => DoorLine | null;
  /** Every door at the site that opens something which this one opens too, itself among them. */
  readonly openingTheSame: (door: DoorLine) => readonly DoorId[];
  readonly put: (door: DoorLine) => Promise<DoorLine>;
  readonly remove: (site: SiteId, door: DoorId) => Promise<boolean>;
  readonly onChange: (listener: (site: SiteId) => void) => void;
};

/** Reads them all, once. */
export async function mappedDoors(store: SiteDoorStore): Promise<MappedDoors> {
  const known = new Map((await store.load()).map((door) => [keyOf(door.site, door.door), door]));
  const listeners: ((site: SiteId) => void)[] = [];
  const of = (site: SiteId) => [...known.values()].filter((door) => door.site === site);
  const changed = (site: SiteId) => listeners.forEach((listener) => void listener(site));
  return {
    of,
    find: (site, door) => known.get(keyOf(site, door)) ?? null,
    ofPanel: (site, panel) => (panel === null ? null : (known.get(keyOf(site, panelDoorId(panel))) ?? null)),
    openingTheSame: (door) => {
      const opened = new Set(accessPointsOf(door));
      return of(door.site)
        .filter((other) => other.door === door.door || accessPointsOf(other).some((point) => opened.has(point)))
        .map((other) => other.door);
    },
    put: async (door) => {
      await store.save(door);
      known.set(keyOf(door.site, door.door), door);
      changed(door.site);
      return door;
    },
    remove: async (site, door) => {
      if (!known.has(keyOf(site, door))) return false;
      await store.remove(site, door);
      known.delete(keyOf(site, door));
      changed(site);
      return true;
    },
    onChange: (listener) => void listeners.push(listener),
  };
}

/** The access points that this door opens, as far as they are known. */
export const accessPointsOf = ({ accessPoint, opensAll }: DoorLine): readonly number[] => [
  ...(accessPoint === null ? [] : [accessPoint]),
  ...(opensAll ?? []).map(({ id }) => id),
];

export const panelDoorId = (panel: number): DoorId => DoorId.parse(`panel:${panel}`);
export const accessPointDoorId = (accessPoint: number): DoorId => DoorId.parse(`access-point:${accessPoint}`);
export const deviceDoorId = (device: number): DoorId => DoorId.parse(`device:${device}`);

/** A panel's own door again, as an operator maps it now. What was seen to move is proven no more once it is another door. */
export function remapped(
  door: Pick<DoorLine, 'site' | 'name' | 'accessPoint' | 'afterOpening'>,
  panel: number,
  before: DoorLine | null,
): DoorLine {
  const isSame = before !== null && before.name === door.name && before.accessPoint === door.accessPoint;
  const provenAt: EpochMs | null = isSame ? before.provenAt : null;
  return { ...door, door: panelDoorId(panel), panel, device: null, opensAll: null, provenAt, favourite: false };
}

/** What a call may know of its panel's own door: nothing until somebody saw it move. */
export function ownDoorOf(mapped: DoorLine | null): { readonly ownDoor: Door | null; readonly opensLate: boolean } {
  if (mapped === null || mapped.provenAt === null) return { ownDoor: null, opensLate: false };
  const { door, name, afterOpening, accessPoint } = mapped;
  return { ownDoor: { id: door, name, afterOpening }, opensLate: accessPoint !== null };
}

/** The doors that a site's desks may open without a call; favourites first, then by name. */
export const siteDoorsOf = (mapped: readonly DoorLine[], site: Site): readonly SiteDoor[] =>
  mapped
    .filter(({ panel }) => panel === null)
    .toSorted((one, other) => Number(other.favourite) - Number(one.favourite) || one.name.localeCompare(other.name))
    .map(({ door, name, favourite }) => ({ id: door, name, site, favourite }));

const keyOf = (site: SiteId, door: DoorId) => `${site} ${door}`;
