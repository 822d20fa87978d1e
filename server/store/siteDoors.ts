import { z } from 'zod';
import { DoorLine, OpensWith } from '../../protocol/door.ts';
import type { SiteDoorStore } from '../doors/siteDoors.ts';
import type { Database } from './database.ts';
import { readable } from './readable.ts';

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

const all = 'select * from doors order by site, name';
const save = `insert into doors
  (site, door, name, access_point, device, panel_id, opens_all, proven_at, after_opening, favourite)
  values (:site, :door, :name, :accessPoint, :device, :panel, :opensAll, :provenAt, :afterOpening, :favourite)
  on conflict (site, door) do update set name = excluded.name, access_point = excluded.access_point, device = excluded.device,
    panel_id = excluded.panel_id, opens_all = excluded.opens_all, proven_at = excluded.proven_at,
    after_opening = excluded.after_opening, favourite = excluded.favourite`;
const remove = 'delete from doors where site = :site and door = :door';

/** Mapped doors beside the journal. A row that cannot be read is left out: a door too few is safer than a wrong one. */
export function siteDoors(database: Database): SiteDoorStore {
  const { write } = database;
  return {
    load: async () =>
      readable(
        await database.all(all),
        (row) => Row.parse(row),
        () => {},
      ),
    save: (door) =>
      write(async (sql) => {
        const opensAll = door.opensAll === null ? null : JSON.stringify(door.opensAll);
        await sql.run(save, { ...door, opensAll, favourite: door.favourite ? 1 : 0 });
      }),
    remove: (site, door) => write(async (sql) => void (await sql.run(remove, { site, door }))),
  };
}
