import { afterEach, describe, expect, it } from 'vitest';
import { DeskId, SiteId, SnapshotId } from '../../../protocol/call.ts';
import { systemClock } from '../../../server/clock.ts';
import { makeHttp } from '../../../server/http/server.ts';
import { makeLog } from '../../../server/log.ts';
import { snapshotRoute } from '../../../server/snapshots/route.ts';
import { snapshotStore } from '../../../server/snapshots/store.ts';
import { aFolder } from '../aFolder.ts';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

const here = SiteId.parse('harbor-house');
const elsewhere = SiteId.parse('mill-lane');

/** A relay's picture route over real HTTP, with one picture, a desk of its site and a desk of another. */
async function aRoute() {
  const store = snapshotStore(aFolder(), systemClock);
  const id = await store.keep(new TextEncoder().encode('picture'));
  const desks = new Map([
    ['ours', { id: DeskId.parse('d1'), name: 'Front desk', sites: [here] }],
    ['theirs', { id: DeskId.parse('d2'), name: 'Gate', sites: [elsewhere] }],
  ]);
  const app = makeHttp({ trustProxy: [] }, makeLog('silent'));
  snapshotRoute(app, {
    findDesk: (token) => desks.get(token) ?? null,
    siteOfSnapshot: async (asked) => (asked === id ? here : null),
    store,
  });
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  open.push(() => app.close());
  const get = (path: string, token?: string) =>
    fetch(`${address}${path}`, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } });
  return { id, get };
}

describe('GET /snapshots/<id>', () => {
  it('gives the picture to a desk of its site', async () => {
    const { id, get } = await aRoute();
    const response = await get(`/snapshots/${id}`, 'ours');
    expect([response.status, await response.text()]).toEqual([200, 'picture']);
  });

  it('tells browsers to run, keep and frame nothing of it', async () => {
    const { id, get } = await aRoute();
    const { headers } = await get(`/snapshots/${id}`, 'ours');
    const names = [
      'content-type',
      'x-content-type-options',
      'cache-control',
      'content-security-policy',
      'content-disposition',
    ];
    expect(names.map((name) => headers.get(name))).toEqual([
      'image/jpeg',
      'nosniff',
      'no-store, private',
      "default-src 'none'; sandbox; frame-ancestors 'none'",
      'inline; filename="snapshot.jpg"',
    ]);
  });

  it.each([
    ['no token', undefined],
    ['a token that is nobody’s', 'made-up'],
  ])('answers 401 to %s', async (_what, token) => {
    const { id, get } = await aRoute();
    expect((await get(`/snapshots/${id}`, token)).status).toBe(401);
  });

  it('answers a desk of another site exactly as if there were no such picture', async () => {
    const { id, get } = await aRoute();
    const answers = [
      await get(`/snapshots/${id}`, 'theirs'),
      await get(`/snapshots/${SnapshotId.parse('b'.repeat(24))}`, 'theirs'),
      await get('/snapshots/..%2Fjournal.db', 'theirs'),
      await get('/nowhere', 'theirs'),
    ];
    const told = await Promise.all(answers.map(async (answer) => `${answer.status} ${await answer.text()}`));
    expect(new Set(told).size).toBe(1);
  });
});
