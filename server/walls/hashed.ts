import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A secret of which only a salted SHA-256 hash is kept; both in hex. */
export type Hashed = { readonly salt: string; readonly hash: string };

export function hashed(secret: string): Hashed {
  const salt = randomBytes(16).toString('hex');
  return { salt, hash: digest(salt, Buffer.from(secret)).toString('hex') };
}

/** Takes the same time however much of it is right. */
export const isSecret = (sent: Uint8Array, { salt, hash }: Hashed): boolean =>
  timingSafeEqual(digest(salt, sent), Buffer.from(hash, 'hex'));

const digest = (salt: string, secret: Uint8Array) => createHash('sha256').update(salt).update(secret).digest();
