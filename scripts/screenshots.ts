/** `npm run screenshots`: docs/screenshots from the real product: relay, simulator, door panel, Chromium. Light and dark. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { operator } from '../protocol/operator.ts';
import { aBrowser } from '../test/harness/aBrowser.ts';
import { aBuilding } from '../test/harness/aBuilding.ts';
import { aDesktop } from '../test/harness/aDesktop.ts';
import { aScreen } from '../test/harness/aScreen.ts';
import { openDesk, openPanel, press } from '../test/harness/pages.ts';
import { buildAll } from './build.ts';

const folder = join(import.meta.dirname, '../docs/screenshots');
mkdirSync(folder, { recursive: true });
await buildAll();
await using building = await aBuilding();
await using browser = await aBrowser();
await building.relay.ask(operator.addDoor, { params: { site: 'demo' }, body: { accessPoint: 33020, favourite: true } });

const shoot = (page: Page, name: string) => page.screenshot({ path: join(folder, `${name}.png`) });

for (const dark of [false, true]) {
  const theme = dark ? 'dark' : 'light';
  const desk = await openDesk(await browser.window({ dark }), building);
  await shoot(desk, `start-${theme}`);
  await desk.getByRole('button', { name: 'Start shift' }).click();
  await desk.getByRole('heading', { name: 'Ready to ring' }).waitFor();
  await shoot(desk, `idle-${theme}`);

  await building.simulator.ring('demo', '12F');
  await desk.locator('[data-call] img').waitFor();
  await desk.waitForTimeout(300);
  await shoot(desk, `ringing-${theme}`);
  await building.simulator.ring('demo');
  await desk.getByRole('heading', { name: '2 visitors waiting' }).waitFor();
  await desk.waitForTimeout(600);
  await shoot(desk, `ringing-several-${theme}`);
  await desk.getByRole('button', { name: 'More for this call' }).first().click();
  await desk.waitForTimeout(600);
  if (!dark) await shoot(desk, 'ringing-several-more-light');
  await desk.getByRole('button', { name: 'Answer', exact: true }).first().click();
  await desk.getByText('The visitor hears you', { exact: true }).waitFor();
  await press(desk, 'Hang up');
  await press(desk, 'End the visitor’s call');
  await press(desk, 'End call');

  const panel = await openPanel(await browser.window({ width: 480, height: 900 }), building);
  if (!dark) await shoot(panel, 'panel-idle');
  await panel.getByRole('button', { name: 'Call the front desk' }).click();
  await press(desk, 'Answer');
  await desk.getByText('Live', { exact: true }).waitFor();
  await press(desk, 'Open Front entrance');
  await panel.getByText('The door is open').waitFor();
  await panel.waitForTimeout(700);
  await shoot(desk, `talking-${theme}`);
  if (!dark) await shoot(panel, 'panel-door-open');
  await desk.getByRole('button', { name: 'What just happened' }).click();
  const side = desk.getByRole('complementary', { name: 'What just happened' });
  await side.getByRole('listitem').filter({ hasText: '2 token' }).locator('summary').click();
  await shoot(desk, `what-just-happened-${theme}`);
  await side.getByRole('button', { name: 'Close' }).click();
  if (!dark) {
    await press(desk, 'Devices and picture');
    await press(desk, 'Audio only');
    await desk.getByText('the picture is off').waitFor();
    await shoot(desk, 'talking-audio-only-light');
  }
  await press(desk, 'Hang up');

  await desk.getByRole('button', { name: /History/ }).click();
  await desk.getByRole('heading', { name: 'Today' }).waitFor();
  await desk
    .getByRole('button', { name: /Front entrance/ })
    .first()
    .click();
  await desk.waitForTimeout(3_500);
  await shoot(desk, `history-${theme}`);
  await desk.getByRole('button', { name: 'Desk', exact: true }).click();
  await desk.getByRole('button', { name: 'Step away' }).click();
  await desk.getByText('You stepped away.').waitFor();
  await shoot(desk, `cannot-ring-${theme}`);
  await desk.context().close();
  await panel.context().close();
}

/** The desktop program's card and its own settings; its window follows the system's colours, which are light here. */
await using screen = await aScreen();
await using desktop = await aDesktop(screen);
const page = await desktop.page();
await page.getByLabel('Code or link').fill(await building.invite('Front desk'));
await shoot(page, 'pairing-light');
await page.getByRole('button', { name: 'Enrol' }).click();
await page.getByRole('heading', { name: 'Ready to ring' }).waitFor();
await building.simulator.ring('demo');
const card = await desktop.card();
await card.locator('[data-call] img').waitFor();
await card.waitForTimeout(300);
await shoot(card, 'card-light');
await building.simulator.ring('demo', '12F');
await building.simulator.ring('demo');
await card.getByRole('heading', { name: '3 visitors waiting' }).waitFor();
await shoot(card, 'card-several-light');
await page.getByRole('button', { name: 'Silence all here' }).click();
await page.getByRole('button', { name: 'Settings' }).click();
await page.getByRole('heading', { name: 'This program' }).waitFor();
await page.screenshot({ path: join(folder, 'settings-light.png'), fullPage: true });
console.log('The pictures are in docs/screenshots.');
