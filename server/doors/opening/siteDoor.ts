import type { CallId, SiteId } from '../../../protocol/call.ts';
import type { DoorLine } from '../../../protocol/door.ts';
import type { RingFact } from '../../../protocol/fact.ts';
import type { DoorReply } from '../../../protocol/replies.ts';
import type { Holder } from '../../../protocol/ring.ts';
import type { Opening, VendorDoors } from '../../butterflymx/doors.ts';
import type { Switchboard } from '../../ring/switchboard.ts';
import type { Press } from './presses.ts';
import { refused } from './refusals.ts';

/** Opens a door by its number in v4, in a tenant's name; never followed by a call's `open_door`. */
export type ReleaseSiteDoor = (press: Press, door: DoorLine, by: Holder) => Promise<DoorReply>;

export function releaseSiteDoor({
  vendor,
  tenantOf,
  board,
  note,
}: {
  readonly vendor: Pick<VendorDoors, 'release'>;
  /** In whose name; null when nobody decided and no called account tells. */
  readonly tenantOf: (site: SiteId) => number | null;
  readonly board: Pick<Switchboard, 'tell'>;
  readonly note: (site: SiteId, call: CallId, fact: RingFact) => void;
}): ReleaseSiteDoor {
  return async ({ press, site, call }, door, by) => {
    const opening = openingOf(door);
    if (opening === null) return refused('unknown-door');
    const tenant = tenantOf(site);
    if (tenant === null) return refused('no-release-tenant');
    const release = await vendor.release(site, tenant, opening, call);
    const outcome = release === 'no-account' ? 'refused' : release;
    if (call !== null && door.panel !== null)
      await board.tell([site], call, { kind: 'door-replied', by, outcome, door: door.name, afterOpening: 'stay' });
    else if (call !== null) note(site, call, { what: 'other-door', desk: by.desk, door: door.name, outcome });
    if (release === 'no-account') return refused('no-account');
    return release === 'refused' ? refused('vendor-refused') : { outcome: release, pressId: press };
  };
}

const openingOf = ({ accessPoint, device }: DoorLine): Opening | null =>
  accessPoint !== null ? { accessPoint } : device === null ? null : { device };
