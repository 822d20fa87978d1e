import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import type { RunningBrowser } from '../aBrowser.ts';
import type { RunningSimulator } from '../aSimulator.ts';

const html =
  '<!doctype html><title>Media</title><video playsinline></video><audio autoplay></audio><script type="module" src="/rig/page.js"></script>';

/** The suite's page, built once from the sources of the desk, the panel and the double. */
export async function buildRig(): Promise<string> {
  const built = await build({
    configFile: false,
    root: import.meta.dirname,
    logLevel: 'warn',
    resolve: { alias: { 'node:events': 'events' } },
    build: {
      write: false,
      minify: false,
      lib: { entry: join(import.meta.dirname, 'page.ts'), formats: ['es'], fileName: 'page' },
    },
  });
  const [output] = [built].flat();
  const chunk = output !== undefined && 'output' in output ? output.output[0] : undefined;
  if (chunk === undefined) throw new Error('The suite’s page was not built.');
  return chunk.code;
}

/** A page at the simulator's own origin with one call placed, for one provider. */
export async function aRig(
  { browser, simulator, script }: { browser: RunningBrowser; simulator: RunningSimulator; script: string },
  provider: 'simulator' | 'twilio',
  prepare: (page: Page) => Promise<unknown> = async () => {},
): Promise<Page> {
  const page = await browser.window();
  /** A page that the test made up counts as a stranger's to Chromium, and would have to ask for the way to this machine. */
  await page.context().grantPermissions(['microphone', 'camera', 'local-network-access']);
  await page.route('**/rig/', (route) => route.fulfill({ contentType: 'text/html', body: html }));
  await page.route('**/rig/page.js', (route) => route.fulfill({ contentType: 'text/javascript', body: script }));
  await page.routeWebSocket('**/silent', () => {});
  await prepare(page);
  await page.goto(`${simulator.address}/rig/`);
  await page.waitForFunction(() => 'rig' in window);
  await page.mouse.click(5, 5);
  await page.evaluate(([name, bearer]) => window.rig.place(name, bearer), [provider, simulator.bearer] as const);
  return page;
}
