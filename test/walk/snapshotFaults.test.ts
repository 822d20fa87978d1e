import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aDesk, type ConnectedDesk } from '../harness/aDesk.ts';
import { aRelay, type RunningRelay } from '../harness/aRelay.ts';

/** A picture store gone wrong in every way we know of. */
const faults: Readonly<Record<string, (response: ServerResponse) => void>> = {
  missing: (response) => void response.writeHead(404).end(),
  stuck: () => {},
  'one byte a second': (response) => void response.writeHead(200).write('\xff'),
  'six megabytes': (response) => void response.end(Buffer.alloc(6_000_000, 0xff)),
  'a redirect to an inner address': (response) =>
    void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
  'a drawing with a script': (response) =>
    void response.end('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'),
  'half a picture': (response) => void response.end(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16])),
};
const good = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#336699' } })
  .jpeg()
  .toBuffer();
const names = Object.keys(faults);

let relay: RunningRelay;
let desk: ConnectedDesk;
let hookUrl = '';
const store = createServer((request, response) => {
  const fault = faults[names[Number(request.url?.slice(1))] ?? ''];
  if (fault) fault(response);
  else response.end(good);
});
const addressOfStore = () => {
  const address: AddressInfo | string | null = store.address();
  return `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
};

beforeAll(async () => {
  await new Promise<void>((resolve) => void store.listen(0, '127.0.0.1', resolve));
  relay = await aRelay({ env: { VESTIBULE_SNAPSHOT_ORIGINS: addressOfStore() } });
  hookUrl = (await relay.hook()).url;
  desk = await aDesk(relay.address, await relay.desk());
});
afterAll(async () => {
  desk.close();
  await relay[Symbol.asyncDispose]();
  store.closeAllConnections();
  store.close();
});

const ring = (guid: string, image_url: string) =>
  fetch(hookUrl, { method: 'POST', body: JSON.stringify({ guid, image_url }) });

test.each(names.map((name, index) => [name, index] as const))(
  'a picture that is %s neither holds up the ring nor the next one’s picture',
  async (_name, index) => {
    await ring(`faulty-${index}`, `${addressOfStore()}/${index}`);
    const view = await desk.until(({ call }) => call.id === `faulty-${index}`);
    expect(view).toMatchObject({ phase: 'ringing', call: { snapshot: null } });

    await ring(`good-${index}`, `${addressOfStore()}/good`);
    await desk.until(({ call }) => call.id === `good-${index}` && call.snapshot !== null);
    expect(desk.views.filter(({ call }) => call.id === `faulty-${index}` && call.snapshot !== null)).toEqual([]);
  },
);

test.each([
  'http://127.0.0.1:1/x.jpeg',
  'http://169.254.169.254/latest',
  'file:///etc/passwd',
  'not an address',
  `https://${'x'.repeat(3000)}.example/`,
])('a picture at %s is never asked for, and the call rings', async (address) => {
  const guid = `refused-${address.length}`;
  await ring(guid, address);
  expect(await desk.until(({ call }) => call.id === guid)).toMatchObject({
    phase: 'ringing',
    call: { snapshot: null },
  });
});
