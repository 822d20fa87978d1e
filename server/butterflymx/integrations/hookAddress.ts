import { err, ok, type Result } from '../../../protocol/result.ts';
import { isLoopbackUrl } from '../../loopback.ts';

/** Where the vendor is to deliver: ours, and the word behind it is the hook's key. */
const path = '/hooks/';

/** The address of a hook below the relay's. */
export const hookUrl = (base: string, key: string) => `${base}${path}${key}`;

/** The key in an address of this relay; null in any other. */
export function keyIn(url: string, base: string | null): string | null {
  if (base === null || !url.startsWith(`${base}${path}`)) return null;
  const key = url.slice(base.length + path.length);
  return /^[A-Za-z0-9_-]{1,100}$/.test(key) ? key : null;
}

/** An address fit for a list: of our own keys four letters are left, of a foreign one the origin, since its path may be a secret too. */
export function maskedUrl(url: string, base: string | null): string {
  const key = keyIn(url, base);
  if (key !== null) return `${base}${path}${key.slice(0, 4)}…`;
  return URL.canParse(url) ? `${new URL(url).origin}/…` : 'an address that cannot be read';
}

/**
 * The relay's address as the vendor is to reach it, or a sentence that says what is missing. ButterflyMX comes over the internet; only a
 * simulator on this machine may be given a plain or a local address.
 */
export function addressForVendor(base: string | null, apiUrl: string): Result<string, string> {
  const atHome = isLoopbackUrl(apiUrl);
  if (base === null)
    return err('ButterflyMX must know where to deliver. Set VESTIBULE_PUBLIC_URL to the https address of this relay.');
  const isPublic = new URL(base).protocol === 'https:' && !isLoopbackUrl(base);
  if (isPublic || (atHome && isLoopbackUrl(base))) return ok(base);
  return err(
    atHome
      ? 'The address in VESTIBULE_PUBLIC_URL is neither https nor on this machine. Set it to one that is.'
      : 'ButterflyMX delivers over https only. Set VESTIBULE_PUBLIC_URL to the https address of this relay.',
  );
}
