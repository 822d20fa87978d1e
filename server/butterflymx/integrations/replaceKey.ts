import type { EpochMs } from '../../../protocol/call.ts';
import type { Binding } from '../../../protocol/integration.ts';
import { ok, type Result } from '../../../protocol/result.ts';
import type { Directory } from '../../desks/directory.ts';
import type { VendorRefusal } from '../rest.ts';
import type { HeldIntegration, IntegrationStore } from './heldIntegrations.ts';
import { hookUrl } from './hookAddress.ts';
import { runningOut } from './integrationMemory.ts';
import { mayHaveBeenDone } from './integrationRefusals.ts';
import { negotiate, type Taken } from './negotiate.ts';
import type { VendorIntegrations } from './vendorIntegrations.ts';

export type KeyParts = {
  readonly vendor: Pick<VendorIntegrations, 'update'>;
  readonly store: Pick<IntegrationStore, 'save'>;
  readonly directory: Pick<Directory, 'createHook' | 'revokeHook'>;
  readonly now: () => EpochMs;
  /** There are new appointments for keys to be revoked. */
  readonly appointed: () => void;
};

export type Replacement = {
  readonly base: string;
  readonly bindings: readonly Binding[];
  readonly overlapMs: number;
  readonly until: AbortSignal;
};

/** What is remembered now, and the address that the vendor has. */
export type Replaced = { readonly held: HeldIntegration; readonly url: string };

/** A key whose fate two cuts in a row left open is given so long; in milliseconds. */
const openFateMs = 7 * 86_400_000;

/**
 * Gives a registration a new key. At no moment is the key that the vendor may use not in force: both are written down before the vendor is
 * asked, the old one runs out only after it said yes, and when nobody knows what it did both stay good.
 */
export async function replaceKey(
  held: HeldIntegration,
  { base, bindings, overlapMs, until }: Replacement,
  { vendor, store, directory, now, appointed }: KeyParts,
): Promise<Result<Taken<Replaced>, VendorRefusal>> {
  const { id: next, key } = await directory.createHook(held.site, held.scope, { successorOf: held.hook });
  const earlier = (ms: number) => (held.nextHook === null ? [] : [runningOut(held, held.nextHook, now(), ms)]);
  await store.save({ ...held, nextHook: next }, earlier(openFateMs));

  const url = hookUrl(base, key);
  const put = (some: readonly Binding[]) => vendor.update(held, held.id, { url, bindings: some }, until);
  const answer = await negotiate(bindings, put);
  if (!answer.ok) {
    if (mayHaveBeenDone(answer.error)) return answer;
    await store.save(held);
    await directory.revokeHook(next);
    return answer;
  }
  const after: HeldIntegration = {
    ...held,
    hook: next,
    nextHook: null,
    bindings: answer.value.bindings,
    checkedAt: now(),
    state: 'in-order',
  };
  await store.save(after, [runningOut(held, held.hook, now(), overlapMs), ...earlier(overlapMs)]);
  appointed();
  return ok({ ...answer.value, value: { held: after, url } });
}
