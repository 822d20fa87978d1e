import { z } from 'zod';
import { CallId, DeskId, DoorId, EpochMs, PressId, SiteId } from '../../protocol/call.ts';
import { DoorReply } from '../../protocol/replies.ts';
import type { Clock } from '../clock.ts';
import type { Presses, PressStart } from '../doors/opening/presses.ts';
import { type Database, listed, type Statements } from './database.ts';
import { readable } from './readable.ts';

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

const findPress = 'select desk, reply from presses where press = :press';
const lastAt = (doors: string) => `select asked_at from presses
  where site = :site and door in ${doors} and asked_at > :since and asked_at <= :at
  and (reply is null or reply not like '%"outcome":"refused"%') order by asked_at desc limit 1`;
const insert = `insert into presses
  (press, site, call, door, desk, seat, asked_at, door_name, building, access_points)
  values (:press, :site, :call, :door, :desk, :seat, :at, :doorName, :building, :accessPoints)`;
const setReply = `update presses set reply = :reply, replied_at = :at
  where press = :press and (reply is null or reply not like '%"outcome":"confirmed"%')`;
const between = `select press, site, call, door, desk, coalesce(door_name, door) as door_name, asked_at, access_points, reply
  from presses where site = :site and asked_at between :from and :until order by asked_at`;

export function presses({ get, all, write }: Database, clock: Pick<Clock, 'moment'>): Presses {
  const find = async (read: Statements['get'], press: PressId, desk: DeskId) => {
    const row = await read(findPress, { press });
    if (row === undefined) return null;
    const { desk: owner, reply } = Row.parse(row);
    return { kind: 'known' as const, reply: owner === desk ? Reply.parse(reply) : null };
  };
  return {
    find: (press, desk) => find(get, press, desk),
    begin: ({ sameDoors, ...press }) => {
      const at = clock.moment().wall;
      const doors = listed('door', [press.door, ...sameDoors]);
      return write(async (sql): Promise<PressStart> => {
        await sql.lock(`presses ${press.site}`);
        const known = await find(sql.get, press.press, press.desk);
        if (known) return known;
        const values = { ...doors.values, site: press.site, since: at - coolDownMs, at };
        const last = await sql.get(lastAt(doors.words), values);
        if (last !== undefined)
          return {
            kind: 'cooling',
            retryAfterMs: Math.min(coolDownMs, Math.max(1, Last.parse(last).asked_at + coolDownMs - at)),
          };
        await sql.run(insert, { ...press, accessPoints: JSON.stringify(press.accessPoints), at });
        return { kind: 'new' };
      });
    },
    reply: (press, reply) => {
      const at = clock.moment().wall;
      return write(async (sql) => {
        await sql.run(setReply, { press, reply: JSON.stringify(reply), at });
        return Reply.parse(Row.parse(await sql.get(findPress, { press })).reply) ?? reply;
      });
    },
    between: async (site, from, until) =>
      readable(
        await all(between, { site, from, until }),
        (row) => PastRow.parse(row),
        () => {},
      ),
  };
}
