/** What staff see of calls that no webhook told of, and of panels that have gone quiet; in a real Chromium. */
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { aBrowser } from '../harness/aBrowser.ts';
import { aBuilding } from '../harness/aBuilding.ts';
import { openDeskOnShift } from '../harness/pages.ts';

const dayMs = 86_400_000;

test('the idle screen names the panel that is quiet, and the missed list the call that did not ring, above all', async () => {
  await using building = await aBuilding();
  const { relay, simulator } = building;
  while ((await simulator.requests('/v4/buildings/61200/calls')).length === 0)
    await new Promise((next) => setTimeout(next, 50));
  await relay.stop();
  const journal = new DatabaseSync(`${relay.dataDir}/journal.db`);
  const add = journal.prepare(
    'insert into panels (site, name, last_call_at, longest_gap_ms, calls) values (?, ?, ?, ?, ?)',
  );
  add.run('demo', 'Garage', Date.now() - 4 * dayMs, dayMs, 9);
  add.run('demo', 'Front entrance', Date.now() - 60_000, dayMs, 9);
  journal.close();
  await simulator.misbehave({ webhooks: { delivery: 'lost' } });
  await simulator.setStatus(await simulator.ring('demo'), 'canceled');

  await using again = await relay.again();
  await using browser = await aBrowser();
  const desk = await openDeskOnShift(await browser.window(), { ...building, relay: again });
  const weekday = new Date(Date.now() - 4 * dayMs).toLocaleDateString('en-GB', { weekday: 'long' });
  await desk.getByText(`No calls from Garage since ${weekday}. Press its button to test.`).waitFor();
  await desk.getByText(/^Last calls: Front entrance \d\d:\d\d/).waitFor();

  await desk.getByRole('button', { name: /History/ }).click();
  const first = desk.locator('[data-rang]').first();
  await first.waitFor();
  expect(await first.innerText()).toMatch(/Front entrance · \d\d:\d\d · Did not ring: ButterflyMX did not send it\./);
});
