import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { Check } from './wall.ts';

type Address = ReturnType<typeof ipaddr.parse>;

/** Lets in who sends from one of these addresses and networks; an IPv4 address counts as the same inside IPv6. */
export function addressesCheck(from: readonly string[]): Check {
  const networks = from.map(networkOf);
  return ({ address }) => {
    const bare = withoutPort(address);
    if (isIP(bare) === 0) return false;
    const sender = ipaddr.process(bare);
    return networks.some(([network, bits]) => network.kind() === sender.kind() && sender.match(network, bits));
  };
}

function networkOf(text: string): readonly [Address, number] {
  const [address, bits] = text.includes('/') ? ipaddr.parseCIDR(text) : wholeOf(ipaddr.parse(text));
  const plain = ipaddr.process(address.toString());
  return plain.kind() === address.kind() || bits < mappedBits ? [address, bits] : [plain, bits - mappedBits];
}

/** `::ffff:0:0/96` is the IPv4 internet. */
const mappedBits = 96;
const wholeOf = (address: Address): readonly [Address, number] => [address, address.kind() === 'ipv4' ? 32 : 128];

/** Some gateways write the sender's port into `X-Forwarded-For`. */
const withoutPort = (address: string): string =>
  /^\[(.+)\](?::\d+)?$/.exec(address)?.[1] ?? /^([\d.]+):\d+$/.exec(address)?.[1] ?? address;
