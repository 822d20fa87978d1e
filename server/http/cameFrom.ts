import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import proxyAddr from '@fastify/proxy-addr';
import ipaddr from 'ipaddr.js';

/** Whose connection it is, as far as it can be known: told by proxies that the operator named, as Fastify resolves it. */
export type CameFrom = {
  /** True of a proxy that the operator named: its connections are its own, not those of whom it brings. */
  readonly isTrusted: (peer: string | undefined) => boolean;
  /** The address that limits count; a whole /64 of IPv6 is one, for it is one line. */
  readonly addressOf: (request: IncomingMessage) => string;
  /** The same of a connection that has said nothing yet. */
  readonly peerOf: (peer: string | undefined) => string;
  /** It tells for whom it asks, and nobody named it: a proxy that the operator forgot, or somebody who plays one. */
  readonly isUnnamedProxy: (request: IncomingMessage) => boolean;
  /** True of an address that has told so: anybody may stand behind it. */
  readonly isMany: (address: string) => boolean;
};

/** So many unnamed proxies are remembered; whoever plays one gains nothing but to count with all others. */
const mostRemembered = 1_000;

export function makeCameFrom(trustProxy: readonly string[]): CameFrom {
  const trusts = trustProxy.length === 0 ? () => false : proxyAddr.compile([...trustProxy]);
  const unnamed = new Set<string>();
  const isTrusted = (peer: string | undefined) => peer !== undefined && trusts(peer, 0);
  return {
    isTrusted,
    peerOf: oneLine,
    addressOf: (request) => oneLine(proxyAddr.all(request, trusts).at(-1)),
    isUnnamedProxy: ({ headers, socket }) => {
      if (headers['x-forwarded-for'] === undefined || isTrusted(socket.remoteAddress)) return false;
      if (unnamed.size >= mostRemembered) unnamed.clear();
      unnamed.add(oneLine(socket.remoteAddress));
      return true;
    },
    isMany: (address) => unnamed.has(address),
  };
}

/** Some proxies write the port too. */
const withPort = /^(?:\[([^\]]*)\]|(\d+\.\d+\.\d+\.\d+))(?::\d+)?$/;

/** One spelling of an address for one line; what is none is counted together. */
function oneLine(told: string | undefined): string {
  const [, v6, v4] = withPort.exec(told ?? '') ?? [];
  const [text = ''] = (v6 ?? v4 ?? told ?? '').split('%');
  if (isIP(text) === 0) return 'unknown';
  const address = ipaddr.process(text);
  if (!(address instanceof ipaddr.IPv6)) return address.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address.toNormalizedString()}/64`).toString()}/64`;
}
