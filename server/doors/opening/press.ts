import type { Asked } from '../../../protocol/asks.ts';
import type { CallId, DoorId, PressId, SiteId } from '../../../protocol/call.ts';
import type { DoorLine } from '../../../protocol/door.ts';
import type { DoorReply } from '../../../protocol/replies.ts';
import { err, ok, type Result } from '../../../protocol/result.ts';
import { Holder } from '../../../protocol/ring.ts';
import type { Moment } from '../../clock.ts';
import type { Seat } from '../../desks/seats.ts';
import type { AboutCall } from '../../ring/abilities.ts';
import { isConfirmedAtPanel, mayOpen } from '../../ring/abilities.ts';
import { holderIn, holderOf } from '../../ring/holder.ts';
import type { FindSite, RingState } from '../../ring/ports.ts';
import type { Ring } from '../../ring/state.ts';
import type { Switchboard } from '../../ring/switchboard.ts';
import { accessPointsOf, type MappedDoors } from '../siteDoors.ts';
import type { OpenOwnDoor } from './ownDoor.ts';
import type { Press, Presses } from './presses.ts';
import { refused, refusedFor } from './refusals.ts';
import type { ReleaseSiteDoor } from './siteDoor.ts';

export type DoorParts = {
  readonly board: Pick<Switchboard, 'find' | 'rings'>;
  readonly presses: Pick<Presses, 'find' | 'begin' | 'reply'>;
  readonly doors: Pick<MappedDoors, 'find' | 'openingTheSame'>;
  readonly openOwn: OpenOwnDoor;
  readonly releaseSite: ReleaseSiteDoor;
  readonly about: AboutCall;
  readonly findSite: FindSite;
  readonly now: () => Moment;
  /** Asks ButterflyMX about a call that it has not confirmed yet, in the time that a press may take; gives the ring as it is then. */
  readonly confirm: (state: RingState) => Promise<RingState>;
  /** The vendor may have opened: its log is awaited. */
  readonly asked: (press: Press) => void;
  readonly reportUnwritable: (error: unknown) => void;
};

/** Opens doors. One press, at most one release: audited first, never tried again, and the same press has the same answer for good. */
export type DoorPresses = {
  readonly onOpenDoor: (asked: Asked<'openDoor'>, seat: Seat) => Promise<DoorReply>;
  /** The operator opens the calling panel's own door, to see which one moves; whoever holds the call keeps it. */
  readonly onProve: (press: PressId, site: SiteId, door: DoorLine) => Promise<DoorReply>;
};

/** What one press is about: a panel's own door through its call, or a door by itself. */
type Target = {
  readonly door: DoorLine;
  readonly site: SiteId;
  readonly call: CallId | null;
  readonly through: RingState | null;
};

export function makeDoorPresses(parts: DoorParts): DoorPresses {
  const { board, presses, doors, openOwn, releaseSite, about, findSite, now, reportUnwritable } = parts;
  const asking = new Map<PressId, Promise<DoorReply>>();

  function onOpenDoor(asked: Asked<'openDoor'>, seat: Seat): Promise<DoorReply> {
    const same = asking.get(asked.pressId);
    if (same) return same;
    const answer = press(asked, seat).finally(() => asking.delete(asked.pressId));
    asking.set(asked.pressId, answer);
    return answer;
  }

  async function press(asked: Asked<'openDoor'>, seat: Seat): Promise<DoorReply> {
    const known = await presses.find(asked.pressId, seat.desk);
    if (known) return known.reply ?? { outcome: 'unknown', pressId: asked.pressId };
    const target = await targetOf(asked, seat);
    return target.ok ? audited(asked.pressId, target.value, holderOf(seat)) : target.error;
  }

  async function targetOf({ callId, doorId }: Asked<'openDoor'>, seat: Seat): Promise<Result<Target, DoorReply>> {
    if (callId === undefined) return doorId === undefined ? err(refused('unknown-door')) : alone(doorId, seat);
    const state = await board.find(seat.sites, callId);
    if (state === null) return err(refused('unknown-call'));
    const other = doorId === undefined ? null : doors.find(state.site, doorId);
    return other !== null && other.panel === null ? siteDoor(other, callId, seat) : ofCall(state, doorId, seat);
  }

  /** The panel's own door: through its call, or for a minute after it by its access point. */
  async function ofCall(told: RingState, doorId: DoorId | undefined, seat: Seat): Promise<Result<Target, DoorReply>> {
    const state = may(told, seat) === 'not-confirmed' ? await parts.confirm(told) : told;
    const { site, call, ring } = state;
    const ability = may(state, seat);
    if (ability !== true) return err(refusedFor(ability, ring));
    const { ownDoor } = about(ring.call);
    const door = ownDoor === null ? null : doors.find(site, ownDoor.id);
    if (door === null) return err(refused('door-not-proven'));
    if (doorId !== undefined && doorId !== door.door) return err(refused('unknown-door'));
    return ok({ door, site, call, through: ring.phase === 'ended' ? null : state });
  }

  const may = (state: RingState, { desk }: Pick<Seat, 'desk'>) =>
    mayOpen(state, { desk, allowed: about(state.ring.call), now: now() });

  async function alone(doorId: DoorId, seat: Seat): Promise<Result<Target, DoorReply>> {
    for (const site of seat.sites) {
      const door = doors.find(site, doorId);
      if (door !== null && door.panel === null) return siteDoor(door, null, seat);
    }
    return err(refused('unknown-door'));
  }

  /** A door of the site's. While a visitor calls at it, it is that call's own, whichever call it is pressed from: its panel must learn that it opened. A call that ButterflyMX has not confirmed takes no press for itself. */
  async function siteDoor(door: DoorLine, pressedFrom: CallId | null, seat: Seat): Promise<Result<Target, DoorReply>> {
    const calling = board.rings([door.site]).filter(({ ring }) => isDoorOf(ring, door));
    const through = calling.find(({ call }) => call === pressedFrom) ?? calling[0];
    if (through !== undefined) return ofCall(through, undefined, seat);
    return ok({ door, site: door.site, call: pressedFrom, through: null });
  }

  function isDoorOf(ring: Ring, door: DoorLine): boolean {
    const { ownDoor, isOurs } = about(ring.call);
    const own = ownDoor === null ? null : doors.find(door.site, ownDoor.id);
    const isThere = isOurs && isConfirmedAtPanel(ring) && own !== null;
    return isThere && door.accessPoint !== null && own.accessPoint === door.accessPoint;
  }

  async function audited(press: PressId, { door, site, call, through }: Target, by: Holder): Promise<DoorReply> {
    const row: Press = {
      press,
      site,
      call,
      door: door.door,
      desk: by.desk,
      seat: by.seat,
      doorName: door.name,
      building: findSite(site).name,
      accessPoints: accessPointsOf(door),
      sameDoors: doors.openingTheSame(door),
    };
    const start = await presses.begin(row).catch((error: unknown) => {
      reportUnwritable(error);
      return null;
    });
    if (start === null) return refused('not-recorded');
    if (start.kind === 'cooling')
      return { outcome: 'refused', because: 'cooling-down', retryAfterMs: start.retryAfterMs };
    if (start.kind === 'known') return start.reply ?? { outcome: 'unknown', pressId: press };
    const reply = through === null ? await releaseSite(row, door, by) : await openOwn(through, press, { door, by });
    const stands = await presses.reply(press, reply).catch((error: unknown) => {
      reportUnwritable(error);
      return reply;
    });
    if (stands.outcome === 'accepted' || stands.outcome === 'unknown') parts.asked(row);
    return stands;
  }

  return {
    onOpenDoor,
    onProve: async (press, site, door) => {
      const ringing = board.rings([site]).filter(({ ring }) => ring.call.panelId === door.panel);
      const through = ringing.find(({ ring }) => isConfirmedAtPanel(ring)) ?? ringing[0];
      if (through === undefined) return refused('unknown-call');
      const state = isConfirmedAtPanel(through.ring) ? through : await parts.confirm(through);
      const by = holderIn(state.ring) ?? operator;
      const allowed = {
        ...about(state.ring.call),
        ownDoor: { id: door.door, name: door.name, afterOpening: 'stay' } as const,
      };
      const ability = mayOpen(state, { desk: by.desk, allowed, now: now() });
      if (ability !== true) return refusedFor(ability, state.ring);
      const stay: DoorLine = { ...door, afterOpening: 'stay' };
      return audited(press, { door: stay, site, call: state.call, through: state }, by);
    },
  };
}

/** In whose name a door is opened by a command. No desk has this id. */
const operator = Holder.parse({ desk: 'operator', seat: 'operator', name: 'The operator' });
