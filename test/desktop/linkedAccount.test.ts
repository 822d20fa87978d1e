/** A card that rings while accounts come and go; in a real Chromium. */
import { expect, test } from 'vitest';
import { operator } from '../../protocol/operator.ts';
import { aBrowser } from '../harness/aBrowser.ts';
import { aBuilding } from '../harness/aBuilding.ts';
import { linkAccount } from '../harness/linkAccount.ts';
import { openDeskOnShift, press } from '../harness/pages.ts';

test('a ringing card offers Answer until an account is linked that was not called, and again once it is forgotten', async () => {
  await using building = await aBuilding();
  const { relay, simulator } = building;
  await relay.ask(operator.changeSite, { params: { site: 'demo' }, body: { whichRing: { kind: 'all' } } });
  await using browser = await aBrowser();
  const desk = await openDeskOnShift(await browser.window(), building);
  await simulator.ring('demo', '3A');
  const answer = desk.getByRole('button', { name: 'Answer', exact: true });
  await answer.waitFor();

  const account = await linkAccount(relay, 'front-desk', 'called');
  await desk.getByText('This call is for apartment 3A. Only they can answer it.').waitFor();
  expect(await answer.count()).toBe(0);

  await relay.ask(operator.forgetAccount, { params: { account } });
  await answer.waitFor();
  await press(desk, 'Answer');
  await desk.getByRole('button', { name: /Hang up/ }).waitFor();
});

test('a ringing card says what to do in place of Answer when ButterflyMX takes back what the account was granted', async () => {
  await using building = await aBuilding();
  const { relay, simulator } = building;
  await linkAccount(relay, 'front-desk', 'called');
  await using browser = await aBrowser();
  const desk = await openDeskOnShift(await browser.window(), building);
  await simulator.ring('demo', 'Front desk');
  const answer = desk.getByRole('button', { name: 'Answer', exact: true });
  await answer.waitFor();

  await simulator.revokeTokens();
  await desk.getByText(/^ButterflyMX refuses this desk’s account. Use the ButterflyMX app/).waitFor();
  expect(await answer.count()).toBe(0);

  await linkAccount(relay, 'front-desk', 'called');
  await press(desk, 'Answer');
  await desk.getByRole('button', { name: /Hang up/ }).waitFor();
});
