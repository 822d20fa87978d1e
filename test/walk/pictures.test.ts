import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operator } from '../../protocol/operator.ts';
import { aDesk, type ConnectedDesk } from '../harness/aDesk.ts';
import { aPictureStore, type PictureStore } from '../harness/aPictureStore.ts';
import { aRelay, type RunningRelay } from '../harness/aRelay.ts';
import { costlyPictures } from '../harness/costlyPictures.ts';

const vector = (name: string) => readFileSync(join(import.meta.dirname, '../vectors', name));
const good = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#336699' } })
  .jpeg()
  .toBuffer();
const wide = await sharp({ create: { width: 5_000, height: 9, channels: 3, background: 'teal' } })
  .png()
  .toBuffer();

/** A machine that is busy with other things takes its time. */
const patient = { timeout: 15_000 };

let relay: RunningRelay;
let desk: ConnectedDesk;
let store: PictureStore;
let hookUrl = '';

beforeAll(async () => {
  store = await aPictureStore();
  relay = await aRelay({ env: { VESTIBULE_SNAPSHOT_ORIGINS: store.origin } });
  hookUrl = (await relay.hook()).url;
  desk = await aDesk(relay.address, await relay.desk());
});
afterAll(async () => {
  desk.close();
  await relay[Symbol.asyncDispose]();
  await store[Symbol.asyncDispose]();
});

const ring = (guid: string, image_url: string) =>
  fetch(hookUrl, { method: 'POST', body: JSON.stringify({ guid, image_url }) });
const leave = (guid: string) =>
  fetch(hookUrl, { method: 'POST', body: JSON.stringify({ call: { guid }, status: 'canceled' }) });
const told = async (guid: string) =>
  (await relay.ask(operator.explainCall, { params: { id: guid } })).facts.flatMap(({ what, detail }) =>
    what === 'picture' || what === 'no-picture' ? [`${what}: ${detail}`] : [],
  );
const isFailing = async () =>
  (await relay.ask(operator.listAlarms, {})).some(({ kind, site }) => kind === 'pictures-failing' && site === 'demo');
const check = async () =>
  (await relay.ask(operator.checkSite, { params: { site: 'demo' } })).lines.find(({ step }) => step === 'pictures');

describe('why tells what became of a picture', () => {
  test('that came', async () => {
    await ring('came', store.put('came', good));
    await expect.poll(() => told('came'), patient).toEqual([`picture: fetched: ${good.length} bytes`]);
  });

  test.each([
    ['is too large', Buffer.alloc(6_000_000, 0xff), 'it has too many bytes (more than 5 MB)'],
    ['has too many pixels', wide, 'it has too many pixels (5000 × 9)'],
  ])('that %s, at once', async (what, object, words) => {
    const guid = what.replaceAll(' ', '-');
    await ring(guid, store.put(guid, object));
    await expect.poll(() => told(guid), patient).toEqual([`no-picture: ${words}`]);
  });

  test.each<[string, () => string, string]>([
    ['is refused', () => `${store.origin}/nothing`, 'its host refuses it (HTTP 404)'],
    [
      'is sent elsewhere',
      () => store.put('moved', (response) => void response.writeHead(302, { location: '/came' }).end()),
      'its host sends elsewhere, which is not followed (HTTP 302)',
    ],
    ['cannot be read', () => store.put('page', Buffer.from('<!doctype html>')), 'it cannot be read'],
    [
      'breaks off',
      () =>
        store.put('broken', (response) => {
          response.writeHead(200, { 'content-length': 100 });
          response.write('p', () => response.destroy());
        }),
      'its host could not be reached (UND_ERR_SOCKET)',
    ],
  ])('that %s, when the visitor has left', async (what, put, words) => {
    const guid = what.replaceAll(' ', '-');
    await ring(guid, put());
    await desk.until(({ call }) => call.id === guid);
    await leave(guid);
    await expect.poll(() => told(guid), patient).toEqual([`no-picture: ${words}`]);
  });
});

test.each(['snapshot-no-end-marker.jpg', 'snapshot-cut-at-80-percent.jpg'])(
  'a torn picture is shown as far as it goes: %s',
  async (name) => {
    await ring(name, store.put(name, vector(name)));
    await desk.until(({ call }) => call.id === name && call.snapshot !== null);
    expect(await told(name)).toEqual([
      `picture: fetched, tried 2 times: ${vector(name).length} bytes, torn, shown as far as it goes`,
    ]);
  },
);

test('an operator is told before the tenth call whose picture’s host is not allowed, and what to set', async () => {
  const body = vector('picture-on-another-host.json').toString();
  const guid = '7c1e0000-0000-4000-8000-0000000000';
  const origin = 'https://bmx-rails-sandbox.s3.us-east-2.amazonaws.com';
  const refused = `its host is not among VESTIBULE_SNAPSHOT_ORIGINS (${origin})`;
  for (const number of [10, 11, 12]) {
    await fetch(hookUrl, { method: 'POST', body: body.replace(`${guid}10`, `${guid}${number}`) });
    await expect.poll(() => told(`${guid}${number}`), patient).toEqual([`no-picture: ${refused}`]);
  }
  expect({ alarm: await isFailing(), check: await check(), leaked: relay.printed().includes('X-Amz') }).toMatchObject({
    alarm: true,
    check: { state: 'doubt', text: expect.stringMatching(/add it to VESTIBULE_SNAPSHOT_ORIGINS and restart/) },
    leaked: false,
  });
  expect((await check())?.text).toContain(refused);
  await ring('good-again', `${store.origin}/came`);
  await expect.poll(isFailing, patient).toBe(false);
  expect(await check()).toMatchObject({ state: 'done' });
});

/** What a process and its children hold and are, as Linux tells. */
const statusOf = (pid: number) => {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return 'State: gone';
  }
};
const peakMb = (pid: number) => Number(/^VmHWM:\s+(\d+)/m.exec(statusOf(pid))?.[1] ?? 0) / 1_024;
const isRunning = (pid: number) => !/^State:\s+(Z|gone)/m.test(statusOf(pid));
const childrenOf = (pid: number) =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .split(' ')
    .flatMap((child) => (child === '' ? [] : [Number(child)]));

describe.skipIf(process.platform !== 'linux')('pictures of few bytes that unfold to hundreds of megabytes', () => {
  test('cost neither the relay nor its decoder more than an honest one, and say why they are not shown', async () => {
    await using fresh = await aRelay({ env: { VESTIBULE_SNAPSHOT_ORIGINS: store.origin } });
    const { url } = await fresh.hook();
    const why = async (guid: string) =>
      (await fresh.ask(operator.explainCall, { params: { id: guid } })).facts
        .flatMap(({ what, detail }) => (/picture/.test(what) ? [detail] : []))
        .join();
    const ringFresh = (guid: string, image_url: string) =>
      fetch(url, { method: 'POST', body: JSON.stringify({ guid, image_url }) });
    const pictures = Object.entries(await costlyPictures());
    await ringFresh('honest', store.put('came', good));
    await expect.poll(() => why('honest'), patient).toMatch(/^fetched/);
    const [decoder = 0] = childrenOf(fresh.pid);
    const before = { relay: peakMb(fresh.pid), decoder: peakMb(decoder) };
    for (const [index, [, picture]] of pictures.entries())
      await ringFresh(`costly-${index}`, store.put(`${index}`, picture));
    for (const index of pictures.keys())
      await expect.poll(() => why(`costly-${index}`), patient).toMatch(/^it has too many pixels/);
    expect({
      relay: peakMb(fresh.pid) - before.relay < 40,
      decoder: peakMb(decoder) - before.decoder < 40,
      same: childrenOf(fresh.pid),
    }).toEqual({ relay: true, decoder: true, same: [decoder] });
  });
});

describe.skipIf(process.platform !== 'linux')('the process that decodes', () => {
  test.each(['stop', 'kill'] as const)(
    'is not there before the first picture, and is gone after a %s of the relay',
    async (how) => {
      await using fresh = await aRelay({ env: { VESTIBULE_SNAPSHOT_ORIGINS: store.origin } });
      const { url } = await fresh.hook();
      const before = childrenOf(fresh.pid);
      const address = store.put('came', good);
      await fetch(url, { method: 'POST', body: JSON.stringify({ guid: 'pictured', image_url: address }) });
      await expect.poll(() => childrenOf(fresh.pid).length, patient).toBe(1);
      const [decoder = 0] = childrenOf(fresh.pid);
      await fresh[how]();
      await expect.poll(() => isRunning(decoder), patient).toBe(false);
      expect(before).toEqual([]);
    },
  );
});
