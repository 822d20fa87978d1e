import type { IncomingHttpHeaders } from 'node:http';

/** The desktop's page. */
export const desktopOrigins = ['app://vestibule'];

/**
 * Whether a request for a connection comes from a page of ours: the relay's own, the desktop's, or one the operator named. A program that
 * is no browser sends no Origin and needs a token all the same. Checked for every request, because `cors` does not guard WebSockets.
 */
export function isAllowedOrigin({ origin, host }: IncomingHttpHeaders, allowed: readonly string[]): boolean {
  if (origin === undefined) return true;
  if (desktopOrigins.includes(origin) || allowed.includes(origin)) return true;
  const page = URL.parse(origin);
  return page !== null && host !== undefined && page.host === host;
}
