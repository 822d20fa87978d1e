import type { EpochMs, SiteId } from '../../../protocol/call.ts';
import type { Journal } from '../../ring/journal.ts';
import { ringingNow } from '../../vendor/values.ts';
import type { Reading } from '../normalise.ts';
import { reread } from '../readDelivery.ts';
import { asHeardBy } from './listed.ts';
import type { HeardCall } from './matchCalls.ts';

/** A call as its delivery told it; `isListed` when that was found in the vendor's list by the relay itself. */
export type ToldCall = HeardCall & {
  readonly at: EpochMs;
  readonly isListed: boolean;
  /** The v3 number of its panel. */
  readonly panelId: number | null;
};

/** The call that a delivery told of, also by the status that it rings; null for a delivery of anything else. */
export function heardIn({
  reading,
  received,
}: {
  readonly reading: Reading;
  readonly received: { readonly wall: EpochMs };
}): ToldCall | null {
  if (reading.kind !== 'call' && !(reading.kind === 'status' && reading.status === ringingNow)) return null;
  const { guid, vendorId, unitId, panelId, panel, webhookMissing } = reading.facts;
  return { guid, vendorId, unitId, panelId, panel, at: received.wall, isListed: webhookMissing };
}

/** The calls of which webhooks told before this start, at most so old. */
export async function heardBefore(
  journal: Pick<Journal, 'told'>,
  site: SiteId,
  ageMs: number,
): Promise<readonly HeardCall[]> {
  return (await journal.told(site, ageMs)).flatMap(({ hook, raw, received, isOther }): readonly HeardCall[] => {
    const call = heardIn({ reading: asHeardBy(hook, reread(raw).reading), received });
    if (call === null || call.isListed) return [];
    return [isOther ? { ...call, unitId: call.unitId ?? 'not-kept' } : call];
  });
}
