import type { CallId, Door, DoorId, PressId } from '../../protocol/call.ts';
import { type Asked, DoorReply } from '../../protocol/desk.ts';
import type { Holder } from '../../protocol/ring.ts';
import type { Press, Presses } from '../journal/presses.ts';
import type { Intercom, RingState } from '../ring/ports.ts';
import { vendorCallOf } from '../ring/state.ts';
import type { Switchboard } from '../ring/switchboard.ts';
import { holderOf } from './holder.ts';
import type { AboutCall } from './ports.ts';
import type { Seat } from './seats.ts';

export type DoorParts = {
  readonly board: Pick<Switchboard, 'tell' | 'find'>;
  readonly presses: Presses;
  readonly intercom: Pick<Intercom, 'notify'>;
  readonly about: AboutCall;
  readonly reportUnwritable: (error: unknown) => void;
};

/** Opens the calling panel's own door through the call. One press, at most one release: audited first, never tried again. */
export type DoorDesk = { readonly onOpenDoor: (asked: Asked<'openDoor'>, seat: Seat) => Promise<DoorReply> };

export function doorDesk({ board, presses, intercom, about, reportUnwritable }: DoorParts): DoorDesk {
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
    if (asked.callId === undefined) return refused('unknown-door');
    const state = await board.find(seat.sites, asked.callId);
    if (state === null) return refused('unknown-call');
    const { ownDoor, isOurs } = about(state.ring.call);
    if (ownDoor === null || !isOurs) return refused(isOurs ? 'door-not-proven' : 'not-our-account');
    return (
      refusalFor(state, ownDoor, asked, seat) ??
      audited(state, { ...asked, callId: asked.callId, door: ownDoor.id }, seat)
    );
  }

  async function audited(
    state: RingState,
    { pressId, callId, door }: { pressId: PressId; callId: CallId; door: DoorId },
    seat: Seat,
  ): Promise<DoorReply> {
    const row: Press = {
      press: pressId,
      site: state.site,
      call: callId,
      door,
      desk: seat.desk,
      seat: seat.seat,
    };
    const start = await presses.begin(row).catch((error: unknown) => {
      reportUnwritable(error);
      return null;
    });
    if (start === null) return refused('not-recorded');
    if (start.kind === 'cooling')
      return { outcome: 'refused', because: 'cooling-down', retryAfterMs: start.retryAfterMs };
    if (start.kind === 'known') return start.reply ?? { outcome: 'unknown', pressId };
    const reply = await release(state, pressId, seat);
    await presses.reply(pressId, reply).catch(reportUnwritable);
    return reply;
  }

  /** The ring is claimed first, so that nobody opens a door for a visitor whom another desk has. */
  async function release({ site, call, ring }: RingState, pressId: PressId, seat: Seat): Promise<DoorReply> {
    const tell = (event: Parameters<Switchboard['tell']>[2]) => board.tell([site], call, event);
    const claimed =
      ring.phase === 'ringing'
        ? await tell({ kind: 'answered', by: holderOf(seat), purpose: 'door', takeOver: false })
        : null;
    if (claimed && claimed.reply?.outcome === 'refused') return DoorReply.parse(claimed.reply);
    const state = claimed?.state ?? (await board.find([site], call));
    const by = state && holderIn(state);
    const vendorCall = state && vendorCallOf(state.ring.call);
    if (!state || !by || by.desk !== seat.desk || !vendorCall) return refused('ended');
    if (state.unrecorded) return refused('not-recorded');
    if ((await tell({ kind: 'activating', by }))?.reply?.outcome !== 'done') return refused('ended');

    const answer = await intercom.notify('open_door', vendorCall);
    const outcome = answer.ok ? 'accepted' : answer.error === 'slow' ? 'unknown' : 'refused';
    await tell({ kind: 'door-replied', by, outcome });
    return outcome === 'refused' ? refused('vendor-refused') : { outcome, pressId };
  }

  return { onOpenDoor };
}

const holderIn = ({ ring }: RingState): Holder | null =>
  ring.phase === 'claimed' || ring.phase === 'talking' ? ring.by : null;

function refusalFor(
  { ring, unrecorded }: RingState,
  ownDoor: Door,
  { doorId }: Asked<'openDoor'>,
  seat: Seat,
): DoorReply | null {
  if (ring.phase === 'ended') return refused('ended');
  if (ring.call.guid === null) return refused('no-media-yet');
  if (doorId !== undefined && doorId !== ownDoor.id) return refused('unknown-door');
  if (ring.phase !== 'ringing' && ring.by.desk !== seat.desk)
    return { outcome: 'refused', because: 'already-claimed', by: ring.by };
  return unrecorded ? refused('not-recorded') : null;
}

type Because = Extract<DoorReply, { outcome: 'refused' }>['because'];
const refused = (because: Because): DoorReply => ({ outcome: 'refused', because });
