import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operator } from '../../protocol/operator.ts';
import { aBrowser, type RunningBrowser } from '../harness/aBrowser.ts';
import { aRelay, type RunningRelay } from '../harness/aRelay.ts';

let relay: RunningRelay;
let browser: RunningBrowser;
let desk: Page;
const refused: string[] = [];

/** Desks come to this relay by https; its own machine, where no proxy stands before it, by http. */
beforeAll(async () => {
  relay = await aRelay({ env: { VESTIBULE_PUBLIC_URL: 'https://calls.example.com' } });
  browser = await aBrowser();
  const invite = await relay.ask(operator.createInvite, { body: { sites: ['demo'], name: 'Lobby' } });
  desk = await browser.window();
  desk.on('console', (message) => {
    if (message.type() === 'error') refused.push(message.text());
  });
  await desk.goto(`${relay.address}/desk#enrol=${invite.code}`);
  await desk.getByRole('button', { name: 'Start shift' }).click();
  await desk.getByRole('heading', { name: 'Ready to ring' }).waitFor();
});
afterAll(async () => {
  await browser[Symbol.asyncDispose]();
  await relay[Symbol.asyncDispose]();
});

test('a desk works under the whole policy, on the relay’s own machine by http too, and nothing of it is refused', () => {
  expect(refused).toEqual([]);
});

test('no text becomes markup or script in a desk’s page', async () => {
  const attempts = [
    "document.createElement('div').innerHTML = '<img>'",
    "document.createElement('script').src = 'https://evil.example/a.js'",
    "trustedTypes.createPolicy('another', {})",
  ];
  const answers = await Promise.all(
    attempts.map((attempt) =>
      desk.evaluate(attempt).then(
        () => 'done',
        (error: unknown) =>
          /TrustedHTML|TrustedScriptURL|TrustedTypePolicy|disallowed/.test(String(error)) ? 'refused' : error,
      ),
    ),
  );
  expect(answers).toEqual(['refused', 'refused', 'refused']);
});
