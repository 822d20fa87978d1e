import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { aBrowser, type RunningBrowser } from '../harness/aBrowser.ts';
import { aReceiver, type Receiver } from '../harness/aReceiver.ts';
import { aSimulator, type RunningSimulator } from '../harness/aSimulator.ts';
import { aRig, buildRig } from '../harness/media/aRig.ts';
import { theLine } from '../harness/media/theLine.ts';

const wire = theLine();
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
  wire.heals();
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
const shown = (page: Page) => page.evaluate(() => window.rig.shownTrack());
const sees = (page: Page) => page.waitForFunction(() => window.rig.frames() > 5);

/** Real WebRTC loses its way through the network; the double says what the library would. */
async function line(page: Page, provider: Provider, happens: 'breaks' | 'heals'): Promise<void> {
  if (provider === 'twilio') await page.evaluate((what) => window.rig.line(what), happens);
  else wire[happens]();
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

  test('takes no picture when none is wanted, hears the visitor all the while, and takes it again', async () => {
    const page = await rigFor(provider);
    await visitorComes(page);
    await join(page);
    await tells(page, 'remote');
    await sees(page);
    const first = await shown(page);
    await page.evaluate(() => window.rig.setPicture(false));
    await page.waitForFunction(() => !window.rig.sendsPicture());
    expect([await shown(page), await page.evaluate(() => window.rig.hearsVisitor())]).toEqual([null, true]);
    const seen = await page.evaluate(() => {
      window.rig.setPicture(true);
      return window.rig.frames();
    });
    await page.waitForFunction((before) => window.rig.sendsPicture() && window.rig.frames() > before + 5, seen);
    expect([await shown(page), await told(page)]).toEqual([first, expect.not.arrayContaining(['no remote'])]);
  });

  test('takes no picture either of a visitor who comes after it was not wanted', async () => {
    const page = await rigFor(provider);
    await join(page);
    await tells(page, 'connected');
    await page.evaluate(() => window.rig.setPicture(false));
    await visitorComes(page);
    await tells(page, 'remote');
    expect(await page.evaluate(() => window.rig.hearsVisitor())).toBe(true);
    await page.waitForFunction(() => !window.rig.sendsPicture());
    expect(await shown(page)).toBe(null);
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
    await visitorComes(page);
    await join(page);
    await tells(page, 'connected');
    await sees(page);
    await line(page, provider, 'breaks');
    await tells(page, 'reconnecting');
    await line(page, provider, 'heals');
    await tells(page, 'reconnected');
    await page.evaluate(() => window.rig.visitorLeaves());
    await tells(page, 'over visitor-hung-up');
  });

  test('ends as lost when the line stays broken', async () => {
    const page = await rigFor(provider);
    await visitorComes(page);
    await join(page);
    await tells(page, 'connected');
    await sees(page);
    await line(page, provider, 'breaks');
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
    await page.clock.runFor(6_000);
    expect(await told(page)).toEqual([]);
    await page.clock.runFor(2_500);
    expect(await told(page)).toEqual(['over connection-failed']);
    expect(await microphones(page)).toEqual(['ended']);
  });
});

test('real media that finds no way between phone and laptop is told as such', async () => {
  const page = await rigFor('simulator');
  await visitorComes(page);
  wire.breaks();
  await join(page);
  await tells(page, 'over no-media-path');
  expect(await microphones(page)).toEqual(['ended']);
});

describe('of Twilio alone', () => {
  test('the room has the call’s name; the microphone comes in switched off, no camera, no telemetry', async () => {
    const page = await rigFor('twilio');
    await join(page);
    await tells(page, 'connected');
    const asked = await page.evaluate(() => {
      const { token, options, wasEnabled } = window.rig.double.asked ?? {};
      return { token, wasEnabled, ...options, tracks: options?.tracks.map(({ kind }) => kind) };
    });
    expect(asked).toEqual({
      token: 'the-grants-token',
      name: 'the-calls-guid',
      tracks: ['audio'],
      wasEnabled: [false],
      networkQuality: { local: 1, remote: 0 },
      bandwidthProfile: {
        video: {
          clientTrackSwitchOffControl: 'manual',
          contentPreferencesMode: 'manual',
          trackSwitchOffMode: 'disabled',
        },
      },
      insights: false,
    });
  });

  test('the first picture stays, every voice sounds, and only the visitor’s leaving is the end', async () => {
    const page = await rigFor('twilio');
    await visitorComes(page);
    await join(page);
    await sees(page);
    const first = await shown(page);
    await page.evaluate(() => window.rig.showAlso('somebody-else'));
    expect([await shown(page), await page.evaluate(() => window.rig.voices())]).toEqual([first, 2]);
    await page.evaluate(() => window.rig.double.room.leaves('somebody-else'));
    await page.evaluate(() => window.rig.showAlso('somebody-else'));
    expect((await told(page)).filter((word) => word.startsWith('over'))).toEqual([]);
    await page.evaluate(() => window.rig.visitorLeaves());
    await tells(page, 'over visitor-hung-up');
  });

  test('a poor line is told, and a good one again, once each', async () => {
    const page = await rigFor('twilio');
    await visitorComes(page);
    await join(page);
    await tells(page, 'connected');
    await page.evaluate(() => {
      for (const happens of ['is-good', 'is-poor', 'is-poor', 'is-good'] as const) window.rig.line(happens);
    });
    expect((await told(page)).filter((word) => word === 'poor' || word === 'good')).toEqual(['poor', 'good']);
  });

  test('the visitor’s own broken line counts, and the session is whole only when all lines are', async () => {
    const page = await rigFor('twilio');
    await visitorComes(page);
    await join(page);
    await tells(page, 'connected');
    await page.evaluate(() => {
      const { room } = window.rig.double;
      const visitor = room.participants.get('visitor');
      room.emit('participantReconnecting', visitor);
      room.emit('reconnecting');
      room.emit('participantReconnected', visitor);
    });
    expect((await told(page)).at(-1)).toBe('reconnecting');
    await page.evaluate(() => window.rig.line('heals'));
    expect((await told(page)).slice(-2)).toEqual(['reconnecting', 'reconnected']);
  });

  test('a microphone that the room does not take is told', async () => {
    const page = await rigFor('twilio');
    await join(page);
    await tells(page, 'connected');
    await page.evaluate(() => {
      window.rig.double.room.localParticipant.takesTracks = false;
      return window.rig.takeAnotherMicrophone();
    });
    await tells(page, 'unheard');
  });

  test.each([
    ['video', 'lacks picture', 'audio'],
    ['audio', 'lacks voice', 'video'],
  ] as const)(
    'a visitor’s %s that cannot be had here is told, and the session goes on with the rest',
    async (lost, word, rest) => {
      const page = await rigFor('twilio');
      await page.evaluate((kind) => void window.rig.double.room.unsubscribable.add(kind), lost);
      await join(page);
      await tells(page, 'connected');
      await visitorComes(page);
      await tells(page, word);
      await tells(page, 'remote');
      expect(await page.evaluate(() => window.rig.kinds())).toEqual([rest]);
      expect((await told(page)).filter((said) => said.startsWith('over'))).toEqual([]);
    },
  );

  test('a visitor of whom neither sound nor picture can be had here ends the session with the words for it', async () => {
    const page = await rigFor('twilio');
    await page.evaluate(() => {
      for (const kind of ['audio', 'video']) window.rig.double.room.unsubscribable.add(kind);
    });
    await join(page);
    await tells(page, 'connected');
    await visitorComes(page);
    await tells(page, 'over no-common-media');
    expect(await microphones(page)).toEqual(['ended']);
  });

  test('leaving while it still connects cancels that', async () => {
    const page = await rigFor('twilio');
    await join(page, { grant: 'silent' });
    await page.evaluate(() => window.rig.leave());
    expect(await page.evaluate(() => window.rig.double.wasCancelled)).toBe(true);
    expect([await told(page), await microphones(page)]).toEqual([[], ['ended']]);
  });

  test('a room that ends is the visitor’s leaving', async () => {
    const page = await rigFor('twilio');
    await visitorComes(page);
    await join(page);
    await tells(page, 'connected');
    await page.evaluate(() => window.rig.double.room.end(53118));
    await tells(page, 'over visitor-hung-up');
  });
});
