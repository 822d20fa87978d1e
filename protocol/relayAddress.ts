/** The parts of an address by which a relay is found. */
export type AddressParts = Pick<URL, 'origin' | 'pathname' | 'search' | 'hash'>;

/**
 * The relay that an address means: its origin and path, without a slash at the end. Of the address of a desk's page, as in an invitation,
 * it is all before `/desk`. A bare `/desk` stays: it may be the path that a proxy gave the relay.
 */
export function relayAt({ origin, pathname, search, hash }: AddressParts): string {
  const isPage = pathname.endsWith('/desk/') || `${search}${hash}` !== '';
  const path = isPage ? pathname.replace(/\/desk\/?$/, '') : pathname;
  return `${origin}${path.replace(/\/+$/, '')}`;
}
