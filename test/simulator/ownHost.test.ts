import { once } from 'node:events';
import { request } from 'node:http';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { isOwnHost } from '../../simulator/http/ownOrigin.ts';
import { aSimulator } from '../harness/aSimulator.ts';

test.each(['127.0.0.1', '127.0.0.1:4200', 'localhost:4200', '[::1]:4200'])('%s is a name of this machine', (host) => {
  expect(isOwnHost(host)).toBe(true);
});

test.each([
  'evil.test',
  'evil.test:4200',
  'localhost.evil.test',
  '127.0.0.1.evil.test',
  '10.0.0.5',
  '[::2]',
  '',
  undefined,
])('%s is none, though it leads here', (host) => {
  expect(isOwnHost(host)).toBe(false);
});

test('a page whose name was bent to this machine reaches nothing of the simulator, whatever it asks', async () => {
  await using simulator = await aSimulator();
  const { port } = new URL(simulator.address);
  const bent = { host: 'evil.test', origin: 'http://evil.test', authorization: `Bearer ${simulator.bearer}` };
  const ask = async (method: string, path: string, headers: Readonly<Record<string, string>>) => {
    const [response] = await once(request({ port, method, path, headers }).end(), 'response');
    response.resume();
    return Number(response.statusCode);
  };
  const asked = [
    ['POST', '/panel/start-over'],
    ['PUT', '/panel/behaviour'],
    ['POST', '/simulator/calls'],
    ['GET', '/panel/sites'],
    ['GET', '/v3/me'],
    ['GET', '/'],
  ] as const;
  const answers = await Promise.all(asked.map(([method, path]) => ask(method, path, bent)));
  const own = await ask('POST', '/panel/start-over', { host: 'localhost', origin: 'http://localhost' });
  expect([answers, own]).toEqual([asked.map(() => 403), 204]);
  const room = new WebSocket(`ws://127.0.0.1:${port}/rooms/a`, { headers: { host: 'evil.test' } });
  await once(room, 'error');
});
