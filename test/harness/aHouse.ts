import type { Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { aBrowser, type RunningBrowser } from './aBrowser.ts';
import { aBuilding, type Building } from './aBuilding.ts';
import { openDeskOnShift, openPanel } from './pages.ts';

/** A building, and a browser for its desks and its door panel. */
export type House = {
  readonly browser: RunningBrowser;
  readonly building: Building;
  /** A page that was enrolled and has started its shift. */
  readonly deskOnShift: (name?: string) => Promise<Page>;
  readonly panel: () => Promise<Page>;
};

/** One house for all tests of a file, from before the first to after the last. Nothing of it is there while the file is read. */
export function aHouse(options: Parameters<typeof aBuilding>[0] = {}): House {
  let standing: { readonly browser: RunningBrowser; readonly building: Building } | null = null;
  const house = () => {
    if (standing === null) throw new Error('The house stands only while tests run.');
    return standing;
  };
  beforeAll(async () => {
    standing = { browser: await aBrowser(), building: await aBuilding(options) };
  });
  afterAll(async () => {
    await standing?.browser[Symbol.asyncDispose]();
    await standing?.building[Symbol.asyncDispose]();
  });
  return {
    get browser() {
      return house().browser;
    },
    get building() {
      return house().building;
    },
    deskOnShift: async (name) => openDeskOnShift(await house().browser.window(), house().building, name),
    panel: async () => openPanel(await house().browser.window(), house().building),
  };
}
