import { expect, test } from 'vitest';
import { Network } from '../../../protocol/wall.ts';
import { addressesCheck } from '../../../server/walls/addresses.ts';
import { aKnock } from './aKnock.ts';

const passes = (from: readonly string[], address: string) => addressesCheck(from)(aKnock({ address }));

test.each([
  ['the address itself', '203.0.113.9', '203.0.113.9'],
  ['an address of the network', '203.0.113.0/24', '203.0.113.255'],
  ['the first address of the network', '203.0.113.0/24', '203.0.113.0'],
  ['every address, where all are let in', '0.0.0.0/0', '198.51.100.1'],
  ['an IPv6 address in its short form', '2001:db8:0:0:0:0:0:1', '2001:db8::1'],
  ['an IPv6 address of the network', '2001:db8::/32', '2001:db8:ffff::9'],
  ['an IPv4 address that came inside IPv6', '203.0.113.0/24', '::ffff:203.0.113.9'],
  ['an IPv4 address, where it was listed inside IPv6', '::ffff:203.0.113.9', '203.0.113.9'],
  ['an IPv4 network that was listed inside IPv6', '::ffff:203.0.113.0/120', '203.0.113.77'],
  ['an address with the port that a gateway wrote to it', '203.0.113.9', '203.0.113.9:51234'],
  ['an IPv6 address in brackets with its port', '2001:db8::1', '[2001:db8::1]:51234'],
])('lets in %s', (_what, from, address) => {
  expect([Network.safeParse(from).success, passes(['192.0.2.1', from], address)]).toEqual([true, true]);
});

test.each([
  ['the address before the network', '203.0.113.0/24', '203.0.112.255'],
  ['the address behind the network', '203.0.113.0/24', '203.0.114.0'],
  ['an IPv6 address, where only IPv4 is listed', '0.0.0.0/0', '2001:db8::1'],
  ['an IPv4 address, where only IPv6 is listed', '::/0', '203.0.113.9'],
  ['an address that only begins alike', '203.0.113.9', '203.0.113.99'],
  ['a word of a proxy that is no address', '0.0.0.0/0', 'unknown'],
  ['a number that is no address as it is written', '0.0.0.0/0', '3405803785'],
  ['nothing', '0.0.0.0/0', ''],
])('refuses %s', (_what, from, address) => {
  expect(passes([from], address)).toBe(false);
});
