import { createHmac, timingSafeEqual } from 'node:crypto';
import type { EpochMs } from '../../protocol/call.ts';

export type Signing = { readonly algorithm: 'sha256' | 'sha512'; readonly key: Uint8Array };

/** The HMAC over these parts, one after another. */
export function signatureOf({ algorithm, key }: Signing, parts: readonly Uint8Array[]): Buffer {
  const signing = createHmac(algorithm, key);
  for (const part of parts) signing.update(part);
  return signing.digest();
}

/** Compares in constant time; two of different length differ. */
export const sameSignature = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && timingSafeEqual(one, other);

/** What a sender writes as the time of sending, in seconds or milliseconds since 1970, lies within the tolerance, before or after. */
export function isFresh(written: string, at: EpochMs, toleranceSeconds: number): boolean {
  if (!/^\d{1,13}$/.test(written)) return false;
  const sentAt = written.length > secondsDigits ? Number(written) : Number(written) * 1_000;
  return Math.abs(at - sentAt) <= toleranceSeconds * 1_000;
}

/** Seconds have eleven digits until the year 5138; milliseconds have had twelve since 1973. */
const secondsDigits = 11;
