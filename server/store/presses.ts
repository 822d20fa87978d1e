import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { CallId, DeskId, DoorId, EpochMs, PressId, SiteId } from '../../protocol/call.ts';
import { DoorReply } from '../../protocol/replies.ts';
import type { Clock } from '../clock.ts';
import type { Presses, PressStart } from '../doors/opening/presses.ts';
import type { GroupCommit } from './sqlite/groupCommit.ts';
import { readable } from './sqlite/readable.ts';

/** One door is asked for once in this time, by whichever desk; live integrations use the same figure. By the wall clock: what it calls the future was before it was set back. */
const coolDownMs = 3_000;

const Row = z.object({ desk: z.string(), reply: z.string().nullable() });
const Last = z.object({ asked_at: z.number() });
const Reply = z
  .string()
  .nullable()
  .transform((text) => (text === null ? null : DoorReply.parse(JSON.parse(text))));
const PastRow = z
  .object({
    press: PressId,
    site: SiteId,
    call: CallId.nullable(),
    door: DoorId,
    desk: DeskId,
    door_name: z.string(),
    asked_at: EpochMs,
    access_points: z
      .string()
      .nullable()
      .transform((text) => z.array(z.number()).parse(JSON.parse(text ?? '[]'))),
    reply: Reply,
  })
  .transform(({ asked_at, access_points, door_name, ...row }) => ({
    ...row,
    askedAt: asked_at,
    accessPoints: access_points,
    doorName: door_name,
  }));

export function sqlitePresses(database: DatabaseSync, clock: Clock, commits: GroupCommit): Presses {
  const findPress = database.prepare('select desk, reply from presses where press = :press');
  const lastAt = database.prepare(`select asked_at from presses
    where site = :site and door in (select value from json_each(:doors)) and asked_at > :since and asked_at <= :at
    and (reply is null or reply not like '%"outcome":"refused"%') order by asked_at desc limit 1`);
  const insert = database.prepare(`insert into presses
    (press, site, call, door, desk, seat, asked_at, door_name, building, access_points)
    values (:press, :site, :call, :door, :desk, :seat, :at, :doorName, :building, :accessPoints)`);
  const setReply = database.prepare(`update presses set reply = :reply, replied_at = :at
    where press = :press and (reply is null or reply not like '%"outcome":"confirmed"%')`);
  const between =
    database.prepare(`select press, site, call, door, desk, coalesce(door_name, door) as door_name, asked_at, access_points, reply
    from presses where site = :site and asked_at between :from and :until order by asked_at`);

  const find = (press: PressId, desk: DeskId) => {
    const row = findPress.get({ press });
    if (row === undefined) return null;
    const { desk: owner, reply } = Row.parse(row);
    return { kind: 'known' as const, reply: owner === desk ? Reply.parse(reply) : null };
  };
  return {
    find: async (press, desk) => find(press, desk),
    begin: ({ sameDoors, ...press }) => {
      const at = clock.moment().wall;
      return commits.write((): PressStart => {
        const known = find(press.press, press.desk);
        if (known) return known;
        const doors = JSON.stringify([press.door, ...sameDoors]);
        const last = lastAt.get({ site: press.site, doors, since: at - coolDownMs, at });
        if (last !== undefined)
          return {
            kind: 'cooling',
            retryAfterMs: Math.min(coolDownMs, Math.max(1, Last.parse(last).asked_at + coolDownMs - at)),
          };
        insert.run({ ...press, accessPoints: JSON.stringify(press.accessPoints), at });
        return { kind: 'new' };
      });
    },
    reply: (press, reply) =>
      commits.write(() => {
        setReply.run({ press, reply: JSON.stringify(reply), at: clock.moment().wall });
        return Reply.parse(Row.parse(findPress.get({ press })).reply) ?? reply;
      }),
    between: (site, from, until) =>
      readable(
        between.all({ site, from, until }),
        (row) => PastRow.parse(row),
        () => {},
      ),
  };
}
