import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { aBrowser, type RunningBrowser } from '../ground/aBrowser.ts';
import { aReceiver, type Receiver } from '../ground/aReceiver.ts';
import { aSimulator, type RunningSimulator } from '../ground/aSimulator.ts';
import { aRig, buildRig } from '../ground/media/aRig.ts';

let browser: RunningBrowser;
let simulator: RunningSimulator;
let script: string;
/** Takes the calls' deliveries; no relay is needed here. */
let hook: Receiver;
beforeAll(async () => {
  [browser, simulator, script, hook] = await Promise.all([aBrowser(), aSimulator(), buildRig(), aReceiver()]);
  await simulator.register('demo', 'Harbor House', hook.url);
});
afterAll(async () => {
  await browser[Symbol.asyncDispose]();
  await simulator.stop();
  hook.close();
});

type Provider = 'simulator' | 'twilio';
const open: Page[] = [];
afterEach(async () => {
  for (const page of open.splice(0)) await page.context().close();
});
async function rigFor(provider: Provider, prepare?: (page: Page) => Promise<unknown>): Promise<Page> {
  const page = await aRig({ browser, simulator, script }, provider, prepare);
  open.push(page);
  return page;
}
const told = (page: Page) => page.evaluate(() => window.rig.told());
const tells = (page: Page, word: string) => page.waitForFunction((wanted) => window.rig.told().includes(wanted), word);
const join = (page: Page, how: Parameters<typeof window.rig.join>[0] = {}) =>
  page.evaluate((options) => window.rig.join(options), how);
const visitorComes = (page: Page) => page.evaluate(() => window.rig.visitorComes());
const arrives = (page: Page) => page.waitForFunction(() => window.rig.arrives());
const visitorHears = (page: Page) => page.evaluate(() => window.rig.visitorHears());
const visitorHearsNothing = (page: Page) => page.evaluate(() => window.rig.visitorHearsNothing());
const microphones = (page: Page) => page.evaluate(() => window.rig.microphones());
const sees = (page: Page) => page.waitForFunction(() => window.rig.frames() > 5);

/** Real WebRTC loses its packets by the browser's own network conditions; the double says what the library would. */
async function line(page: Page, provider: Provider): Promise<(happens: 'breaks' | 'heals') => Promise<void>> {
  if (provider === 'twilio') return (happens) => page.evaluate((what) => window.rig.line(what), happens);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  return async (happens) => {
    await devtools.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: -1,
      packetLoss: happens === 'breaks' ? 100 : 0,
    });
  };
}

describe.each(['simulator', 'twilio'] as const)('a session by the %s', (provider) => {
  test('shows and sounds the visitor who waits in the room', async () => {
    const page = await rigFor(provider);
    await visitorComes(page);
    await join(page);
    await tells(page, 'remote');
    await tells(page, 'connected');
    await sees(page);
    expect(await page.evaluate(() => window.rig.hearsVisitor())).toBe(true);
  });

  test('keeps the microphone off until the session stands, then on, and off and on again by hand', async () => {
    const page = await rigFor(provider);
    await visitorComes(page);
    expect(await join(page)).toEqual([false]);
    await tells(page, 'connected');
    await arrives(page);
    expect(await visitorHears(page)).toBe(true);
    await page.evaluate(() => window.rig.setMuted(true));
    expect(await visitorHearsNothing(page)).toBe(true);
    await page.evaluate(() => window.rig.setMuted(false));
    expect(await visitorHears(page)).toBe(true);
  });

  test('stays muted when it was joined muted', async () => {
    const page = await rigFor(provider);
    await visitorComes(page);
    await join(page, { muted: true });
    await tells(page, 'connected');
    await arrives(page);
    expect(await visitorHearsNothing(page)).toBe(true);
  });

  test('counts an empty room as connected, and shows the visitor who comes later', async () => {
    const page = await rigFor(provider);
    await join(page);
    await tells(page, 'connected');
    expect(await told(page)).toEqual(['connected']);
    await visitorComes(page);
    await sees(page);
    await arrives(page);
    expect(await visitorHears(page)).toBe(true);
  });

  test('is a talk without a microphone too, and takes one that comes later', async () => {
    const page = await rigFor(provider);
    await visitorComes(page);
    await join(page, { withoutMicrophone: true });
    await tells(page, 'connected');
    await sees(page);
    await page.evaluate(() => window.rig.takeAnotherMicrophone());
    await arrives(page);
    expect(await visitorHears(page)).toBe(true);
  });

  test('sends another microphone in the place of the first, and stops the first', async () => {
    const page = await rigFor(provider);
    await visitorComes(page);
    await join(page);
    await tells(page, 'connected');
    await page.evaluate(() => window.rig.takeAnotherMicrophone());
    expect(await microphones(page)).toEqual(['ended', 'live']);
    await arrives(page);
    expect(await visitorHears(page)).toBe(true);
    await page.evaluate(() => window.rig.setMuted(true));
    expect(await visitorHearsNothing(page)).toBe(true);
  });

  test('ends when the visitor leaves: told once, last, and with everything freed', async () => {
    const page = await rigFor(provider);
    await visitorComes(page);
    await join(page);
    await tells(page, 'remote');
    await tells(page, 'connected');
    await page.evaluate(() => window.rig.visitorLeaves());
    await tells(page, 'over visitor-hung-up');
    expect((await told(page)).filter((word) => word.startsWith('over'))).toHaveLength(1);
    expect((await told(page)).at(-1)).toBe('over visitor-hung-up');
    expect(await microphones(page)).toEqual(['ended']);
  });

  test('frees everything when the desk leaves, and tells nothing after that', async () => {
    const page = await rigFor(provider);
    await visitorComes(page);
    await join(page);
    await tells(page, 'connected');
    await arrives(page);
    const before = await page.evaluate(() => {
      window.rig.leave();
      return window.rig.told().length;
    });
    expect(await microphones(page)).toEqual(['ended']);
    await page.waitForFunction(() => !window.rig.arrives());
    await page.evaluate(() => window.rig.visitorLeaves());
    expect(await told(page)).toHaveLength(before);
  });

  test('says that the line broke, and that it is whole again', async () => {
    const page = await rigFor(provider);
    const network = await line(page, provider);
    await visitorComes(page);
    await join(page);
    await tells(page, 'connected');
    await sees(page);
    await network('breaks');
    await tells(page, 'reconnecting');
    await network('heals');
    await tells(page, 'reconnected');
    await page.evaluate(() => window.rig.visitorLeaves());
    await tells(page, 'over visitor-hung-up');
  });

  test('ends as lost when the line stays broken', async () => {
    const page = await rigFor(provider);
    const network = await line(page, provider);
    await visitorComes(page);
    await join(page);
    await tells(page, 'connected');
    await sees(page);
    await network('breaks');
    await tells(page, 'reconnecting');
    await page.evaluate(() => window.rig.line('is-lost'));
    await page.waitForFunction(() => window.rig.told().includes('over media-lost'), null, { timeout: 60_000 });
    expect(await microphones(page)).toEqual(['ended']);
  });

  test('is replaced by another window that joins the same call', async () => {
    const page = await rigFor(provider);
    await visitorComes(page);
    await join(page);
    await tells(page, 'connected');
    await page.evaluate(() => window.rig.anotherSeatComes());
    await tells(page, 'over replaced');
    expect(await microphones(page)).toEqual(['ended']);
  });

  test.each([
    ['refused', 'token-refused'],
    ['gone', 'room-gone'],
  ] as const)('tells in words of our own that a grant is %s', async (grant, word) => {
    const page = await rigFor(provider);
    await join(page, { grant });
    await tells(page, `over ${word}`);
    expect(await told(page)).toEqual([`over ${word}`]);
    expect(await microphones(page)).toEqual(['ended']);
  });

  test('gives up after eight seconds without an answer', async () => {
    const page = await rigFor(provider, (opened) => opened.clock.install());
    await join(page, { grant: 'silent' });
    await page.clock.runFor(7_900);
    expect(await told(page)).toEqual([]);
    await page.clock.runFor(200);
    expect(await told(page)).toEqual(['over connection-failed']);
    expect(await microphones(page)).toEqual(['ended']);
  });
});
