import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { aHouse } from '../harness/aHouse.ts';
import { theLine } from '../harness/media/theLine.ts';
import { callTheFrontDesk, openDeskOnShift, press } from '../harness/pages.ts';

const wire = theLine();
const house = aHouse();
const open: Page[] = [];
afterEach(async () => {
  wire.heals();
  for (const page of open.splice(0)) await page.context().close();
});

declare global {
  interface Window {
    /** The tracks of every microphone that the page has opened, newest last. */
    tracksOfTheDesk: MediaStreamTrack[];
  }
}

/** A desk whose microphones the test can reach, as a hand at the plug can. */
async function aDesk(): Promise<Page> {
  const page = await house.browser.window();
  open.push(page);
  await page.addInitScript(() => {
    window.tracksOfTheDesk = [];
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wanted) => {
      const stream = await ask(wanted);
      window.tracksOfTheDesk.push(...stream.getTracks());
      return stream;
    };
  });
  return openDeskOnShift(page, house.building);
}
async function aTalk(answer = 'Answer'): Promise<Page> {
  const desk = await aDesk();
  const panel = await house.panel();
  open.push(panel);
  await callTheFrontDesk(panel);
  await press(desk, answer);
  await desk.getByText('Live', { exact: true }).waitFor();
  return desk;
}
const happens = (desk: Page, event: 'ended' | 'mute' | 'unmute') =>
  desk.evaluate((name) => {
    const track = window.tracksOfTheDesk.at(-1);
    if (name === 'ended') track?.stop();
    track?.dispatchEvent(new Event(name));
  }, event);
const picture = (desk: Page, name: string) =>
  process.env['SCREENSHOTS'] === undefined
    ? Promise.resolve()
    : desk.screenshot({ path: join(process.env['SCREENSHOTS'], `${name}.png`) });
const hangUp = async (desk: Page) => {
  await press(desk, 'Hang up');
  await desk.getByRole('heading', { name: 'Ready to ring' }).waitFor();
};

test('a microphone that is unplugged in a talk is replaced by another, and that is said', async () => {
  const desk = await aTalk();
  await happens(desk, 'ended');
  await desk.getByText(/The microphone was unplugged\. Now using .+\./).waitFor();
  await desk.getByText('The visitor hears you', { exact: true }).waitFor();
  await picture(desk, 'talk-unplugged');
  await hangUp(desk);
  expect(await desk.evaluate(() => window.tracksOfTheDesk.map(({ readyState }) => readyState))).not.toContain('live');
});

test('a microphone that is switched off on the headset is not called heard', async () => {
  const desk = await aTalk();
  await happens(desk, 'mute');
  await desk.getByText('The microphone is off, on the headset or in the system.').waitFor();
  await picture(desk, 'talk-silenced');
  await happens(desk, 'unmute');
  await desk.getByText('The visitor hears you', { exact: true }).waitFor();
  await hangUp(desk);
});

test('Space is held to talk while muted, from the first moment of the talk', async () => {
  const desk = await aTalk('Answer muted');
  const muted = desk.getByText('Muted. The visitor cannot hear you.');
  await muted.waitFor();
  await desk.keyboard.down(' ');
  await desk.getByText('The visitor hears you', { exact: true }).waitFor();
  await desk.keyboard.up(' ');
  await muted.waitFor();
  await hangUp(desk);
});

test('a chosen microphone that is not there any more gives way to the system’s own', async () => {
  const desk = await aDesk();
  await desk.evaluate(() => localStorage.setItem('vestibule.microphone', 'a-headset-at-home'));
  const panel = await house.panel();
  open.push(panel);
  await callTheFrontDesk(panel);
  await press(desk, 'Answer');
  await desk.getByText('The visitor hears you', { exact: true }).waitFor();
  await hangUp(desk);
});

test('another microphone and another speaker can be chosen in a talk', async () => {
  const desk = await aTalk();
  await press(desk, 'Devices and picture');
  const microphone = desk.getByLabel('Microphone', { exact: true });
  await microphone.selectOption({ index: 2 });
  await desk.getByLabel('Speaker', { exact: true }).waitFor();
  await desk.waitForFunction(
    (wanted) => window.tracksOfTheDesk.at(-1)?.getSettings().deviceId === wanted,
    await microphone.inputValue(),
  );
  await desk.getByText('The visitor hears you', { exact: true }).waitFor();
  await picture(desk, 'talk-devices');
  await hangUp(desk);
});

test('audio only takes the picture away for a poor line and says so; the door asks twice until it is back', async () => {
  const desk = await aTalk();
  await press(desk, 'Devices and picture');
  await press(desk, 'Audio only');
  await desk.getByText('Audio only. You hear the visitor; the picture is off.').waitFor();
  await desk.getByText('The visitor hears you', { exact: true }).waitFor();
  await press(desk, 'Open Front entrance');
  await desk.getByRole('button', { name: 'Open now: Front entrance' }).waitFor();
  await picture(desk, 'talk-audio-only');
  expect(await desk.getByText('Request accepted').count()).toBe(0);
  await desk.getByRole('button', { name: 'Show the picture' }).first().click();
  await desk.getByText('Live', { exact: true }).waitFor();
  await press(desk, 'Open Front entrance');
  await desk.getByText(/Request accepted|Confirmed/).waitFor();
  await hangUp(desk);
});

test('a line that breaks is said while it breaks, and the talk goes on when it is whole', async () => {
  const desk = await aTalk();
  wire.breaks();
  await desk.getByText('Reconnecting…', { exact: true }).waitFor();
  await desk.getByText('Reconnecting… The visitor cannot hear you.').waitFor();
  await desk.getByText('Picture frozen').waitFor();
  await picture(desk, 'talk-reconnecting');
  wire.heals();
  await desk.getByText('The visitor hears you', { exact: true }).waitFor();
  await desk.getByText('Live', { exact: true }).waitFor();
  await hangUp(desk);
});

test('a network that lets no media through is named, and the call rings again', async () => {
  const desk = await aDesk();
  const panel = await house.panel();
  open.push(panel);
  await callTheFrontDesk(panel);
  await desk.getByRole('button', { name: 'Answer', exact: true }).waitFor();
  wire.breaks();
  await press(desk, 'Answer');
  await desk.getByText('This network blocks phone-to-laptop.').waitFor();
  await desk.getByRole('region', { name: 'Call from Front entrance' }).waitFor();
  await picture(desk, 'no-media-path');
  await press(desk, 'End the visitor’s call');
  await press(desk, 'End call');
});

test('a call by Twilio fetches the real library, which may speak to Twilio’s signalling and here does not reach it', async () => {
  const desk = await aDesk();
  const fetched: string[] = [];
  const forbidden: string[] = [];
  const sockets: string[] = [];
  desk.on('request', (request) => fetched.push(request.url()));
  desk.on('websocket', (socket) => sockets.push(socket.url()));
  desk.on('console', (message) => /Content Security Policy/.test(message.text()) && forbidden.push(message.text()));
  await house.building.simulator.ring('demo', undefined, { provider: 'twilio' });
  await desk.getByRole('region', { name: 'Call from Front entrance' }).waitFor();
  expect(fetched.filter((url) => /twilio/.test(url))).toEqual([]);
  await press(desk, 'Answer');
  await desk.getByRole('alert').filter({ hasText: 'Others are ringing again.' }).waitFor();
  expect(fetched.filter((url) => /assets\/twilioLibrary/.test(url))).toHaveLength(1);
  expect([...new Set(sockets.filter((url) => /twilio/.test(url)))]).toEqual(['wss://global.vss.twilio.com/signaling']);
  expect(forbidden).toEqual([]);
  expect(await desk.evaluate(() => window.tracksOfTheDesk.map(({ readyState }) => readyState))).not.toContain('live');
  await press(desk, 'End the visitor’s call');
  await press(desk, 'End call');
});
