import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { makeCameFrom } from '../../../server/http/cameFrom.ts';

/** A request as it would come from a peer, with what it says of others. */
function aRequest(peer: string, forwardedFor?: string): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: peer });
  const request = new IncomingMessage(socket);
  if (forwardedFor !== undefined) request.headers['x-forwarded-for'] = forwardedFor;
  return request;
}

describe('where a request comes from', () => {
  const proxied = makeCameFrom(['127.0.0.1', '10.0.0.0/8']);

  it.each([
    ['a peer that nobody named is itself, whatever it says', '192.0.2.1', '203.0.113.9', '192.0.2.1'],
    ['a named proxy tells', '127.0.0.1', '203.0.113.9', '203.0.113.9'],
    [
      'what stands left of the last that is not named may be invented',
      '127.0.0.1',
      '1.1.1.1, 203.0.113.9',
      '203.0.113.9',
    ],
    ['two named proxies in a row tell', '127.0.0.1', '203.0.113.9, 10.1.1.1', '203.0.113.9'],
    ['a port is not part of it', '127.0.0.1', '203.0.113.9:50112', '203.0.113.9'],
    ['nor is one of IPv6', '127.0.0.1', '[2001:db8:1:2::7]:443', '2001:db8:1:2::/64'],
    ['an IPv4 address written as IPv6 is one', '::ffff:192.0.2.1', undefined, '192.0.2.1'],
    ['a named proxy may be written so too', '::ffff:127.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['a /64 of IPv6 is one line', '2001:db8:1:2:aaaa:bbbb:cccc:dddd', undefined, '2001:db8:1:2::/64'],
    ['the interface of a link-local one is no part of it', 'fe80::1%eth0', undefined, 'fe80::/64'],
    ['what is no address is counted together', '127.0.0.1', 'somebody', 'unknown'],
  ])('%s', (_title, peer, forwardedFor, address) => {
    expect(proxied.addressOf(aRequest(peer, forwardedFor))).toBe(address);
  });

  it('is the peer where no proxy is named', () => {
    expect(makeCameFrom([]).addressOf(aRequest('127.0.0.1', '203.0.113.9'))).toBe('127.0.0.1');
  });
});

describe('a proxy that nobody named', () => {
  it('is one that tells for whom it asks', () => {
    const { isUnnamedProxy } = makeCameFrom(['127.0.0.1']);
    expect(
      [aRequest('192.0.2.1', '203.0.113.9'), aRequest('192.0.2.1'), aRequest('127.0.0.1', '203.0.113.9')].map(
        isUnnamedProxy,
      ),
    ).toEqual([true, false, false]);
  });

  it('is many people from then on', () => {
    const { isUnnamedProxy, isMany } = makeCameFrom([]);
    expect(isMany('192.0.2.1')).toBe(false);
    isUnnamedProxy(aRequest('192.0.2.1', '203.0.113.9'));
    expect([isMany('192.0.2.1'), isMany('192.0.2.2')]).toEqual([true, false]);
  });
});
