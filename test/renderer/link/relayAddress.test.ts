import { describe, expect, it } from 'vitest';
import { pathOfPage, relayOfPage, socketOf } from '../../../renderer/link/relayAddress.ts';

describe('a desk’s page', () => {
  it.each([
    ['/desk', ''],
    ['/desk/', ''],
    ['/calls/desk', '/calls'],
    ['/calls/desk/', '/calls'],
    ['/a/b/desk', '/a/b'],
    ['/desk/desk', '/desk'],
    ['/desk/desk/', '/desk'],
    ['/mydesk/desk', '/mydesk'],
  ])('at %s has its relay at "%s"', (pathname, path) => {
    const relay = relayOfPage({ origin: 'https://example.com', pathname });
    expect([pathOfPage({ pathname }), relay]).toEqual([path, `https://example.com${path}`]);
  });
});

describe('a relay’s sockets', () => {
  it.each([
    ['https://desk.example.com', 'https://desk.example.com/desk', '/socket.io'],
    ['https://example.com/calls', 'https://example.com/desk', '/calls/socket.io'],
    ['http://127.0.0.1:4100/a/b', 'http://127.0.0.1:4100/desk', '/a/b/socket.io'],
  ])('of %s are the namespace %s at %s', (relay, namespace, path) =>
    expect(socketOf(relay)).toEqual({ namespace, path }),
  );
});
