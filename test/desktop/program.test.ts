/** The built desktop program, unchanged, over a double of Electron whose windows are pages of a real Chromium: level B. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { aDesktop, type RunningDesktop } from '../harness/aDesktop.ts';
import { aHouse } from '../harness/aHouse.ts';
import { aScreen, type RunningScreen } from '../harness/aScreen.ts';
import { violations } from '../harness/axe.ts';
import type { Seen } from '../harness/electron/remote.ts';
import { emptied } from '../harness/emptied.ts';
import { callTheFrontDesk, hearSilence, hearTheRing, press } from '../harness/pages.ts';

/** The building and the screen stand for all tests; the program, its data and its desk are new for each. */
const house = aHouse();
let screen: RunningScreen;
let desktop: RunningDesktop;
beforeAll(async () => {
  screen = await aScreen();
});
afterAll(() => screen[Symbol.asyncDispose]());
beforeEach(async () => {
  desktop = await aDesktop(screen);
});
afterEach(async () => {
  await desktop[Symbol.asyncDispose]();
  await emptied(house.building);
});

/** Pairs it as a person does, by the operator's link; from then on it rings without another click. */
async function pair(name = 'Front desk'): Promise<Page> {
  const page = await desktop.page();
  await page.getByLabel('Code or link').fill(await house.building.invite(name));
  await page.getByRole('button', { name: 'Enrol' }).click();
  await page.getByRole('heading', { name: 'Ready to ring' }).waitFor();
  return page;
}
const cardOf = ({ windows }: Seen) => windows.filter(({ url }) => url.endsWith('/ring/index.html'));
const deskOf = ({ windows }: Seen) => windows.find(({ url }) => url.endsWith('/desk/'));
const isCardShown = (seen: Seen) => cardOf(seen).some(({ visible }) => visible);
const region = (page: Page) => page.getByRole('region', { name: 'Call from Front entrance' });

test('story 13: a visitor calls: the card comes up over everything without the keyboard, is answered on, and goes; the talk is in the desk’s window', async () => {
  const desk = await pair();
  const panel = await house.panel();
  expect(isCardShown(await desktop.see())).toBe(false);
  await desktop.until(({ tray }) => tray.words === 'Vestibule: Ready to ring' && tray.image === 'tray-ready.png');

  await callTheFrontDesk(panel);
  const seen = await desktop.until(isCardShown);
  const [shown] = cardOf(seen);
  expect(shown).toMatchObject({ focusable: false, focused: false, onTop: 'screen-saver' });
  expect(shown?.bounds, 'the middle of the display with the pointer').toEqual({
    x: 2160,
    y: 268,
    width: 800,
    height: 448,
  });
  expect(seen.blockers).toEqual(['prevent-app-suspension', 'prevent-display-sleep']);
  expect(deskOf(seen)?.focused).toBe(false);
  await hearTheRing(desk);
  const card = await desktop.card();
  await region(card).waitFor();
  await card.locator('[data-call] img').waitFor();

  await press(card, 'Answer');
  await desk.getByText('Live', { exact: true }).waitFor();
  await desk.getByText('The visitor hears you', { exact: true }).waitFor();
  await panel.getByText('Connected').waitFor();
  const talking = await desktop.until((now) => !isCardShown(now));
  expect(deskOf(talking)).toMatchObject({ visible: true, focused: true });
  await press(desk, 'Open Front entrance');
  await panel.getByText('The door is open').waitFor();
  await press(desk, 'Hang up');
  await panel.getByText('The front desk ended the call.').waitFor();
  await desk.getByRole('heading', { name: 'Ready to ring' }).waitFor();
  await desktop.until(({ blockers }) => blockers.join() === 'prevent-app-suspension');
  await panel.context().close();
});

test('one card serves three visitors: rows, a strip once they are silenced, and nothing when they are gone', async () => {
  const desk = await pair();
  await house.building.simulator.ring('demo');
  await desktop.until(isCardShown);
  await house.building.simulator.ring('demo');
  await house.building.simulator.ring('demo');
  const card = await desktop.card();
  await card.getByRole('heading', { name: '3 visitors waiting' }).waitFor();
  expect(cardOf(await desktop.see())).toHaveLength(1);

  await desktop.order({ order: 'key', key: 'CommandOrControl+Shift+F10' });
  await hearSilence(desk);
  const strip = await desktop.until((seen) => cardOf(seen)[0]?.bounds.height === 72);
  expect(isCardShown(strip)).toBe(true);
  await card.getByText('Silenced here').first().waitFor();

  await desktop.order({ order: 'unplug' });
  await desktop.until((seen) => (cardOf(seen)[0]?.bounds.x ?? 0) < 1920);
  await desktop.order({ order: 'key', key: 'CommandOrControl+Shift+F9' });
  await desk.getByRole('region', { name: 'Talking to Front entrance' }).waitFor();
  await press(desk, 'Hang up');
});

test('a page that dies in a ring is back, and the ring with it; main beeps meanwhile', async () => {
  const desk = await pair();
  await house.building.simulator.ring('demo');
  await hearTheRing(desk);
  await desktop.order({ order: 'crash' });
  await desktop.until(({ beeps }) => beeps > 0);
  const again = await desktop.until((seen) => seen.windows.length === 2 && isCardShown(seen));
  expect(cardOf(again)).toHaveLength(1);
  const page = await desktop.page();
  expect(page).not.toBe(desk);
  await region(page).waitFor();
  await hearTheRing(page);
  await region(await desktop.card()).waitFor();
  const { beeps } = await desktop.see();
  await press(page, 'Silence here');
  expect((await desktop.see()).beeps, 'main fell silent when the page was back').toBe(beeps);
});

test('a page that dies in a call goes back to it', async () => {
  const desk = await pair();
  const panel = await house.panel();
  await callTheFrontDesk(panel);
  await press(desk, 'Answer');
  await desk.getByText('Live', { exact: true }).waitFor();
  const died = desk.waitForEvent('crash');
  await desktop.order({ order: 'crash' });
  await died;
  const page = await desktop.page();
  await page.getByText('Live', { exact: true }).waitFor();
  await press(page, 'Hang up');
  await panel.getByText('The front desk ended the call.').waitFor();
  await panel.context().close();
});

test('a page that hangs in a ring is started again', async () => {
  const desk = await pair();
  await house.building.simulator.ring('demo');
  await hearTheRing(desk);
  const died = desk.waitForEvent('crash');
  desk.evaluate('for (;;) {}').catch(() => {});
  await desktop.until(({ beeps }) => beeps > 0);
  await died;
  await hearTheRing(await desktop.page());
});

test('story 1: after sleep the link is made anew at once', async () => {
  const desk = await pair();
  await desktop.order({ order: 'power', event: 'suspend' });
  const connected = desk.waitForEvent('websocket');
  await desktop.order({ order: 'power', event: 'resume' });
  await connected;
  await desk.getByRole('heading', { name: 'Ready to ring' }).waitFor();
  await house.building.simulator.ring('demo');
  await hearTheRing(desk);
});

test('on another network too', async () => {
  const desk = await pair();
  const connected = desk.waitForEvent('websocket');
  await desk.evaluate(() => dispatchEvent(new Event('online')));
  await connected;
  await desk.getByRole('heading', { name: 'Ready to ring' }).waitFor();
});

test('axe finds nothing at the pairing, on the card with one and with three visitors, and in the settings', async () => {
  const pairing = await desktop.page();
  await pairing.getByLabel('Code or link').waitFor();
  const found: Record<string, readonly string[]> = { pairing: await violations(pairing) };
  const desk = await pair();
  await house.building.simulator.ring('demo');
  const card = await desktop.card();
  await card.locator('[data-call] img').waitFor();
  found['card'] = await violations(card);
  await house.building.simulator.ring('demo', '12F');
  await house.building.simulator.ring('demo');
  await card.getByRole('heading', { name: '3 visitors waiting' }).waitFor();
  found['card, three'] = await violations(card);
  await desk.getByRole('button', { name: 'Silence all here' }).click();
  await card.getByText('Silenced here').first().waitFor();
  found['strip'] = await violations(card);
  await desk.getByRole('button', { name: 'Settings' }).click();
  await desk.getByRole('heading', { name: 'This program' }).waitFor();
  found['settings'] = await violations(desk);
  expect(Object.entries(found).filter(([, list]) => list.length > 0)).toEqual([]);
});

test('on a locked screen no face can be made out', async () => {
  const desk = await pair();
  await house.building.simulator.ring('demo');
  const card = await desktop.card();
  for (const page of [desk, card]) await page.locator('[data-call] img').waitFor();
  await desktop.order({ order: 'power', event: 'lock-screen' });
  const filter = (page: Page) => page.locator('[data-call] img').evaluate((image) => getComputedStyle(image).filter);
  for (const page of [desk, card]) await page.locator('[data-locked]').waitFor({ state: 'attached' });
  expect(await Promise.all([desk, card].map(filter))).toEqual(['blur(32px)', 'blur(32px)']);
  await desktop.order({ order: 'power', event: 'unlock-screen' });
  await desk.locator('[data-locked]').waitFor({ state: 'detached' });
});

test('story 3: closed to the tray it rings on, and comes back by the tray', async () => {
  const desk = await pair();
  await desktop.order({ order: 'close' });
  expect(deskOf(await desktop.see())?.visible).toBe(false);
  await house.building.simulator.ring('demo');
  await hearTheRing(desk);
  await desktop.until(isCardShown);
  await desktop.order({ order: 'tray' });
  expect(deskOf(await desktop.see())).toMatchObject({ visible: true, focused: true });
});

test('a second start shows the first one’s window, and ends', async () => {
  await pair();
  await desktop.order({ order: 'close' });
  await desktop.startAgain([]);
  await desktop.until((seen) => deskOf(seen)?.focused === true);
  expect((await desktop.see()).windows).toHaveLength(2);
});

test('started again it is the same desk, hidden, and rings without a click; its token lies sealed', async () => {
  const desk = await pair();
  const stored = readdirSync(desktop.userData)
    .filter((name) => name.endsWith('.json'))
    .map((name) => readFileSync(join(desktop.userData, name), 'utf8'))
    .join();
  const tokens = await desk.evaluate(() => Object.values({ ...localStorage, ...sessionStorage }).join());
  expect(tokens, 'the page itself stores no token').not.toMatch(/[\w-]{30,}/);
  expect(stored).toContain('"sealed":true');
  await desktop.restart(['--hidden']);
  const page = await desktop.page();
  await page.getByRole('heading', { name: 'Ready to ring' }).waitFor();
  expect(deskOf(await desktop.see())?.visible).toBe(false);
  await house.building.simulator.ring('demo');
  await hearTheRing(page);
});

test('a deep link shows a call, whoever made it; it answers nothing', async () => {
  const desk = await pair();
  const guid = await house.building.simulator.ring('demo');
  await region(desk).waitFor();
  for (const link of [
    `vestibule://answer/${guid}`,
    `vestibule://door/${guid}`,
    `vestibule://call/${guid}/answer`,
    `vestibule://call/${guid}?door=1`,
    'vestibule://call/%2e%2e%2fetc',
    'vestibule://pair/<img src=x>',
    '--remote-debugging-port=9',
  ])
    await desktop.startAgain([link]);
  await region(desk).waitFor();
  await hearTheRing(desk);
  await desktop.startAgain([`vestibule://call/${guid}`]);
  await desktop.until((seen) => deskOf(seen)?.focused === true);
  await press(desk, 'End the visitor’s call');
  await press(desk, 'End call');
  await desk.getByRole('complementary').getByText('Ended by Front desk').waitFor();
  expect(await house.building.simulator.status(guid)).not.toBe('connecting_sip');
});

test('a pairing link fills the code in and presses nothing', async () => {
  const link = new URL(await house.building.invite('Front desk'));
  const code = new URLSearchParams(link.hash.slice(1)).get('enrol') ?? '';
  const page = await desktop.page();
  await desktop.startAgain([`vestibule://pair/${code}`]);
  await page.waitForFunction(
    (typed) => [...document.querySelectorAll('input')].some(({ value }) => value === typed),
    code,
  );
  await page.getByRole('button', { name: 'Enrol' }).waitFor();
  await page.getByLabel('Relay’s address').fill(link.origin);
  await page.getByRole('button', { name: 'Enrol' }).click();
  await page.getByRole('heading', { name: 'Ready to ring' }).waitFor();
});

test('the connection test names what is wrong', async () => {
  const page = await desktop.page();
  const address = page.getByLabel('Relay’s address');
  for (const [typed, words] of [
    ['ftp://desk.example.com', 'This is no address of a relay.'],
    ['http://desk.example.com', 'This is no address of a relay.'],
    ['http://127.0.0.1:59321', 'The machine is there, but no relay takes the call.'],
    [house.building.simulator.address, 'This is not a Vestibule relay.'],
    [house.building.relay.address, 'The relay answers and is ready to ring.'],
  ] as const) {
    await address.fill(typed);
    await page.getByRole('button', { name: 'Test the connection' }).click();
    await page.getByText(words).waitFor();
  }
});

test('the page can speak to its relay and to nobody else, open its card and nothing else, and run no text as code', async () => {
  const page = await pair();
  const violated = (act: string) =>
    page.evaluate(
      (text) =>
        new Promise<string>((resolve) => {
          document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), {
            once: true,
          });
          const script = document.createElement('div');
          if (text === 'connect') fetch('https://desk.example.com/').catch(() => {});
          if (text === 'image')
            document.body.append(Object.assign(new Image(), { src: 'https://desk.example.com/x.png' }));
          if (text === 'frame')
            document.body.append(Object.assign(document.createElement('iframe'), { src: 'https://desk.example.com/' }));
          if (text === 'markup')
            try {
              script.innerHTML = '<b>x</b>';
            } catch {
              /* Refused, as it must be. */
            }
        }),
      act,
    );
  expect(await violated('connect')).toBe('connect-src');
  expect(await violated('image')).toBe('img-src');
  expect(await violated('frame')).toBe('frame-src');
  expect(await violated('markup')).toBe('require-trusted-types-for');
  const relay = house.building.relay.address;
  expect(await page.evaluate((address) => fetch(`${address}/snapshots/none`).then(({ status }) => status), relay)).toBe(
    401,
  );
  expect(
    await page.evaluate(
      (address) =>
        fetch(`${address}/api/desks`).then(
          () => 'read',
          () => 'refused',
        ),
      relay,
    ),
  ).toBe('refused');

  const before = (await desktop.see()).windows.length;
  await page.evaluate(() => {
    window.open('/desk/ring/index.html', 'another');
    window.open('https://desk.example.com/', 'ring-card');
  });
  await page.waitForTimeout(500);
  expect((await desktop.see()).windows).toHaveLength(before);
  expect(await page.evaluate(() => Object.isFrozen(window.host) && Reflect.ownKeys(window.host ?? {}).length)).toBe(15);
  expect(
    await page.evaluate(() => ['require', 'process', 'module', 'electron'].filter((name) => name in window)),
  ).toEqual([]);
});

test('a call by Twilio: the real library loads and dials under the program’s own policy, which it does not break', async () => {
  const desk = await pair();
  const fetched: string[] = [];
  const dialled = new Set<string>();
  desk.on('request', (request) => fetched.push(request.url()));
  desk.on('websocket', (socket) => dialled.add(new URL(socket.url()).host));
  await desk.evaluate(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
      document.documentElement.dataset['violated'] = `${effectiveDirective} ${blockedURI}`;
    });
  });
  const policy = await desk.evaluate(async () => (await fetch(location.href)).headers.get('content-security-policy'));
  expect(policy).toContain("require-trusted-types-for 'script'");
  await house.building.simulator.ring('demo', undefined, { provider: 'twilio' });
  await press(desk, 'Answer');
  await desk.getByRole('alert').filter({ hasText: 'Others are ringing again.' }).waitFor();
  expect(fetched.filter((url) => /assets\/twilioLibrary/.test(url))).toHaveLength(1);
  expect([...dialled]).toContain('global.vss.twilio.com');
  expect(await desk.evaluate(() => document.documentElement.dataset['violated'])).toBe(undefined);
  await press(desk, 'End the visitor’s call');
  await press(desk, 'End call');
});

test('diagnostics are saved at one press, and hold no key and no visitor', async () => {
  const page = await pair();
  const guid = await house.building.simulator.ring('demo');
  await region(page).waitFor();
  await press(page, 'End the visitor’s call');
  await press(page, 'End call');
  const file = join(desktop.userData, 'bundle.json');
  await desktop.order({ order: 'save-to', path: file });
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Save diagnostics' }).click();
  await page.getByText('Saved. It holds no keys and no visitors.').waitFor();
  const text = readFileSync(file, 'utf8');
  expect(JSON.parse(text)).toMatchObject({ desk: { paired: true, settings: { relay: house.building.relay.address } } });
  expect(text).not.toContain(guid);
  expect(text).not.toMatch(/"token"|[A-Za-z0-9_-]{40,}/);
});

test('a forgotten desk rings no more and keeps nothing', async () => {
  const page = await pair();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Forget this desk' }).click();
  await page.getByRole('button', { name: 'Forget it: no more rings here' }).click();
  await page.getByRole('heading', { name: 'Enrol this desk' }).waitFor();
  await desktop.until(({ tray }) => tray.words === 'Vestibule: Not paired yet');
  expect(readdirSync(desktop.userData)).not.toContain('desk-token.json');
});
