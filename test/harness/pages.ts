import type { Locator, Page } from 'playwright-core';
import type { Building } from './aBuilding.ts';

/** A desk's page, enrolled by its one-time code, as a person opens it. */
export async function openDesk(
  page: Page,
  building: Building,
  name = 'Front desk',
  sites?: readonly string[],
): Promise<Page> {
  await page.goto(await building.invite(name, sites));
  await page.getByRole('button', { name: 'Start shift' }).waitFor();
  return page;
}

/** The same, with its shift begun: it can ring. */
export async function openDeskOnShift(
  page: Page,
  building: Building,
  name = 'Front desk',
  sites?: readonly string[],
): Promise<Page> {
  await openDesk(page, building, name, sites);
  await page.getByRole('button', { name: 'Start shift' }).click();
  await page.getByRole('heading', { name: 'Ready to ring' }).waitFor();
  return page;
}

export async function openPanel(page: Page, building: Building): Promise<Page> {
  await page.goto(`${building.simulator.address}/?site=demo`);
  await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2);
  return page;
}

export const callTheFrontDesk = (panel: Page) => panel.getByRole('button', { name: 'Call the front desk' }).click();

/** Resolves once the tone's loudness, measured where it leaves the page, is that of a ring. */
export const hearTheRing = (desk: Page) =>
  desk.waitForFunction(() => Number(document.documentElement.dataset['ringEnergy']) > 0.02);

/** Resolves once a beat of silence longer than the pause inside the tone was measured. */
export const hearSilence = (desk: Page) =>
  desk.evaluate(
    () =>
      new Promise<void>((resolve) => {
        let quiet = 0;
        const timer = setInterval(() => {
          quiet = Number(document.documentElement.dataset['ringEnergy']) < 0.001 ? quiet + 1 : 0;
          if (quiet < 12) return;
          clearInterval(timer);
          resolve();
        }, 200);
      }),
  );

/** Presses a button until the page takes it. */
export async function press(page: Page, name: string | RegExp): Promise<void> {
  await pressOn(page.getByRole('button', { name, ...(typeof name === 'string' ? { exact: true } : {}) }));
}

/** The same of a button that its name alone does not tell. */
export async function pressOn(button: Locator): Promise<void> {
  /** A door's button is guarded where it is put down and where it is let go; once it is gone, the second was taken. */
  await untilTaken(button.page(), async () => {
    await button.click();
    return (await button.count()) === 0;
  });
}

export const pressKey = (page: Page, key: string) => untilTaken(page, () => page.keyboard.press(key));

/** Puts the pointer down on a button and keeps it there. */
export async function hold(button: Locator): Promise<void> {
  const { mouse } = button.page();
  await untilTaken(button.page(), async () => {
    await mouse.move(0, 0);
    await mouse.up();
    await button.hover();
    await mouse.down();
  });
}

/** What has just moved under a pointer is guarded for half a second, and a press within it does nothing: a person presses again. */
async function untilTaken(page: Page, act: () => Promise<unknown>): Promise<void> {
  const heldBack = () => page.evaluate(() => document.documentElement.dataset['pressesHeldBack']);
  for (;;) {
    const before = await heldBack();
    if ((await act()) === true || (await heldBack()) === before) return;
    await page.waitForTimeout(50);
  }
}

/** The mean colour of the photo on the ringing card, once it is painted. */
export const photoColour = (desk: Page) =>
  desk.locator('[data-call] img').evaluate(async (image) => {
    if (!(image instanceof HTMLImageElement)) throw new Error('no picture');
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 1;
    const context = canvas.getContext('2d');
    context?.drawImage(image, 0, 0, 1, 1);
    return [...(context?.getImageData(0, 0, 1, 1).data ?? [])];
  });

/** The mean colour of what the panel's camera shows now. */
export const cameraColour = (panel: Page) =>
  panel.locator('video').evaluate((video) => {
    if (!(video instanceof HTMLVideoElement)) throw new Error('no camera');
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 1;
    const context = canvas.getContext('2d');
    context?.drawImage(video, 0, 0, 1, 1);
    return [...(context?.getImageData(0, 0, 1, 1).data ?? [])];
  });
