import { connect, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { aRelay } from '../harness/aRelay.ts';

/** Writes one byte a moment until the other side hangs up; resolves with what it said. */
function trickle(socket: Socket, head: string): Promise<string> {
  return new Promise((resolve) => {
    let said = '';
    socket.write(head);
    const drip = setInterval(() => void socket.write('x'), 500);
    socket.on('data', (data) => {
      said += String(data);
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      clearInterval(drip);
      resolve(said);
    });
  });
}

test('headers and bodies that trickle in are cut off, and the relay goes on', async () => {
  await using relay = await aRelay();
  const { url } = await relay.hook();
  const port = Number(new URL(relay.address).port);
  const slowHead = trickle(connect(port, '127.0.0.1'), `POST /hooks/x HTTP/1.1\r\nhost: relay\r\nx-slow: `);
  const slowBody = trickle(
    connect(port, '127.0.0.1'),
    `POST ${new URL(url).pathname} HTTP/1.1\r\nhost: relay\r\ncontent-length: 5000\r\n\r\n`,
  );

  expect(await slowHead).toMatch(/^HTTP\/1\.1 408 /);
  expect(await slowBody).toMatch(/^HTTP\/1\.1 408 /);
  expect((await fetch(url, { method: 'POST', body: '{"guid":"after-it-all"}' })).status).toBe(200);
});
