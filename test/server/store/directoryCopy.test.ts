import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { SiteId } from '../../../protocol/call.ts';
import { type DirectoryRows, makeDirectory } from '../../../server/desks/directory.ts';
import { copiedDirectory } from '../../../server/store/copies/directoryCopy.ts';
import { manualClock } from '../../fakes/manualClock.ts';
import { aFolder } from '../aFolder.ts';

const Copy = z.object({ desks: z.array(z.object({ name: z.string() })) });

/** A directory in memory, of which each reading takes 10 ms. */
async function aDirectory() {
  const clock = manualClock();
  const folder = aFolder();
  let reads = 0;
  let rows: DirectoryRows = { sites: [], hooks: [], desks: [], invites: [], walls: [], tallies: [] };
  const nothing = async () => {};
  const store = copiedDirectory(
    {
      load: async () => {
        reads += 1;
        clock.pass(10);
        return rows;
      },
      saveSite: nothing,
      saveHook: nothing,
      saveDesk: async (desk) => {
        rows = { ...rows, desks: [...rows.desks, desk] };
      },
      saveInvite: nothing,
      redeem: nothing,
      saveWall: nothing,
      removeWall: nothing,
      saveTally: nothing,
    },
    folder,
    (error) => {
      throw error;
    },
    clock,
  );
  const directory = await makeDirectory(store, () => clock.moment().wall);
  const copied = () => Copy.parse(JSON.parse(readFileSync(join(folder, 'directory.json'), 'utf8'))).desks.length;
  return {
    clock,
    store,
    copied,
    reads: () => reads,
    enrol: () => directory.createDesk([SiteId.parse('demo')], 'desk'),
  };
}

test('one new desk is in the copy at once; of many in a row the copy is written now and then, and has them all in the end', async () => {
  const { clock, copied, reads, enrol } = await aDirectory();
  await enrol();
  clock.pass(1_000);
  await expect.poll(() => [copied(), clock.waiting()]).toEqual([1, 1]);
  clock.pass(1_000);
  await enrol();
  expect(copied()).toBe(2);
  const before = reads();
  for (let count = 0; count < 100; count++) await enrol();
  expect([copied(), reads() - before]).toEqual([2, 0]);
  clock.pass(90);
  await expect.poll(() => [copied(), reads() - before]).toEqual([102, 1]);
});

test('what a pause kept back is written at a stop', async () => {
  const { store, copied, enrol } = await aDirectory();
  for (let count = 0; count < 3; count++) await enrol();
  expect(copied()).toBeLessThan(3);
  await store.flush();
  expect(copied()).toBe(3);
});
