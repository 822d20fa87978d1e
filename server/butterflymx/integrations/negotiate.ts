import type { Binding } from '../../../protocol/integration.ts';
import { ok, type Result } from '../../../protocol/result.ts';
import type { VendorRefusal } from '../rest.ts';
import { withoutRefused } from './bindings.ts';

/** What the vendor took, and what it did not, with its words about that. */
export type Taken<T> = {
  readonly value: T;
  readonly bindings: readonly Binding[];
  readonly refused: readonly Binding[];
  readonly says: string | null;
};

/** Asks with all bindings, and again without those that the refusal names, as often as it names some; what is left shrinks each time. */
export async function negotiate<T>(
  wanted: readonly Binding[],
  attempt: (bindings: readonly Binding[]) => Promise<Result<T, VendorRefusal>>,
): Promise<Result<Taken<T>, VendorRefusal>> {
  let bindings = wanted;
  let refused: readonly Binding[] = [];
  let says: string | null = null;
  for (;;) {
    const answer = await attempt(bindings);
    if (answer.ok) return ok({ value: answer.value, bindings, refused, says });
    const split = splitBy(answer.error, bindings);
    if (split === null) return answer;
    bindings = split.kept;
    refused = [...refused, ...split.refused];
    says = answer.error.says;
  }
}

/** What a refusal leaves of the bindings; null where it is about something else. */
export const splitBy = ({ status, says }: VendorRefusal, bindings: readonly Binding[]) =>
  status === 400 || status === 422 ? withoutRefused(bindings, says) : null;

export const wantsStatus = (bindings: readonly Binding[]) =>
  bindings.some(({ actions }) => actions.includes('status_update'));
