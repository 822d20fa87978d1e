import { createServer, type RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { fetchPicture, makeDispatchers, type Resolve } from '../../../server/snapshots/fetchPicture.ts';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function aPictureServer(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  open.push(
    () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  );
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

const get = (address: string, origins: readonly string[] = [new URL(address).origin]) =>
  fetchPicture(origins, makeDispatchers())(address);

describe('fetching a picture', () => {
  it('gives the bytes that the server sent', async () => {
    const origin = await aPictureServer((_request, response) => void response.end('picture'));
    const fetched = await get(`${origin}/visitor.jpg`);
    expect(fetched.ok && Buffer.from(fetched.value).toString()).toBe('picture');
  });

  it('sends nothing that tells who we are', async () => {
    const seen: string[] = [];
    const origin = await aPictureServer(({ headers }, response) => {
      seen.push(...Object.keys(headers));
      response.end('picture');
    });
    await get(`${origin}/visitor.jpg`);
    expect(seen).not.toEqual(expect.arrayContaining([expect.stringMatching(/authorization|cookie|referer/)]));
  });

  it('does not follow a redirect, however near its target is', async () => {
    const asked: string[] = [];
    const origin = await aPictureServer(({ url }, response) => {
      asked.push(url ?? '');
      response.writeHead(302, { location: '/inner' }).end();
    });
    const fetched = await get(`${origin}/visitor.jpg`);
    expect({ fetched, asked }).toEqual({
      fetched: { ok: false, error: { because: 'redirected', detail: 'HTTP 302' } },
      asked: ['/visitor.jpg'],
    });
  });

  it('stops at 5 MB of a body that says it is small', async () => {
    const origin = await aPictureServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'image/jpeg' });
      response.end(Buffer.alloc(6 * 1024 * 1024));
    });
    expect(await get(`${origin}/huge.jpg`)).toEqual({
      ok: false,
      error: { because: 'too-large', detail: 'more than 5 MB' },
    });
  });

  it('stops at 5 MB of a body that unfolds from a small one', async () => {
    const origin = await aPictureServer((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(gzipSync(Buffer.alloc(50 * 1024 * 1024)));
    });
    expect(await get(`${origin}/bomb.jpg`)).toEqual({
      ok: false,
      error: { because: 'too-large', detail: 'more than 5 MB' },
    });
  });

  it('gives up on a body that trickles', async () => {
    const origin = await aPictureServer((_request, response) => {
      response.writeHead(200);
      response.write('p');
    });
    expect(await get(`${origin}/slow.jpg`)).toEqual({ ok: false, error: { because: 'slow', detail: '3 s' } });
  });

  it('says unreachable, and why, where nobody listens', async () => {
    const origin = await aPictureServer(() => {});
    for (const close of open.splice(0)) await close();
    expect(await get(`${origin}/visitor.jpg`)).toEqual({
      ok: false,
      error: { because: 'unreachable', detail: 'ECONNREFUSED' },
    });
  });

  it('says unreachable, not slow, when the connection breaks in the middle', async () => {
    const origin = await aPictureServer((_request, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('p', () => response.destroy());
    });
    const fetched = await get(`${origin}/visitor.jpg`);
    expect(fetched.ok ? null : fetched.error.because).toBe('unreachable');
  });

  it.each([403, 404, 500])('says refused to a status of %i', async (status) => {
    const origin = await aPictureServer((_request, response) => void response.writeHead(status).end('no'));
    expect(await get(`${origin}/visitor.jpg`)).toEqual({
      ok: false,
      error: { because: 'refused', detail: `HTTP ${status}` },
    });
  });

  it('does not even connect to a host that is not allowed', async () => {
    let asked = 0;
    const origin = await aPictureServer((_request, response) => {
      asked += 1;
      response.end();
    });
    const fetched = await get(`${origin}/visitor.jpg`, ['https://pictures.example']);
    expect({ fetched, asked }).toEqual({
      fetched: { ok: false, error: { because: 'host-refused', detail: origin } },
      asked: 0,
    });
  });

  it.each([
    ['only an inner address', ['10.0.0.5']],
    ['an inner address among public ones', ['52.216.1.1', '127.0.0.1']],
    ['an inner address in an IPv6 wrapping', ['64:ff9b::a00:5']],
  ])('refuses an allowed name that leads to %s', async (_what, addresses) => {
    const resolve: Resolve = (_hostname, _options, told) =>
      told(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    const fetched = await fetchPicture(
      ['https://pictures.example'],
      makeDispatchers(resolve),
    )('https://pictures.example/a.jpg');
    expect(fetched).toEqual({ ok: false, error: { because: 'inner-address', detail: null } });
  });
});
