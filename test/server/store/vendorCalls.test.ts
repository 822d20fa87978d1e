import { expect, test } from 'vitest';
import { EpochMs } from '../../../protocol/call.ts';
import type { KnownCall } from '../../../server/intake/list/listedSite.ts';
import { groupCommit } from '../../../server/store/sqlite/groupCommit.ts';
import { openDatabase } from '../../../server/store/sqlite/openDatabase.ts';
import { sqliteVendorCalls } from '../../../server/store/vendorCalls.ts';
import { site } from '../../builders/ring.ts';
import { manualClock } from '../../fakes/manualClock.ts';
import { aFolder } from '../aFolder.ts';

const known = (number: KnownCall['number']): KnownCall => ({
  number,
  loggedAt: EpochMs.parse(1_000),
  status: null,
  device: 88_310,
  panel: 'North Lobby',
  guid: null,
  call: null,
  webhookAt: null,
  noticedAt: null,
});

test('listed calls come back with every digit of their numbers; one too long to be kept takes no other with it', async () => {
  const { database, close } = openDatabase(aFolder());
  const commits = groupCommit(database, manualClock());
  const calls = sqliteVendorCalls(database, commits);
  const kept = [known(7), known('9007199254740993'), known('9223372036854775807')];
  await calls.save(site, [known('9'.repeat(30)), ...kept]);
  expect(calls.recent(site)).toEqual(kept);
  await calls.save(site, [{ ...known('9007199254740993'), status: 'canceled' }]);
  expect(calls.recent(site).map(({ status }) => status)).toEqual([null, 'canceled', null]);
  await commits.drained();
  close();
});
