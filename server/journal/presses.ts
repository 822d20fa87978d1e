import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { CallId, DeskId, DoorId, PressId, SeatId, SiteId } from '../../protocol/call.ts';
import { DoorReply } from '../../protocol/desk.ts';
import type { Clock } from '../clock.ts';
import type { GroupCommit } from './groupCommit.ts';

/** One press of a door button, as it is audited before anything is asked of the vendor. */
export type Press = {
  readonly press: PressId;
  readonly site: SiteId;
  readonly call: CallId;
  readonly door: DoorId;
  readonly desk: DeskId;
  readonly seat: SeatId;
};

export type PressStart =
  | { readonly kind: 'new' }
  /** `reply` is null when the press was cut short, or is still being asked. */
  | { readonly kind: 'known'; readonly reply: DoorReply | null }
  | { readonly kind: 'cooling'; readonly retryAfterMs: number };

/** The audit of doors, and the guard of rule 11: one press, at most one physical release. */
export type Presses = {
  readonly find: (press: PressId, desk: DeskId) => Promise<(PressStart & { kind: 'known' }) | null>;
  /** Durable when it resolves with `new`. */
  readonly begin: (press: Press) => Promise<PressStart>;
  readonly reply: (press: PressId, reply: DoorReply) => Promise<void>;
};

/** One door is asked for once in this time, by whichever desk; live integrations use the same figure. */
const coolDownMs = 3_000;

const Row = z.object({ desk: z.string(), reply: z.string().nullable() });
const Last = z.object({ asked_at: z.number() });

export function sqlitePresses(database: DatabaseSync, clock: Clock, commits: GroupCommit): Presses {
  const findPress = database.prepare('select desk, reply from presses where press = :press');
  const lastAt =
    database.prepare(`select asked_at from presses where site = :site and door = :door and asked_at > :since
    and (reply is null or reply not like '%"outcome":"refused"%') order by asked_at desc limit 1`);
  const insert = database.prepare(`insert into presses (press, site, call, door, desk, seat, asked_at)
    values (:press, :site, :call, :door, :desk, :seat, :at)`);
  const setReply = database.prepare('update presses set reply = :reply, replied_at = :at where press = :press');

  const find = (press: PressId, desk: DeskId) => {
    const row = findPress.get({ press });
    if (row === undefined) return null;
    const { desk: owner, reply } = Row.parse(row);
    return {
      kind: 'known' as const,
      reply: reply === null || owner !== desk ? null : DoorReply.parse(JSON.parse(reply)),
    };
  };
  return {
    find: async (press, desk) => find(press, desk),
    begin: (press) => {
      const at = clock.moment().wall;
      return commits.write((): PressStart => {
        const known = find(press.press, press.desk);
        if (known) return known;
        const last = lastAt.get({ site: press.site, door: press.door, since: at - coolDownMs });
        if (last !== undefined)
          return {
            kind: 'cooling',
            retryAfterMs: Math.min(coolDownMs, Math.max(1, Last.parse(last).asked_at + coolDownMs - at)),
          };
        insert.run({ ...press, at });
        return { kind: 'new' };
      });
    },
    reply: (press, reply) =>
      commits.write(() => void setReply.run({ press, reply: JSON.stringify(reply), at: clock.moment().wall })),
  };
}
