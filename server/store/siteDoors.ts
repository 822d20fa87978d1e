import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { DoorLine, OpensWith } from '../../protocol/door.ts';
import type { SiteDoorStore } from '../doors/siteDoors.ts';
import type { GroupCommit } from './sqlite/groupCommit.ts';
import { readable } from './sqlite/readable.ts';

const Row = z
  .object({
    site: z.string(),
    door: z.string(),
    name: z.string(),
    access_point: z.number().nullable(),
    device: z.number().nullable(),
    panel_id: z.number().nullable(),
    opens_all: z.string().nullable(),
    proven_at: z.number().nullable(),
    after_opening: z.string(),
    favourite: z.number(),
  })
  .transform(({ access_point, panel_id, opens_all, proven_at, after_opening, favourite, ...row }) =>
    DoorLine.parse({
      ...row,
      accessPoint: access_point,
      panel: panel_id,
      opensAll: opens_all === null ? null : z.array(OpensWith).parse(JSON.parse(opens_all)),
      provenAt: proven_at,
      afterOpening: after_opening,
      favourite: favourite === 1,
    }),
  );

/** Mapped doors in the journal's file. A row that cannot be read is left out: a door too few is safer than a wrong one. */
export function sqliteSiteDoors(database: DatabaseSync, { write }: GroupCommit): SiteDoorStore {
  const save = database.prepare(`insert or replace into doors
    (site, door, name, access_point, device, panel_id, opens_all, proven_at, after_opening, favourite)
    values (:site, :door, :name, :accessPoint, :device, :panel, :opensAll, :provenAt, :afterOpening, :favourite)`);
  const remove = database.prepare('delete from doors where site = :site and door = :door');
  return {
    load: () =>
      readable(
        database.prepare('select * from doors order by site, name').all(),
        (row) => Row.parse(row),
        () => {},
      ),
    save: (door) =>
      write(
        () =>
          void save.run({
            ...door,
            opensAll: door.opensAll === null ? null : JSON.stringify(door.opensAll),
            favourite: door.favourite ? 1 : 0,
          }),
      ),
    remove: (site, door) => write(() => void remove.run({ site, door })),
  };
}
