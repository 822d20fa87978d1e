/** The desk's page and the desktop program, where the relay is below a path of another web server. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { operator } from '../../protocol/operator.ts';
import { aBrowser, type RunningBrowser } from '../harness/aBrowser.ts';
import { aBuildingBelow, type BuildingBelow } from '../harness/aBuildingBelow.ts';
import { aDesktop } from '../harness/aDesktop.ts';
import { aScreen } from '../harness/aScreen.ts';
import { callTheFrontDesk, hearTheRing, openDeskOnShift, openPanel, press } from '../harness/pages.ts';
import { vestibule } from '../server/cli/vestibule.ts';

let browser: RunningBrowser;
beforeAll(async () => {
  browser = await aBrowser();
});
afterAll(() => browser[Symbol.asyncDispose]());

const ringing = (page: Page) => page.getByRole('region', { name: 'Call from Front entrance' });

/** A visitor at the panel is heard and seen at the desk, and answered. */
async function answerAVisitor(desk: Page, building: BuildingBelow): Promise<void> {
  const panel = await openPanel(await browser.window(), building);
  await callTheFrontDesk(panel);
  await ringing(desk).locator('img').waitFor();
  await hearTheRing(desk);
  await press(desk, 'Answer');
  await desk.getByText('Live', { exact: true }).waitFor();
  await press(desk, 'Hang up');
  await desk.getByRole('heading', { name: 'Ready to ring' }).waitFor();
  await panel.context().close();
}

describe.each([
  { form: 'takes the path away', strips: true },
  { form: 'leaves the path', strips: false },
])('a browser’s desk, below a web server that $form', ({ strips }) => {
  it('enrols, rings with sound and picture, answers, and is the same desk after a reload', async () => {
    await using building = await aBuildingBelow('/calls', { strips });
    const desk = await openDeskOnShift(await browser.window(), building);
    expect(new URL(desk.url()).hash).toBe('');
    await answerAVisitor(desk, building);
    await desk.goto(`${building.address}/desk/`);
    await desk.getByRole('button', { name: 'Turn sound on' }).click();
    await desk.getByRole('heading', { name: 'Ready to ring' }).waitFor();
    expect(building.proxy.astray()).toEqual([]);
    await desk.context().close();
  });
});

test('a browser’s desk below a path rings by polling, where no WebSocket comes through', async () => {
  await using building = await aBuildingBelow('/calls', { strips: true });
  building.proxy.refuseWebSockets();
  const desk = await openDeskOnShift(await browser.window(), building);
  await building.simulator.ring('demo');
  await ringing(desk).locator('img').waitFor();
  await hearTheRing(desk);
  expect(building.proxy.astray()).toEqual([]);
  await desk.context().close();
});

test('the address of the path alone leads to the page, and the page at the relay’s own root stays as it is', async () => {
  await using building = await aBuildingBelow('/calls', { strips: true });
  const page = await browser.window();
  await page.goto(`${building.address}/`);
  await page.getByRole('heading', { name: 'Enrol this desk' }).waitFor();
  expect(page.url()).toBe(`${building.address}/desk`);
  for (const path of ['/', '/desk', '/desk/']) {
    await page.goto(`${building.relay.address}${path}`);
    await page.getByRole('heading', { name: 'Enrol this desk' }).waitFor();
  }
  await page.context().close();
});

test('two paths of one host are two desks of one browser, and both sound', async () => {
  await using building = await aBuildingBelow('/south', { strips: true });
  building.proxy.lead('/north', building.relay.address);
  const context = await browser.context();
  const southern = await openDeskOnShift(await context.newPage(), building, 'South desk');
  const northern = await context.newPage();
  await northern.goto((await building.invite('North desk')).replace('/south/', '/north/'));
  await northern.getByRole('button', { name: 'Start shift' }).click();
  await northern.getByRole('heading', { name: 'Ready to ring' }).waitFor();
  await building.simulator.ring('demo');
  await Promise.all([northern, southern].map(hearTheRing));
  const desks = await building.relay.ask(operator.listDesks, {});
  expect(desks.map(({ name, able }) => [name, able]).sort()).toEqual([
    ['North desk', true],
    ['South desk', true],
  ]);
  await context.close();
});

test('the check finds the page good below the path, and says which part of it a web server keeps back', async () => {
  await using building = await aBuildingBelow('/calls', { strips: true });
  const { address, proxy, relay } = building;
  const firstLine = async () =>
    (await vestibule(relay.dataDir, ['check', '--site', 'demo', '--no-press'])).error.split('\n')[0];
  expect(await firstLine()).toBe(`✓  ${address}, without TLS: enough for the simulator.`);
  proxy.hide(/\/assets\//);
  expect(await firstLine()).toMatch(
    /^✗ {2}The desk's page does not work at .*its script \/calls\/desk\/assets\/\S+\.js answers 404/,
  );
  proxy.hide(/\/socket\.io\//);
  expect(await firstLine()).toContain('its connection at /calls/socket.io/ answers 404.');
  proxy.hide(/nothing/);
  proxy.refuseWebSockets();
  expect(await firstLine()).toMatch(/^! .*no WebSocket comes through at \/calls\/socket\.io\//);
});

test('the desktop program pairs by a link with a path, tries that address, rings with sound and picture, and may ask nothing beside the path', async () => {
  await using building = await aBuildingBelow('/calls', { strips: true });
  await using screen = await aScreen();
  await using desktop = await aDesktop(screen);
  const { address: relay, proxy } = building;
  const page = await desktop.page();
  await page.getByLabel('Code or link').fill(await building.invite('Front desk'));
  const address = page.getByLabel('Relay’s address');
  expect(await address.inputValue()).toBe(relay);
  await page.getByRole('button', { name: 'Test the connection' }).click();
  await page.getByText('The relay answers and is ready to ring.').waitFor();
  await page.getByRole('button', { name: 'Enrol' }).click();
  await page.getByRole('heading', { name: 'Ready to ring' }).waitFor();
  await answerAVisitor(page, building);
  expect(proxy.astray()).toEqual([]);
  const beside = (url: string) =>
    page.evaluate(
      (to) =>
        fetch(to).then(
          () => 'asked',
          () => 'refused',
        ),
      url,
    );
  expect(await beside(`${proxy.origin}/elsewhere`)).toBe('refused');
  expect(proxy.astray()).toEqual([]);
});
