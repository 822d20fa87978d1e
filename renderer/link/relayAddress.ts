type Place = Pick<Location, 'origin' | 'pathname'>;

/** The path before `/desk` at which the relay serves this page, such as `/calls`; empty at a relay's root, and in the desktop program. */
export const pathOfPage = ({ pathname }: Pick<Place, 'pathname'>): string => pathname.replace(/\/desk\/?$/, '');

/** The relay whose page this is. */
export const relayOfPage = (place: Place): string => `${place.origin}${pathOfPage(place)}`;

/** Where a relay's sockets are. Socket.IO takes what follows the host for a namespace, so the relay's path is given beside it. */
export function socketOf(relay: string): { readonly namespace: string; readonly path: string } {
  const { origin, pathname } = new URL(relay);
  return { namespace: `${origin}/desk`, path: `${pathname.replace(/\/+$/, '')}/socket.io` };
}
