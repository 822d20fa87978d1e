/** Which ring a delivery belongs to. Pure. A doubled ring is better than a lost one: what is not proven to be the same begins its own. */
import { comparableGuid } from './identity.ts';
import type { CallFacts, RingCall } from './state.ts';

/** What a delivery brings to be compared with the rings that its words may mean. */
export type Joining = {
  readonly facts: Pick<CallFacts, 'guid' | 'vendorId'>;
  /** The hook by whose key it came. */
  readonly hook: string;
  /** The first digits of the hash of its bytes. */
  readonly bytes: string;
  /** It was found in the vendor's own list. */
  readonly isListed: boolean;
  /** Wall milliseconds. */
  readonly receivedAt: number;
};

/** For how long one number means one call, in milliseconds: no panel calls so long, and the vendor's retries are over. */
export const numberLastsMs = 600_000;

/** True when the delivery is surely of this call: by its guid, from whichever hook; by its number alone only as the vendor's list has it, or as the very same bytes sent again. */
export function joins(call: RingCall, delivery: Joining): boolean {
  const { guid, vendorId } = delivery.facts;
  if (guid !== null && call.guid !== null) return comparableGuid(guid) === comparableGuid(call.guid);
  if (Math.abs(delivery.receivedAt - call.receivedAt) > numberLastsMs) return false;
  if (call.bytes === delivery.bytes && call.hook === delivery.hook) return true;
  return vendorId !== null && call.vendorId === vendorId && (delivery.isListed || call.webhookMissing);
}
