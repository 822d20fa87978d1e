import type { PressId } from '../../../protocol/call.ts';
import type { DoorLine } from '../../../protocol/door.ts';
import { DoorReply } from '../../../protocol/replies.ts';
import type { Holder } from '../../../protocol/ring.ts';
import type { VendorDoors } from '../../butterflymx/doors.ts';
import { holderIn } from '../../ring/holder.ts';
import type { RingState } from '../../ring/ports.ts';
import { vendorCallOf } from '../../ring/state.ts';
import type { Switchboard } from '../../ring/switchboard.ts';
import { refused } from './refusals.ts';

/** Opens the calling panel's own door by the call's `open_door`, and by nothing else (vendor's SDK; live capture: the panel would dial on). */
export type OpenOwnDoor = (
  through: RingState,
  press: PressId,
  opening: { readonly door: DoorLine; readonly by: Holder },
) => Promise<DoorReply>;

export function openOwnDoor({
  board,
  vendor,
}: {
  readonly board: Pick<Switchboard, 'tell' | 'find'>;
  readonly vendor: Pick<VendorDoors, 'openOwn'>;
}): OpenOwnDoor {
  /** The ring is claimed first, so that nobody opens a door for a visitor whom another desk has. */
  return async ({ site, call, ring }, pressId, { door, by: opener }) => {
    const tell = (event: Parameters<Switchboard['tell']>[2]) => board.tell([site], call, event);
    const claimed =
      ring.phase === 'ringing' ? await tell({ kind: 'answered', by: opener, purpose: 'door', takeOver: false }) : null;
    if (claimed && claimed.reply?.outcome === 'refused') return DoorReply.parse(claimed.reply);
    const state = claimed?.state ?? (await board.find([site], call));
    const by = state && holderIn(state.ring);
    const vendorCall = state && vendorCallOf(state.ring.call);
    if (!state || !by || by.desk !== opener.desk || !vendorCall) return refused('ended');
    if (state.unrecorded) return refused('not-recorded');
    if ((await tell({ kind: 'activating', by }))?.reply?.outcome !== 'done') return refused('ended');

    const release = await vendor.openOwn(vendorCall);
    const outcome = release === 'no-account' ? 'refused' : release;
    await tell({ kind: 'door-replied', by, outcome, door: door.name, afterOpening: door.afterOpening });
    if (release === 'no-account') return refused('no-account');
    return release === 'refused' ? refused('vendor-refused') : { outcome: release, pressId };
  };
}
