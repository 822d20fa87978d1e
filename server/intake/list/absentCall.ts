import type { RingCall } from '../../ring/state.ts';
import { instant, localTime, type SiteWork } from './listedSite.ts';
import { matchOf } from './matchCalls.ts';

/** A call that a webhook told of, to be looked for in the vendor's list. */
export type AbsentCall = Pick<RingCall, 'site' | 'guid' | 'vendorId' | 'unitId' | 'panel' | 'receivedAt'>;

/** The vendor's record of a call may be a moment behind its webhook. */
const recordedWithinMs = 1_000;

/** True when no call of the last two lists can be this one; null while fewer than two were asked for since it came. */
export function isAbsentFrom(work: SiteWork, { guid, vendorId, unitId, receivedAt }: AbsentCall): boolean | null {
  const fresh = work.looks.filter(({ askedAt }) => askedAt >= receivedAt + recordedWithinMs);
  if (fresh.length < 2) return null;
  const heard = [{ guid, vendorId, unitId, panel: null, at: receivedAt }];
  const may = fresh
    .flatMap(({ calls }) => calls)
    .some((call) => {
      const local = { ...call, loggedAt: instant(localTime(work, call)) };
      return matchOf({ call: local, heard, guids: new Map(), taken: new Set() }) !== null;
    });
  return !may;
}
