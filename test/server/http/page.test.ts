import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { isSimulated, type PageParts, servePage } from '../../../server/http/page.ts';
import { makeHttp } from '../../../server/http/server.ts';
import { makeLog } from '../../../server/log.ts';
import { aFolder } from '../aFolder.ts';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** The relay's page route over real HTTP, with these files as the build. */
async function aPage(
  files: Readonly<Record<string, string>>,
  { vendorApiUrl = 'https://api.butterflymx.com', publicUrl = null }: Partial<Omit<PageParts, 'folder'>> = {},
) {
  const folder = aFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const app = makeHttp({ trustProxy: [] }, makeLog('silent'));
  await servePage(app, { folder, vendorApiUrl, publicUrl });
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  open.push(() => app.close());
  return (path: string) => fetch(`${address}${path}`, { redirect: 'manual' });
}
const built = { 'index.html': '<!doctype html>desk', 'assets/desk-4f2a.js': 'desk()', '.stamps': 'hidden' };

describe('the desk’s page', () => {
  it.each(['/desk', '/desk/'])('is at %s', async (path) => {
    const get = await aPage(built);
    const response = await get(path);
    expect([response.status, await response.text()]).toEqual([200, built['index.html']]);
  });

  it('is found where the build put it under its own name', async () => {
    const get = await aPage({ 'desk/index.html': 'desk' });
    expect(await (await get('/desk')).text()).toBe('desk');
  });

  it('is where the relay’s bare address leads, below whatever path that is asked', async () => {
    const get = await aPage(built);
    const response = await get('/');
    expect([response.status, response.headers.get('location')]).toEqual([302, 'desk']);
  });

  it.each(['/desk', '/desk/'])('finds its parts relative to itself at %s', async (path) => {
    const get = await aPage({ ...built, 'index.html': '<script src="./assets/desk-4f2a.js"></script>' });
    const [, source = ''] = /src="([^"]+)"/.exec(await (await get(path)).text()) ?? [];
    expect(source).toMatch(/^\.\//);
    expect(await (await get(new URL(source, `http://relay${path}`).pathname)).text()).toBe('desk()');
  });

  it('is asked for anew each time, its hashed parts never again', async () => {
    const get = await aPage(built);
    const kept = async (path: string) => (await get(path)).headers.get('cache-control');
    expect([await kept('/desk'), await kept('/desk/assets/desk-4f2a.js')]).toEqual([
      'no-store',
      'public, max-age=31536000, immutable',
    ]);
  });

  it('may run, load and speak to nothing but ours and the media servers', async () => {
    const get = await aPage(built);
    expect((await get('/desk')).headers.get('content-security-policy')?.split('; ')).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self' wss://global.vss.twilio.com",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "object-src 'none'",
        "require-trusted-types-for 'script'",
        'trusted-types vestibule',
      ]),
    );
  });

  it('that is reached by https is never asked for without it again', async () => {
    const get = await aPage(built, { publicUrl: 'https://calls.example.com' });
    const { headers } = await get('/desk');
    expect([headers.get('strict-transport-security'), headers.get('content-security-policy')?.split('; ')]).toEqual([
      'max-age=31536000',
      expect.arrayContaining(['upgrade-insecure-requests']),
    ]);
  });

  it.each([null, 'http://127.0.0.1:4100'])('that is reached at %s wants no https', async (publicUrl) => {
    const get = await aPage(built, { publicUrl });
    const { headers } = await get('/desk');
    expect([
      headers.get('strict-transport-security'),
      headers.get('content-security-policy')?.includes('upgrade-insecure-requests'),
    ]).toEqual([null, false]);
  });

  it('may reach the rooms of a simulator on this machine', async () => {
    const get = await aPage(built, { vendorApiUrl: 'http://127.0.0.1:4200' });
    expect((await get('/desk')).headers.get('content-security-policy')).toContain(
      "connect-src 'self' wss://global.vss.twilio.com ws://127.0.0.1:4200;",
    );
  });

  it('may ask for the microphone, a speaker and a lit screen, and not for the camera', async () => {
    const get = await aPage(built);
    expect((await get('/desk')).headers.get('permissions-policy')).toBe(
      'camera=(), microphone=(self), speaker-selection=(self), screen-wake-lock=(self), geolocation=()',
    );
  });

  it.each([
    '/desk/../package.json',
    '/desk/%2e%2e/package.json',
    '/desk/..%2fpackage.json',
    '/desk/.stamps',
    '/desk/nothing',
  ])('gives nothing beside itself: %s', async (path) => {
    const get = await aPage(built);
    expect((await get(path)).status).toBe(404);
  });

  it('that was not built is told in one sentence', async () => {
    const get = await aPage({});
    const response = await get('/desk');
    expect([response.status, await response.json()]).toEqual([
      503,
      { error: 'not-built', message: "The desk's page is not built. Run npm run build and start the relay again." },
    ]);
  });
});

describe('a simulator', () => {
  it.each([
    ['http://127.0.0.1:4200', true],
    ['http://localhost:4200', true],
    ['http://[::1]:4200', true],
    ['https://api.butterflymx.com', false],
    ['https://localhost.example', false],
  ])('is what answers at %s: %s', (address, simulated) => {
    expect(isSimulated(address)).toBe(simulated);
  });
});
