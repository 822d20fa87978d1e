import type { RequestListener } from 'node:http';
import { expect, test } from 'vitest';
import { readHealth } from '../../../server/install/health.ts';
import { aTlsServer } from './aTlsServer.ts';

async function healthOf(answer: RequestListener) {
  await using server = await aTlsServer(answer);
  return await readHealth(`https://localhost:${server.port}`, server.cert);
}

test('a relay behind the public address is known by its health', async () => {
  const found = await healthOf(({ url }, response) => {
    response.statusCode = url === '/healthz' ? 200 : 404;
    response.end(JSON.stringify({ status: 'alive', product: 'vestibule', protocol: { oldest: 1, newest: 1 } }));
  });
  expect(found).toEqual({ kind: 'relay' });
});

test.each<readonly [what: string, status: number, body: string]>([
  ['another program', 200, '{"status":"ok"}'],
  ['a web page', 200, '<html>Welcome</html>'],
  ['a proxy that does not reach the relay', 502, ''],
  ['a redirect', 301, '{"product":"vestibule"}'],
  ['a page without an end', 200, 'x'.repeat(20_000)],
])('%s is something else', async (_what, status, body) => {
  const found = await healthOf((_request, response) => void response.writeHead(status).end(body));
  expect(found).toEqual({ kind: 'another', because: `it answers ${status}` });
});

test('a server that hangs up without an answer is something else', async () => {
  expect(await healthOf(({ socket }) => void socket.destroy())).toEqual({
    kind: 'another',
    because: 'it does not answer',
  });
});
