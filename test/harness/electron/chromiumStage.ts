import { readFileSync } from 'node:fs';
import { type BrowserContext, type CDPSession, chromium, type Page } from 'playwright-core';
import { z } from 'zod';
import { app, BrowserWindow, ipcMain, protocol, type Stage, session, type WebContents } from './double.ts';
import { isolatedWorld, mainWorld } from './worlds.ts';

/** Headless Chromium opens no `app://`: the page's origin is mapped to one that it opens, here and nowhere else. */
const mapped = 'https://vestibule.invalid';
const original = 'app://vestibule';
const toMapped = (address: string) => address.replace(original, mapped);
const toOriginal = (address: string) => address.replace(mapped, original);

const world = 'preload';
const Call = z.object({ id: z.number(), channel: z.string(), asked: z.unknown().optional() });
type Shown = { page: Page; cdp: CDPSession; contextId: number | null };

/** Chromium's names for the powers that the program's own handler allows. */
const powers = [
  ['media', ['microphone']],
  ['notifications', ['notifications']],
  ['local-network-access', ['local-network-access']],
] as const;

/** Windows as pages of the Chromium that listens at this address. */
export async function chromiumStage(endpoint: string): Promise<Stage> {
  const browser = await chromium.connectOverCDP(endpoint);
  const context = browser.contexts()[0] ?? (await browser.newContext());
  const shown = new Map<WebContents, Shown>();
  await serve(context);

  async function furnish(contents: WebContents, page: Page): Promise<Shown> {
    const cdp = await context.newCDPSession(page);
    const place: Shown = { page, cdp, contextId: null };
    shown.set(contents, place);
    const preload = contents.options.webPreferences?.preload;
    page.on('crash', () => {
      shown.delete(contents);
      contents.emit('render-process-gone', {}, { reason: 'crashed' });
      page.close().catch(() => {});
    });
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame()) contents.mainFrame = { url: toOriginal(frame.url()), detached: false };
    });
    page.on('popup', (popup) => {
      take(contents, popup).catch((error: unknown) => {
        if (!popup.isClosed()) process.stderr.write(`A window was not taken up: ${error}\n`);
      });
    });
    await cdp.send('Page.enable');
    await cdp.send('Runtime.enable');
    if (preload === undefined) return place;
    cdp.on('Runtime.executionContextCreated', ({ context: { id, name } }) => {
      if (name === world) place.contextId = id;
    });
    cdp.on('Runtime.bindingCalled', ({ payload }) => void answer(contents, place, payload));
    await cdp.send('Runtime.addBinding', { name: 'doubleIpc', executionContextName: world });
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorld });
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', {
      source: isolatedWorld(readFileSync(preload, 'utf8')),
      worldName: world,
    });
    return place;
  }

  async function answer(contents: WebContents, place: Shown, payload: string): Promise<void> {
    const { id, channel, asked } = Call.parse(JSON.parse(payload));
    const reply = await ipcMain.ask(channel, contents.mainFrame, asked).then(
      (value) => ({ id, value }),
      (error: unknown) => ({ id, error: String(error) }),
    );
    await hear(place, reply);
  }
  async function hear(place: Shown, message: object): Promise<void> {
    if (place.contextId === null) return;
    const expression = `globalThis.doubleHear(${JSON.stringify(message)})`;
    await place.cdp.send('Runtime.evaluate', { expression, contextId: place.contextId }).catch(() => {});
  }

  /** A page opened another: the program's own handler decides what becomes of it. */
  async function take(opener: WebContents, popup: Page): Promise<void> {
    await popup.waitForURL((url) => url.href !== 'about:blank').catch(() => {});
    const frameName = await nameOf(popup);
    const decided = opener.openHandler?.({ url: toOriginal(popup.url()), frameName }) ?? { action: 'deny' };
    if (decided.action === 'deny') return popup.close();
    const window = new BrowserWindow(decided.overrideBrowserWindowOptions);
    await furnish(window.webContents, popup);
    await popup.setViewportSize({ width: 800, height: 448 });
    window.webContents.mainFrame = { url: toOriginal(popup.url()), detached: false };
    opener.emit('did-create-window', window, { frameName, url: toOriginal(popup.url()) });
  }

  async function allow(contents: WebContents): Promise<void> {
    const check = session.defaultSession.check;
    const allowed = powers.filter(([name]) =>
      check?.(contents, name, original, { isMainFrame: true, mediaType: 'audio' }),
    );
    await context.grantPermissions(
      allowed.flatMap(([, names]) => [...names]),
      { origin: mapped },
    );
  }

  return {
    load: async (contents, address) => {
      const place = shown.get(contents) ?? (await furnish(contents, await context.newPage()));
      await allow(contents);
      await place.page.setViewportSize({ width: 1280, height: 800 });
      await place.page.goto(toMapped(address));
    },
    reload: async (contents) => {
      await shown.get(contents)?.page.reload();
    },
    crash: (contents) =>
      void shown
        .get(contents)
        ?.cdp.send('Page.crash')
        .catch(() => {}),
    close: (contents) => {
      const place = shown.get(contents);
      shown.delete(contents);
      place?.page.close().catch(() => {});
    },
    send: (contents, channel, told) => {
      const place = shown.get(contents);
      if (place !== undefined) void hear(place, { channel, told });
    },
  };
}

/** A document that is left while it is asked answers nothing; the next one of the window has the same name. */
async function nameOf(popup: Page): Promise<string> {
  for (;;) {
    try {
      return z.string().parse(await popup.evaluate('window.name'));
    } catch (error) {
      if (!String(error).includes('context was destroyed')) throw error;
      await popup.waitForLoadState().catch(() => {});
    }
  }
}

/** Every request of the page's own origin is answered by the handler that the program registered for `app://`. */
async function serve(context: BrowserContext): Promise<void> {
  await context.route(`${mapped}/**`, async (route) => {
    const handler = protocol.handlers.get('app');
    if (handler === undefined) return route.abort();
    const response = await handler(
      new Request(toOriginal(route.request().url()), { method: route.request().method() }),
    );
    await route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    });
  });
  app.on('before-quit', () => {});
}
