import type { VendorFailure } from '../../protocol/fact.ts';
import type { Result } from '../../protocol/result.ts';
import type { CallStatus, Confirmation, VendorCall } from '../ring/ports.ts';
import type { CalledAt } from './calledAccounts.ts';

export type ConfirmParts = {
  readonly calledAt: CalledAt;
  /** Asks one account how a call stands. Ends by the deadline and never rejects. */
  readonly statusOf: (
    call: VendorCall,
    account: string,
    deadline: AbortSignal,
  ) => Promise<Result<CallStatus, VendorFailure>>;
};

/**
 * Asks whether ButterflyMX knows a call: first the account that was called, and only where that one does not know it all others, at once.
 * `not-found` wants a 404 from every account that may have been called; one that cannot speak leaves it open.
 */
export async function confirmCall(
  call: VendorCall,
  deadline: AbortSignal,
  { calledAt, statusOf }: ConfirmParts,
): Promise<Confirmation> {
  const accounts = calledAt(call.site, call);
  const [first, ...others] = speakersOf(accounts);
  if (first === undefined) return { kind: 'nobody-to-ask' };
  const ask = async (account: string) => ({ account, told: await statusOf(call, account, deadline) });
  const answers = [await ask(first)];
  if (answers.every(isGone)) answers.push(...(await Promise.all(others.map(ask))));
  for (const { account, told } of answers) if (told.ok) return { kind: 'known', status: told.value, account };
  const failure = answers.map(failureOf).find((kind) => kind !== null && kind !== 'gone');
  if (failure) return { kind: 'no-answer', because: failure };
  if (answers.length < accounts.length) return { kind: 'no-answer', because: 'no-account' };
  return { kind: 'not-found', asked: answers.length };
}

/** The names of those that can be asked now, in their order. */
export const speakersOf = (accounts: ReturnType<CalledAt>): readonly string[] =>
  accounts.flatMap(({ account, canSpeak }) => (canSpeak ? account : []));

const failureOf = ({ told }: { readonly told: Result<CallStatus, VendorFailure> }) => (told.ok ? null : told.error);
const isGone = (answer: Parameters<typeof failureOf>[0]) => failureOf(answer) === 'gone';
