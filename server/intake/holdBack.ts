import type { SiteId } from '../../protocol/call.ts';
import type { WithheldCalls } from '../answering/withheldCalls.ts';
import type { CallFacts } from '../ring/state.ts';
import type { Reconcile } from './list/reconcile.ts';
import type { Reading } from './normalise.ts';
import type { Delivered, ReceiveParts } from './receive.ts';

export type HoldBackParts = {
  readonly withheld: Pick<WithheldCalls, 'hold' | 'canHold'>;
  /** A call that waits for ButterflyMX's lists is none that a webhook told of: what the list has rings for itself. */
  readonly listed: Pick<Reconcile, 'doubted' | 'reads'>;
  /** An account that may have been called can be asked whether ButterflyMX knows the call. */
  readonly canBeChecked: (site: SiteId, call: CallFacts) => boolean;
  /** The call names a unit or user of an account that we hold. */
  readonly namesOurs: (site: SiteId, call: CallFacts) => boolean;
  readonly windowMs: number;
  readonly tellSwitchboard: (arrival: Delivered) => void;
};

/** What of a flooded webhook may wait for ButterflyMX's lists, and how it waits. */
export function holdBack(parts: HoldBackParts): Pick<ReceiveParts, 'canWait' | 'holdBack'> {
  const { withheld, listed, canBeChecked, namesOurs, windowMs, tellSwitchboard } = parts;
  return {
    /** Those lists, a called account's or the building's, would name this call. */
    canWait: (site, call) =>
      withheld.canHold(site) && canBeChecked(site, call) && (namesOurs(site, call) || listed.reads(site)),
    holdBack: (arrival) => {
      const { reading, site, bytes, received } = arrival;
      if (reading.kind !== 'call' && reading.kind !== 'status') return;
      listed.doubted(site, reading.facts);
      const identifiers = { ...reading.facts, wordless: bytes };
      const until = received.mono + windowMs;
      /** It rings because ButterflyMX names it: what a delivery of a leaked key said of its end is no word against that. */
      const ring = () => tellSwitchboard({ ...arrival, reading: asBegun(reading) });
      withheld.hold({ site, identifiers, until, ring });
    },
  };
}

const asBegun = (reading: Reading & { kind: 'call' | 'status' }): Reading =>
  reading.kind === 'call' ? { ...reading, status: null } : reading;
