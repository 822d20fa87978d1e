import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { aBrowser, type RunningBrowser } from '../harness/aBrowser.ts';
import { aSimulator, type RunningSimulator } from '../harness/aSimulator.ts';
import { violations } from '../harness/axe.ts';

let browser: RunningBrowser;
let simulator: RunningSimulator;
beforeAll(async () => {
  [browser, simulator] = await Promise.all([aBrowser(), aSimulator()]);
});
afterAll(async () => {
  await browser[Symbol.asyncDispose]();
  await simulator.stop();
});

const shown = process.env.VESTIBULE_PICTURES;

test('the panel’s page lets the simulator misbehave, and says so when closed', async () => {
  const panel = await browser.window({ width: 520, height: 1000 });
  await panel.goto(simulator.address);
  await panel.getByText('Behaviour', { exact: true }).click();
  await panel.getByLabel('Webhooks').selectOption('Lose webhooks');
  await panel.getByText('Behaviour: not as usual').waitFor();
  await panel.getByLabel('The API').selectOption('Refuse everything (500)');
  await expect.poll(async () => (await simulator.api('GET', '/v4/devices')).status).toBe(500);
  expect((await simulator.api('GET', '/simulator/misbehaviour')).body).toMatchObject({
    api: [{ path: '/', does: '500', times: null }],
    webhooks: { delivery: 'lost', shape: 'flat' },
  });
  expect(await violations(panel)).toEqual([]);
  if (shown) await panel.screenshot({ path: `${shown}/behaviour-open.png` });
  await panel.getByRole('button', { name: 'End all calls and start over' }).click();
  await panel.getByText('Behaviour', { exact: true }).click();
  if (shown) await panel.screenshot({ path: `${shown}/behaviour-closed.png` });
  expect((await simulator.api('GET', '/v4/devices')).status).toBe(200);
});

test('what a script has set finer than the page can is shown as the script’s', async () => {
  const panel = await browser.window({ width: 520, height: 1000 });
  await simulator.misbehave({ api: [{ path: '/v3/notifications', does: 'hang', times: 3 }] });
  await panel.goto(simulator.address);
  await panel.getByText('Behaviour: not as usual').click();
  expect(await panel.getByLabel('The API').inputValue()).toBe('scripted');
  await simulator.misbehave({});
});

test('a visitor who hangs up while the panel asks how the call stands has an idle panel, whatever the answer was', async () => {
  await simulator.api('PUT', '/simulator/sites/late', { name: 'Late House', hook: 'http://127.0.0.1:9/' });
  const panel = await browser.window({ width: 520, height: 1000 });
  let answerLate = () => {};
  const asked = new Promise<void>((asks) => {
    void panel.route('**/panel/calls/*', async (route) => {
      if (route.request().method() !== 'GET') return route.continue();
      asks();
      await new Promise<void>((resolve) => {
        answerLate = resolve;
      });
      await route.fulfill({
        json: { status: 'connecting_sip', active: true, accepted: true, doorOpened: 0, over: false },
      });
    });
  });
  await panel.goto(`${simulator.address}/?site=late`);
  await panel.getByRole('button', { name: 'Call the front desk' }).click();
  await asked;
  await panel.getByRole('button', { name: 'Cancel' }).click();
  const told = panel.waitForResponse((response) => response.request().method() === 'GET');
  answerLate();
  await (await told).finished();
  await panel.evaluate(() => new Promise((painted) => requestAnimationFrame(() => setTimeout(painted))));
  expect(await panel.getByRole('button', { name: 'Call the front desk' }).isVisible()).toBe(true);
});

test('a person signs in with one press, and is led back with code and state', async () => {
  const program = createServer((_request, response) => response.end('<title>Back</title>'));
  program.listen(0, '127.0.0.1');
  await once(program, 'listening');
  const { port } = z.object({ port: z.number() }).parse(program.address());
  const page = await browser.window({ width: 900, height: 700 });
  const asked = new URLSearchParams({
    client_id: 'vestibule',
    redirect_uri: `http://127.0.0.1:${port}/back`,
    response_type: 'code',
    state: 's1',
  });
  await page.goto(`${simulator.address}/oauth/authorize?${asked}`);
  expect(await violations(page)).toEqual([]);
  if (shown) await page.screenshot({ path: `${shown}/sign-in.png` });
  await page.getByRole('button', { name: /Front desk/ }).click();
  await page.waitForURL(/\/back\?code=[\w-]+&state=s1$/);
  program.close();
});

test('out of band, the code is shown to be copied', async () => {
  const page = await browser.window({ dark: true, width: 900, height: 700 });
  const asked = new URLSearchParams({
    client_id: 'vestibule',
    redirect_uri: 'urn:ietf:wg:oauth:2.0:oob',
    response_type: 'code',
  });
  await page.goto(`${simulator.address}/oauth/authorize?${asked}`);
  await page.getByRole('button', { name: /administrator/ }).click();
  expect(await page.locator('code').textContent()).toMatch(/^[\w-]{16,}$/);
  expect(await violations(page)).toEqual([]);
  if (shown) await page.screenshot({ path: `${shown}/code.png` });
});
