import { comparableGuid } from '../../ring/identity.ts';
import type { CallNumber } from '../../vendor/values.ts';
import type { ListedCall } from './listCalls.ts';

/** A call as a webhook told of it. */
export type HeardCall = {
  readonly guid: string | null;
  readonly vendorId: CallNumber | null;
  /** `not-kept`: a home's call that did not ring, of which the site keeps no more. */
  readonly unitId: number | null | 'not-kept';
  readonly panel: string | null;
  /** Wall milliseconds of the relay. */
  readonly at: number;
  /** The vendor does not know this call, so it stands for none of its list but one with its guid: a false webhook must not hide a real call. */
  readonly isDoubtful?: boolean;
};

/** `isSure`: by an identifier. Otherwise by unit, panel and time, which is enough to say that a webhook came and for nothing else. */
export type Match = { readonly heard: HeardCall; readonly isSure: boolean };

/** A webhook comes within the second in which its call is logged (live capture); clocks and retries get some room. */
const soonestMs = -5_000;
const latestMs = 20_000;

export type Listing = {
  /** With `loggedAt` by the relay's own clock. */
  readonly call: Pick<ListedCall, 'number' | 'loggedAt' | 'unitId' | 'panel'>;
  readonly heard: readonly HeardCall[];
  /** Which guid belongs to which number, as far as the vendor told. */
  readonly guids: ReadonlyMap<CallNumber, string>;
  /** Heard calls that were matched to other numbers already. */
  readonly taken: ReadonlySet<HeardCall>;
};

/** Which webhook told of a listed call; null when none did. The lists have no guid, and of all their other numbers only the unit's agrees with the webhook's. */
export function matchOf({ call, heard, guids, taken }: Listing): Match | null {
  const guid = guids.get(call.number);
  const same = heard.find(
    ({ vendorId, guid: its, isDoubtful }) =>
      (vendorId === call.number && isDoubtful !== true) ||
      (its !== null && guid !== undefined && comparableGuid(its) === comparableGuid(guid)),
  );
  if (same !== undefined) return { heard: same, isSure: true };
  const others = new Set([...guids].filter(([number]) => number !== call.number).map(([, its]) => comparableGuid(its)));
  const near = heard.filter(
    (one) =>
      !taken.has(one) &&
      one.isDoubtful !== true &&
      one.vendorId === null &&
      (one.guid === null || (guid === undefined && !others.has(comparableGuid(one.guid)))) &&
      isSameUnit(one, call) &&
      (one.panel === null || call.panel === null || one.panel === call.panel) &&
      one.at - call.loggedAt >= soonestMs &&
      one.at - call.loggedAt <= latestMs,
  );
  const exact = near.filter(({ unitId }) => unitId !== 'not-kept');
  const likely = exact.length > 0 ? exact : near;
  const [nearest] = likely.sort((one, other) => distance(one, call) - distance(other, call));
  return nearest === undefined ? null : { heard: nearest, isSure: false };
}

const isSameUnit = ({ unitId }: HeardCall, call: Pick<ListedCall, 'unitId'>) =>
  unitId === 'not-kept' ? call.unitId !== null : unitId === call.unitId;

const distance = ({ at }: HeardCall, { loggedAt }: { readonly loggedAt: number }) => Math.abs(at - loggedAt);
