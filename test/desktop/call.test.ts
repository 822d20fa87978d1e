import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { aBuilding } from '../harness/aBuilding.ts';
import { aHouse } from '../harness/aHouse.ts';
import {
  callTheFrontDesk,
  cameraColour,
  hearSilence,
  hearTheRing,
  hold,
  openDesk,
  openDeskOnShift,
  openPanel,
  photoColour,
  press,
  pressKey,
} from '../harness/pages.ts';

const house = aHouse();

/** Frames that a page's video has painted so far. */
const frames = (page: Page) =>
  page
    .locator('video')
    .evaluate((video) => (video instanceof HTMLVideoElement ? video.getVideoPlaybackQuality().totalVideoFrames : 0));
/** Resolves once the element's stream has been heard: its samples, through an analyser of the test's own. */
const hears = (page: Page, selector: string) =>
  page.locator(selector).evaluate(async (element) => {
    const stream = element instanceof HTMLMediaElement ? element.srcObject : null;
    if (!(stream instanceof MediaStream)) throw new Error('no stream');
    const context = new AudioContext();
    await context.resume();
    const analyser = context.createAnalyser();
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    for (;;) {
      analyser.getFloatTimeDomainData(samples);
      if (samples.some((sample) => Math.abs(sample) > 0.01)) return true;
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  });

test('a visitor calls: two desks ring with the photo, one answers, both sides see and hear, the door opens, all are free again', async () => {
  const north = await house.deskOnShift('North desk');
  const south = await house.deskOnShift('South desk');
  const panel = await house.panel();

  await callTheFrontDesk(panel);
  await panel.getByText('Calling the front desk').waitFor();
  await Promise.all(
    [north, south].map((desk) => desk.getByRole('region', { name: 'Call from Front entrance' }).waitFor()),
  );
  await Promise.all([north, south].map(hearTheRing));
  const [photo, camera] = [await photoColour(north), await cameraColour(panel)];
  expect(photo).toHaveLength(4);
  for (const [channel, value] of photo.entries())
    expect(Math.abs(value - (camera[channel] ?? 0)), 'the photo is of this visitor').toBeLessThan(70);

  await press(north, 'Answer');
  await south.getByText('· North desk is answering').waitFor();
  await hearSilence(south);
  await north.getByText('Live', { exact: true }).waitFor();
  await north.getByText('The visitor hears you', { exact: true }).waitFor();
  await panel.getByText('Connected').waitFor();
  const before = await frames(north);
  await north.waitForFunction(
    (count) => (document.querySelector('video')?.getVideoPlaybackQuality().totalVideoFrames ?? 0) > count + 10,
    before,
  );
  expect(await hears(north, 'video')).toBe(true);
  expect(await hears(panel, 'audio')).toBe(true);

  await press(north, 'Open Front entrance');
  await north.getByText(/^(Request accepted|Confirmed)/).waitFor();
  await panel.getByText('The door is open').waitFor();

  await press(north, 'Hang up');
  await panel.getByText('The front desk ended the call.').waitFor();
  for (const desk of [north, south]) await desk.getByRole('heading', { name: 'Ready to ring' }).waitFor();
  await panel.getByRole('button', { name: 'Call the front desk' }).waitFor();
  await callTheFrontDesk(panel);
  await north.getByRole('region', { name: 'Call from Front entrance' }).waitFor();
  await panel.getByRole('button', { name: 'Cancel' }).click();
  for (const desk of [north, south]) await desk.getByRole('heading', { name: 'Ready to ring' }).waitFor();
  for (const page of [north, south, panel]) await page.context().close();
});

test('before the click, and after a reload, the page says that it cannot ring; one click mends it', async () => {
  const desk = await openDesk(await house.browser.window(), house.building);
  await desk.getByText('This desk cannot ring yet. Start the shift to hear visitors.').waitFor();
  expect(new URL(desk.url()).hash).toBe('');
  await desk.getByRole('button', { name: 'Start shift' }).click();
  await desk.getByRole('heading', { name: 'Ready to ring' }).waitFor();

  await desk.reload();
  await desk.getByText('Sound is off until you click.').waitFor();
  await desk.getByRole('heading', { name: 'Not ready to ring' }).waitFor();
  await desk.getByRole('button', { name: 'Turn sound on' }).click();
  await desk.getByRole('heading', { name: 'Ready to ring' }).waitFor();
  await house.building.simulator.ring('demo');
  await hearTheRing(desk);
  await press(desk, 'End the visitor’s call');
  await press(desk, 'End call');
  await desk.getByRole('heading', { name: 'Ready to ring' }).waitFor();
  await desk.context().close();
});

test('a refused microphone is said, and the call can be answered all the same', async () => {
  const desk = await openDeskOnShift(await house.browser.window({ microphone: false }), house.building);
  const panel = await house.panel();
  await callTheFrontDesk(panel);
  await press(desk, 'Answer');
  await desk.getByText('No microphone. The visitor cannot hear you.').waitFor();
  await desk.getByText('Live', { exact: true }).waitFor();
  await press(desk, 'Hang up');
  await desk.getByRole('heading', { name: 'Ready to ring' }).waitFor();
  await desk.context().close();
  await panel.context().close();
});

test('a page that is reloaded in a call returns to it', async () => {
  const desk = await house.deskOnShift();
  const panel = await house.panel();
  await callTheFrontDesk(panel);
  await press(desk, 'Answer');
  await desk.getByText('Live', { exact: true }).waitFor();

  await desk.reload();
  await desk.getByRole('region', { name: 'Talking to Front entrance' }).waitFor();
  await desk.getByText('Live', { exact: true }).waitFor();
  await panel.getByRole('button', { name: 'Hang up' }).click();
  await desk.getByRole('button', { name: 'Hang up' }).waitFor({ state: 'detached' });
  await desk.getByText('· Answered by Front desk').waitFor();
  await desk.context().close();
  await panel.context().close();
});

test('the keyboard alone starts the shift, answers, mutes, opens the door and hangs up', async () => {
  const desk = await openDesk(await house.browser.window(), house.building);
  const panel = await house.panel();
  const start = desk.getByRole('button', { name: 'Start shift' });
  for (let turn = 0; turn < 20 && !(await start.evaluate((button) => button === document.activeElement)); turn++)
    await desk.keyboard.press('Tab');
  await desk.keyboard.press('Enter');
  await desk.getByRole('heading', { name: 'Ready to ring' }).waitFor();

  await callTheFrontDesk(panel);
  await desk.getByRole('button', { name: 'Answer', exact: true }).waitFor();
  await pressKey(desk, 'a');
  await desk.getByText('Live', { exact: true }).waitFor();
  await desk.keyboard.press('m');
  await desk.getByText('Muted. The visitor cannot hear you.').waitFor();
  await pressKey(desk, 'o');
  await desk.getByText(/^(Request accepted|Confirmed)/).waitFor();
  await desk.keyboard.press('h');
  await desk.keyboard.press('Enter');
  await desk.getByRole('heading', { name: 'Ready to ring' }).waitFor();
  await desk.context().close();
  await panel.context().close();
});

test('the door opens from the ringing card: by holding its button, or by pressing and confirming', async () => {
  // A building of its own: a door that another test has just opened would still be cooling down.
  await using own = await aBuilding();
  const desk = await openDeskOnShift(await house.browser.window(), own);
  const panel = await openPanel(await house.browser.window(), own);
  await callTheFrontDesk(panel);
  await hold(desk.getByRole('button', { name: 'Open Front entrance' }));
  await panel.getByText('The door is open').waitFor();
  await desk.mouse.up();
  await desk.getByText('· Door request by Front desk accepted').waitFor();
  await panel.getByRole('button', { name: 'Hang up' }).click();

  await panel.getByText('The door is locked').waitFor();
  await callTheFrontDesk(panel);
  await press(desk, 'Open Front entrance');
  await press(desk, 'Open now: Front entrance');
  await panel.getByText('The door is open').waitFor();
  await desk.getByRole('heading', { name: 'Ready to ring' }).waitFor();
  await desk.context().close();
  await panel.context().close();
});

test('of two tabs one sounds, and the other says so and can take over', async () => {
  const context = await house.browser.context();
  const first = await openDeskOnShift(await context.newPage(), house.building);
  const second = await context.newPage();
  await second.goto(`${house.building.relay.address}/desk`);
  await second.getByRole('button', { name: 'Start shift' }).click();
  await second.getByText('This desk is open in another window.').waitFor();
  await second.getByRole('button', { name: 'Use it here' }).click();
  await second.getByRole('heading', { name: 'Ready to ring' }).waitFor();
  await first.getByText('This desk is open in another window.').waitFor();
  await context.close();
});

test('a relay that goes away is said loudly, and healed without a hand when it is back', async () => {
  const gone = await aBuilding();
  const desk = await openDeskOnShift(await house.browser.window(), gone);
  await gone.relay.kill();
  await desk.getByText('No connection to the relay since').waitFor();
  const back = await gone.relay.again();
  await desk.getByText('Ringing again').waitFor();
  await desk.getByRole('heading', { name: 'Ready to ring' }).waitFor();
  await desk.context().close();
  await back.stop();
  await gone[Symbol.asyncDispose]();
});
