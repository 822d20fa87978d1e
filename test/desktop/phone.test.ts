import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { renderUnicodeCompact } from 'uqr';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lanAddresses } from '../../scripts/phone/lanAddresses.ts';
import { aBrowser, type RunningBrowser } from '../harness/aBrowser.ts';
import { heard } from '../harness/heard.ts';
import { callTheFrontDesk, press } from '../harness/pages.ts';

const start = join(import.meta.dirname, '../../scripts/start.ts');
let browser: RunningBrowser;
let demo: ChildProcess;
let folder: string;
let desk: Page;
let printed = '';

beforeAll(async () => {
  browser = await aBrowser();
  folder = mkdtempSync(join(tmpdir(), 'vestibule-phone-'));
  const ports = { VESTIBULE_PORT: '0', VESTIBULE_SIMULATOR_PORT: '0', VESTIBULE_PHONE_PORT: '0' };
  const env = { PATH: process.env.PATH ?? '', ...ports, VESTIBULE_DATA_DIR: folder };
  demo = heard(spawn(process.execPath, [start, '--phone'], { env, stdio: ['ignore', 'pipe', 'pipe'] }));
  await new Promise<void>((resolve, reject) => {
    demo.stdout?.on('data', (data) => {
      printed += String(data);
      if (printed.includes('Ctrl-C stops everything')) resolve();
    });
    demo.once('exit', () => reject(new Error(`The demo ended at once:\n${printed}`)));
  });
  desk = await browser.window();
  await desk.goto(addressOf('The desk'));
  await desk.getByRole('button', { name: 'Start shift' }).click();
  await desk.getByRole('heading', { name: 'Ready to ring' }).waitFor();
});
afterAll(async () => {
  const ended = once(demo, 'exit');
  demo.kill('SIGINT');
  await ended;
  await browser[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

const addressOf = (name: string) => new RegExp(`^ {2}${name} +(http\\S+)`, 'm').exec(printed)?.[1] ?? '';

async function openPhone({ blocked = false } = {}): Promise<Page> {
  const phone = await browser.window({ width: 400, height: 820, trusting: true });
  if (blocked) await phone.addInitScript(letNothingThrough);
  await phone.goto(addressOf('A phone'));
  return phone;
}
/** As a network does that keeps its guests apart: neither side learns where the other is. */
function letNothingThrough(): void {
  RTCPeerConnection.prototype.addIceCandidate = async () => {};
  Object.defineProperty(RTCPeerConnection.prototype, 'onicecandidate', { set: () => {} });
}

test('a phone opens the panel by its code, over HTTPS at the network’s address, and a call connects', async () => {
  const address = addressOf('A phone');
  expect(new URL(address).hostname).toBe(lanAddresses(networkInterfaces())[0]);
  expect(new URL(address).protocol).toBe('https:');
  expect(printed).toContain(renderUnicodeCompact(address, { border: 2 }));
  expect(printed).toContain('Your phone will warn once');
  for (const own of ['The desk', 'The door panel']) expect(new URL(addressOf(own)).hostname).toBe('127.0.0.1');

  const phone = await openPhone();
  expect(await phone.evaluate(() => isSecureContext)).toBe(true);
  await phone.getByText('Simulated ButterflyMX panel').waitFor();
  expect(await phone.getByText('Behaviour').count()).toBe(0);
  await callTheFrontDesk(phone);
  await press(desk, 'Answer');
  await desk.getByText('Live', { exact: true }).waitFor();
  await phone.getByText('Connected').waitFor();
  await phone.getByRole('button', { name: 'Speaker is on' }).waitFor();
  await press(desk, 'Open Front entrance');
  await phone.getByText('The door is open').waitFor();
  await press(desk, 'Hang up');
  await phone.context().close();
});

test('where no media gets through, phone and desk say that this network blocks it', async () => {
  const phone = await openPhone({ blocked: true });
  await callTheFrontDesk(phone);
  await press(desk, 'Answer');
  await phone.getByText('This network blocks phone-to-laptop').waitFor();
  await desk.getByText('This network blocks phone-to-laptop').waitFor();
});
