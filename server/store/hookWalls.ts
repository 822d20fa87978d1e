import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { WallTally } from '../../protocol/wall.ts';
import type { WallStore } from '../walls/hookWalls.ts';
import { KeptWall } from '../walls/keptWall.ts';
import type { KeptTally } from '../walls/tallies.ts';
import type { GroupCommit } from './sqlite/groupCommit.ts';
import { readable } from './sqlite/readable.ts';

const WallRow = z.object({
  hook: z.string(),
  wall: z.string(),
  mode: z.string(),
  rule: z.string(),
  secret: z.string(),
  added_at: z.number(),
});
const TallyRow = z.object({ hook: z.string(), wall: z.string(), tally: z.string() });

/** The walls of hooks, and what each has counted, which is no part of the wall and may be lost. */
export function sqliteHookWalls(database: DatabaseSync, { write }: GroupCommit): WallStore {
  const save = database.prepare(`insert into hook_walls (hook, wall, mode, rule, secret, added_at)
    values (:hook, :wall, :mode, :rule, :secret, :added)
    on conflict (hook, wall) do update set mode = :mode, rule = :rule, secret = :secret, added_at = :added`);
  const remove = database.prepare('delete from hook_walls where hook = :hook and wall = :wall');
  const tally = database.prepare('update hook_walls set tally = :tally where hook = :hook and wall = :wall');
  const all = <R>(sql: string, read: (row: Record<string, unknown>) => R) =>
    readable(
      database
        .prepare(sql)
        .all()
        .map((row) => ({ ...row })),
      read,
      () => {},
    );
  return {
    load: () => ({
      walls: all(
        'select hook, wall, mode, rule, secret, added_at from hook_walls order by hook, added_at, wall',
        wallIn,
      ),
      tallies: all('select hook, wall, tally from hook_walls where tally is not null', tallyIn),
    }),
    saveWall: ({ hook, wall, mode, rule, secret, addedAt: added }) =>
      write(
        () => void save.run({ hook, wall, mode, rule: JSON.stringify(rule), secret: JSON.stringify(secret), added }),
      ),
    removeWall: ({ hook, wall }) => write(() => void remove.run({ hook, wall })),
    saveTally: ({ hook, wall, tally: told }) =>
      write(() => void tally.run({ hook, wall, tally: JSON.stringify(told) })),
  };
}

function wallIn(row: unknown): KeptWall {
  const { rule, secret, added_at: addedAt, ...name } = WallRow.parse(row);
  return KeptWall.parse({ ...name, rule: JSON.parse(rule), secret: JSON.parse(secret), addedAt });
}

function tallyIn(row: unknown): KeptTally {
  const { hook, wall, tally } = TallyRow.parse(row);
  return { hook, wall, tally: WallTally.parse(JSON.parse(tally)) };
}
