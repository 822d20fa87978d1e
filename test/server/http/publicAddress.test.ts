import { describe, expect, it, test } from 'vitest';
import { hookUrl, keyIn, maskedUrl } from '../../../server/butterflymx/integrations/hookAddress.ts';
import { readConfig } from '../../../server/config.ts';
import { pathOf, withoutPath } from '../../../server/http/publicAddress.ts';

const key = 'k'.repeat(43);

describe('the public address', () => {
  it.each([
    ['https://desk.example', 'https://desk.example'],
    ['https://desk.example/', 'https://desk.example'],
    ['https://example.com/calls', 'https://example.com/calls'],
    ['https://example.com/calls//', 'https://example.com/calls'],
    ['https://example.com/a/b/', 'https://example.com/a/b'],
    ['https://example.com/calls/?from=mail', 'https://example.com/calls'],
    ['https://example.com/calls#top', 'https://example.com/calls'],
    ['https://example.com?x=/', 'https://example.com'],
  ])('%s is %s', (given, kept) => {
    const read = readConfig({ VESTIBULE_PUBLIC_URL: given });
    expect(read.ok && read.value.publicUrl).toBe(kept);
  });

  it.each([
    [null, ''],
    ['https://desk.example', ''],
    ['https://example.com/calls', '/calls'],
    ['https://example.com/a/b', '/a/b'],
  ])('%s has the path "%s"', (address, path) => expect(pathOf(address)).toBe(path));
});

describe('a request below the public path', () => {
  it.each([
    '/desk',
    '/desk/',
    '/desk/assets/a.js',
    `/hooks/${key}`,
    '/snapshots/x',
    '/enrol',
    '/healthz',
    '/readyz',
    '/oauth/callback?code=c',
    '/socket.io/?EIO=4&transport=polling',
    '/',
    '/?from=mail',
  ])('means %s, whether the proxy takes the path away or not', (address) => {
    expect([withoutPath(`/calls${address}`, '/calls'), withoutPath(address, '/calls')]).toEqual([address, address]);
  });

  it.each(['/api/hooks', '/metrics', '/desks', '/hooksx', '//desk', '/calls/desk', '/%64esk'])(
    'that is not for vendor, desks or monitors has no second address: %s',
    (address) => expect(withoutPath(`/calls${address}`, '/calls')).toBe(`/calls${address}`),
  );

  it.each(['/callsx/desk', '/Calls/desk', '/x/calls/desk', '/calls', '*', ''])(
    'is not one that only looks so: %s',
    (address) => expect(withoutPath(address, '/calls')).toBe(address),
  );

  it('is nothing special where the public address has no path', () => {
    expect(withoutPath('/calls/desk', '')).toBe('/calls/desk');
  });

  it.each(['/desk', '/hooks', '/snapshots', '/socket.io', '/api', '/desk/desk'])(
    'goes well in both forms when the path is one of our own words: %s',
    (path) => {
      for (const address of ['/desk', '/desk/', '/desk/assets/a.js', `/hooks/${key}`, '/snapshots/x', '/socket.io/?a'])
        expect([withoutPath(`${path}${address}`, path), withoutPath(address, path)]).toEqual([address, address]);
    },
  );
});

test('a hook below a path is ours, and the same key at the root or below another path is not', () => {
  const base = 'https://example.com/calls';
  const url = hookUrl(base, key);
  expect([url, keyIn(url, base), maskedUrl(url, base)]).toEqual([
    `https://example.com/calls/hooks/${key}`,
    key,
    'https://example.com/calls/hooks/kkkk…',
  ]);
  for (const foreign of [`https://example.com/hooks/${key}`, `https://example.com/calls2/hooks/${key}`])
    expect([keyIn(foreign, base), maskedUrl(foreign, base)]).toEqual([null, 'https://example.com/…']);
});
