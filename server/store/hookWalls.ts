import { z } from 'zod';
import { WallTally } from '../../protocol/wall.ts';
import type { WallStore } from '../walls/hookWalls.ts';
import { KeptWall } from '../walls/keptWall.ts';
import type { KeptTally } from '../walls/tallies.ts';
import type { Database } from './database.ts';
import { readable } from './readable.ts';

const WallRow = z.object({
  hook: z.string(),
  wall: z.string(),
  mode: z.string(),
  rule: z.string(),
  secret: z.string(),
  added_at: z.number(),
});
const TallyRow = z.object({ hook: z.string(), wall: z.string(), tally: z.string() });

const saveWall = `insert into hook_walls (hook, wall, mode, rule, secret, added_at)
  values (:hook, :wall, :mode, :rule, :secret, :added)
  on conflict (hook, wall) do update set mode = excluded.mode, rule = excluded.rule, secret = excluded.secret, added_at = excluded.added_at`;
const removeWall = 'delete from hook_walls where hook = :hook and wall = :wall';
const saveTally = 'update hook_walls set tally = :tally where hook = :hook and wall = :wall';
const allWalls = 'select hook, wall, mode, rule, secret, added_at from hook_walls order by hook, added_at, wall';
const allTallies = 'select hook, wall, tally from hook_walls where tally is not null';

/** The walls of hooks, and what each has counted, which is no part of the wall and may be lost. */
export function hookWalls({ all, write }: Database): WallStore {
  return {
    load: async () => ({
      walls: readable(await all(allWalls), wallIn, () => {}),
      tallies: readable(await all(allTallies), tallyIn, () => {}),
    }),
    saveWall: ({ hook, wall, mode, rule, secret, addedAt: added }) =>
      write(async (sql) => {
        const texts = { rule: JSON.stringify(rule), secret: JSON.stringify(secret) };
        await sql.run(saveWall, { hook, wall, mode, ...texts, added });
      }),
    removeWall: ({ hook, wall }) => write(async (sql) => void (await sql.run(removeWall, { hook, wall }))),
    saveTally: ({ hook, wall, tally: told }) =>
      write(async (sql) => void (await sql.run(saveTally, { hook, wall, tally: JSON.stringify(told) }))),
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
