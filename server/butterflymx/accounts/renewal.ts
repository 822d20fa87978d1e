import { EpochMs } from '../../../protocol/call.ts';
import { type Clock, deadlineIn } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { Seal } from '../../seal.ts';
import { refresh, type Tokens } from './oauth.ts';
import { revoke } from './revoke.ts';
import { type Secrets, sealSecrets } from './secrets.ts';
import type { AccountRow, AccountStore, RenewalEnd, Seen } from './store.ts';

/** What a renewal came to. The row is the newest one: for `failed`, its `renewingAt` tells an intent whose result nobody knows. */
export type Renewed =
  | { readonly outcome: 'renewed' | 'refused'; readonly row: AccountRow }
  | { readonly outcome: 'failed'; readonly row: AccountRow; readonly retryAfterMs: number | null }
  | { readonly outcome: 'forgotten' };

export type RenewalParts = {
  readonly store: Pick<AccountStore, 'read' | 'beginRenewal' | 'endRenewal'>;
  readonly seal: Seal;
  readonly clock: Clock;
  readonly log: Log;
};

/** All that the OAuth server may take for one renewal, in milliseconds. Whoever waits has an earlier end of its own. */
const answerMs = 10_000;
/** An intent of another process that is older than this has no one behind it any more. */
const abandonedMs = 20_000;
const lookAgainMs = 200;
const storeAgainMs = 1_000;

/**
 * One renewal: the intent is on disk before the request goes out, both new tokens before they are given out. So a process that dies between
 * leaves an intent without a result, and another process that wants the same waits for this one's. Tokens that come for an account that was
 * forgotten meanwhile are given back.
 */
export async function renew(seen: AccountRow, secrets: Secrets, parts: RenewalParts): Promise<Renewed> {
  const { store, clock } = parts;
  for (let row = seen; ; ) {
    const at = clock.moment().wall;
    if (await store.beginRenewal(row, at)) return ask(row, { ...row, renewingAt: at }, secrets, parts);
    const now = await store.read(row.id);
    if (now === null) return { outcome: 'forgotten' };
    if (now.generation !== row.generation || now.state !== row.state)
      return { outcome: now.state === 'refused' ? 'refused' : 'renewed', row: now };
    if (now.renewingAt === null || at - now.renewingAt > abandonedMs) row = now;
    else await new Promise<void>((resolve) => void clock.after(lookAgainMs, resolve));
  }
}

async function ask(before: AccountRow, mine: AccountRow, secrets: Secrets, parts: RenewalParts): Promise<Renewed> {
  const { log } = parts;
  const client = { ...mine, clientSecret: secrets.clientSecret };
  const tokens = await refresh(client, secrets.refreshToken, deadlineIn(answerMs));
  if (tokens.ok) {
    const kept = await keep(mine, secrets, tokens.value, parts);
    if (kept.outcome === 'forgotten') await revoke(client, tokens.value);
    return kept;
  }
  log.warn(
    { account: mine.id, because: tokens.error.kind, retryAfterMs: tokens.error.retryAfterMs },
    'an account could not be renewed',
  );
  const { kind, retryAfterMs } = tokens.error;
  const failed = { outcome: 'failed', retryAfterMs } as const;
  switch (kind) {
    case 'refused':
      return settle(mine, { kind: 'refused' }, { outcome: 'refused' }, parts);
    case 'unavailable':
      return settle(mine, { kind: 'unchanged', renewingAt: before.renewingAt }, failed, parts);
    case 'unanswered':
      return { ...failed, row: mine };
  }
}

function keep(mine: AccountRow, secrets: Secrets, tokens: Tokens, parts: RenewalParts): Promise<Renewed> {
  const { accessToken, refreshToken, expiresIn } = tokens;
  const sealed = sealSecrets(parts.seal, { ...secrets, accessToken, refreshToken }, mine.id);
  if (!sealed.ok) throw new Error(sealed.error);
  const { wall } = parts.clock.moment();
  const end = {
    kind: 'renewed',
    sealed: sealed.value,
    expiresAt: EpochMs.parse(wall + expiresIn * 1_000),
    renewedAt: wall,
  } as const;
  return settle(mine, end, { outcome: 'renewed' }, parts);
}

async function settle(
  mine: AccountRow,
  end: RenewalEnd,
  came:
    | { readonly outcome: 'renewed' | 'refused' }
    | { readonly outcome: 'failed'; readonly retryAfterMs: number | null },
  parts: RenewalParts,
): Promise<Renewed> {
  const stored = await storeUntilItIs(mine, end, parts);
  const row = await parts.store.read(mine.id);
  if (row === null) return { outcome: 'forgotten' };
  if (stored) return { ...came, row };
  return { outcome: row.state === 'refused' ? 'refused' : 'renewed', row };
}

/** The vendor took the old refresh token back, so the new one must not be lost to a disk that is full for a while. */
async function storeUntilItIs(mine: Seen, end: RenewalEnd, { store, clock, log }: RenewalParts): Promise<boolean> {
  for (;;) {
    try {
      return await store.endRenewal(mine, end);
    } catch (error) {
      log.error({ err: error, account: mine.id }, 'the result of a renewal cannot be stored; trying again');
      await new Promise<void>((resolve) => void clock.after(storeAgainMs, resolve));
    }
  }
}
