import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { servePage } from '../../../server/http/page.ts';
import { makeHttp } from '../../../server/http/server.ts';
import { sparingErrors } from '../../../server/sparingLines.ts';
import { manualClock } from '../../fakes/manualClock.ts';
import { aFolder } from '../aFolder.ts';

/** A page and a route that breaks, over real HTTP; what it writes into its log. */
async function aServer() {
  const folder = aFolder();
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), 'desk');
  const lines: string[] = [];
  const log = { error: (_fields: object, words: string) => void lines.push(words) };
  const app = makeHttp(
    { trustProxy: [] },
    sparingErrors(log, () => manualClock().moment().mono),
  );
  await servePage(app, { folder, vendorApiUrl: 'https://api.butterflymx.com', publicUrl: null });
  app.get('/breaks', async () => Promise.reject(new Error('a fault of ours')));
  await app.listen({ host: '127.0.0.1', port: 0 });
  const address = app.server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  /** The path goes out as it is written: `fetch` would put it in order first. */
  const ask = async (path: string) => {
    const sent = request({ port, path }).end();
    const [response] = await once(sent, 'response');
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    return { status: response.statusCode, text: Buffer.concat(chunks).toString() };
  };
  return { lines, ask, [Symbol.asyncDispose]: () => app.close() };
}

test.each([
  '/desk/%00',
  '/desk/a%00.js',
  '/desk/%',
  '/desk/%zz',
  '/desk/%c0%af',
  '/desk/%ff',
  '/desk/../x',
  '/desk/..%5cx',
  '/desk/assets/',
  '/desk/assets',
  '/desk/./',
  '/desk//',
  '/%00',
  '/%',
])('an address that cannot be read is an address with nothing at it, without a line in the log: %s', async (path) => {
  await using server = await aServer();
  const nothing = await server.ask('/nothing');
  expect([await server.ask(path), server.lines]).toEqual([nothing, []]);
});

test('a fault of our own is told, to the log alone', async () => {
  await using server = await aServer();
  const { status, text } = await server.ask('/breaks');
  expect([status, text.includes('a fault of ours'), server.lines]).toEqual([500, false, ['a request failed']]);
});

test('a fault that everybody meets does not fill the log', async () => {
  await using server = await aServer();
  for (let again = 0; again < 50; again += 1) await server.ask('/breaks');
  expect(server.lines).toHaveLength(10);
});
