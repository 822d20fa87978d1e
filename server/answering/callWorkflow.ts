import type { VendorFailure } from '../../protocol/fact.ts';
import type { Grant } from '../../protocol/replies.ts';
import { err, ok, type Result } from '../../protocol/result.ts';
import type { Holder } from '../../protocol/ring.ts';
import { isJoinable, type VendorCalls, vendorDeadlineMs } from '../butterflymx/intercom.ts';
import { deadlineIn } from '../clock.ts';
import { mayJoin } from '../ring/rules/vendorStatus.ts';
import { type Ring, vendorCallOf } from '../ring/state.ts';

/**
 * Why a claim got no grant. `no-longer-ringing` carries the vendor's status, which ends the ring. `provider-unsupported`: the call's media is of
 * a kind that no desk can join; the vendor was told nothing, so that its own app can still answer.
 */
export type NoGrant =
  | VendorFailure
  | 'not-yours'
  | 'provider-unsupported'
  | { readonly kind: 'no-longer-ringing'; readonly status: string };

export type WorkflowParts = {
  readonly vendor: Pick<VendorCalls, 'callStatus' | 'mediaToken' | 'notify'>;
  /** A grant that an earlier claim of this call got. */
  readonly kept: Grant | null;
  /** Told of a token as soon as there is one: whatever becomes of this claim, the vendor may give no other. */
  readonly keep: (grant: Grant) => void;
  /** The ring at this moment: its own door may have been opened while the vendor was asked. */
  readonly ringNow: () => Promise<Ring>;
  /** The vendor knows the call, and names its panel where it does. */
  readonly confirmed: (panelId: number | null, panel: string | null) => void;
  /** Writes down that `is_active` goes out next; false when the claim is lost meanwhile. */
  readonly activating: () => Promise<boolean>;
};

/**
 * The SDK's order: still ringing? → media token → `is_active`; the seat then joins. All within four seconds together, nothing tried twice. Where
 * the status names no provider the key of the token decides.
 */
export async function grantMedia(
  ring: Ring,
  by: Holder,
  { vendor, kept, keep, ringNow, confirmed, activating }: WorkflowParts,
): Promise<Result<Grant, NoGrant>> {
  const call = vendorCallOf(ring.call);
  if (call === null) return err('gone');
  const deadline = deadlineIn(vendorDeadlineMs);

  const status = await vendor.callStatus(call, deadline);
  if (!status.ok) return err(status.error);
  if (!mayJoin(status.value.status, await ringNow()))
    return err({ kind: 'no-longer-ringing', status: status.value.status });
  const panelId = status.value.panelId ?? ring.call.panelId;
  confirmed(status.value.panelId, status.value.panelName);
  if (status.value.provider !== null && !isJoinable(status.value.provider)) return err('provider-unsupported');

  const token = await vendor.mediaToken(call, by.desk, deadline);
  const grant = token.ok ? token.value : kept;
  if (grant === null) return token.ok ? err('refused') : err(token.error);
  keep(grant);

  if (!(await activating())) return err('not-yours');
  const active = await vendor.notify('is_active', { ...call, panelId }, deadline);
  return active.ok ? ok(grant) : err(active.error);
}
