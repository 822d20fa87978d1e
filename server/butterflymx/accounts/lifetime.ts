import type { EpochMs } from '../../../protocol/call.ts';
import type { AccountRow } from './store.ts';

type Lifetime = Pick<AccountRow, 'renewedAt' | 'expiresAt'>;

/** Milliseconds before its end in which an access token is renewed, and in which it is sent no more; short-lived ones have shorter ones. */
const renewBeforeMs = 300_000;
const stopBeforeMs = 5_000;

/** How long before its end, at most that share of the token's whole life. */
const before = ({ renewedAt, expiresAt }: Lifetime, ms: number, share: number) =>
  expiresAt - Math.min(ms, (expiresAt - renewedAt) * share);

/** It will end soon and is renewed while it still works, so that no call waits for it. */
export const isDue = (row: Lifetime, now: EpochMs): boolean => now >= before(row, renewBeforeMs, 0.2);

/** It is not worth sending any more. */
export const isExpired = (row: Lifetime, now: EpochMs): boolean => now >= before(row, stopBeforeMs, 0.1);
