/** What the page may load, whom it may speak to, and which of the browser's powers it has. Pure. */
import { pageOrigin } from '../../protocol/bridge.ts';
import { deskPolicy } from '../../protocol/pagePolicy.ts';
import { twilioSignalling } from '../../protocol/twilio.ts';

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether the relay is on this machine, as in the demo: then the simulator's media rooms are too. */
const isLoopback = (relay: string | null) => relay !== null && loopback.has(new URL(relay).hostname);

/** A relay in the words of a policy: a path counts with all below it only with a slash at its end, and `;` and `,` would end the rule. */
function sourceOf(relay: string): string {
  const { origin, pathname } = new URL(relay);
  return pathname === '/' ? origin : `${origin}${pathname.replaceAll(';', '%3B').replaceAll(',', '%2C')}/`;
}

/** The page's Content-Security-Policy. `connect-src` names the configured relay, so a page that was tricked can speak to nobody else. */
export function contentSecurityPolicy(relay: string | null): string {
  const source = relay === null ? null : sourceOf(relay);
  const relays = source === null ? [] : [source, source.replace(/^http/, 'ws')];
  const rooms = isLoopback(relay) ? ['ws://127.0.0.1:*', 'ws://localhost:*'] : [];
  return deskPolicy([twilioSignalling, ...relays, ...rooms]);
}

/** Every header of every page of ours. */
export const pageHeaders = (relay: string | null): Readonly<Record<string, string>> => ({
  'content-security-policy': contentSecurityPolicy(relay),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
});

/** Who asks for a power: the page's origin, and whether it is the main frame of the desk's own window. */
export type Asker = { readonly origin: string; readonly isDesk: boolean };

/**
 * Electron's default is to allow everything; here everything is refused but what a desk needs: its microphone and loudspeaker, a
 * notification beside the ring, and the way to a relay on this machine or in this building.
 */
const allowed = new Set([
  'media',
  'notifications',
  'speaker-selection',
  'local-network-access',
  'local-network',
  'loopback-network',
]);

export function mayUse(permission: string, { origin, isDesk }: Asker, mediaTypes: readonly string[] = []): boolean {
  if (!isDesk || !isOurOrigin(origin) || !allowed.has(permission)) return false;
  return permission !== 'media' || mediaTypes.every((type) => type === 'audio');
}

/** True for an address or an origin of ours. `new URL('app://vestibule').origin` is the text `null` outside Chromium, so the parts are compared. */
export function isOurOrigin(address: string): boolean {
  const url = URL.parse(address);
  const own = new URL(pageOrigin);
  return (
    url !== null && url.protocol === own.protocol && url.host === own.host && url.username === '' && url.password === ''
  );
}
