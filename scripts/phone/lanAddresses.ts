import type { networkInterfaces } from 'node:os';

/** Networks that a program made on this machine; a phone is hardly in one of them. */
const isMade = (name: string) => /^(docker|br-|veth|virbr|vmnet|vboxnet|tun|tap|utun|wg|tailscale|zt)/.test(name);

/** This machine's IPv4 addresses that a phone beside it may reach, the likeliest first; none without a network. */
export function lanAddresses(interfaces: ReturnType<typeof networkInterfaces>): readonly string[] {
  const found = Object.entries(interfaces).flatMap(([name, addresses = []]) =>
    addresses
      .filter(({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.'))
      .map(({ address }) => ({ address, isMade: isMade(name) })),
  );
  const likeliestFirst = [...found.filter((one) => !one.isMade), ...found.filter((one) => one.isMade)];
  return [...new Set(likeliestFirst.map(({ address }) => address))];
}
